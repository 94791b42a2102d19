"""The shell: one HTML page per host, its bootstrap data, theme and brand images."""
