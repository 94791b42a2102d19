"""A throw-away app of lenders. With GROWN in the environment a next version of it: three migrations more."""
