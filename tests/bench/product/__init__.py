"""The product itself, as a process that makes lenders and tells what it did."""

# The token of the borrower at every measured lender, and the cookie that carries it where there is no TLS.
SECRET = "benchmark" * 7
COOKIE = f"portico_portal={SECRET}"
