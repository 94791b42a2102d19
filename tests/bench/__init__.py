"""``make bench``: what issue 3 promises of a thousand lenders, measured on the product itself."""
