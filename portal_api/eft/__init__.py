"""The EFT rail: bank files out, returns and notices of change back in."""
