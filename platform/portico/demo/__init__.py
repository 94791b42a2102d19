"""The demo: three made-up lenders that look nothing alike, on this machine alone."""
