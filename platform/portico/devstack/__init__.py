"""What `make demo` and the test suite start: servers from Python packages, nothing installed by hand."""
