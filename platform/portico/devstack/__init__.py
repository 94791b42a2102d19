"""The servers and tools that a developer's machine does not have: started from the lock file's wheels."""
