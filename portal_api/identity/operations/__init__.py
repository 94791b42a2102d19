"""What can happen to logins, one file per noun."""
