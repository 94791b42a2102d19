"""A throw-away app of lenders. GROWN in the environment names a next version of it.

``grown`` has three migrations more, whose SQL is the same in every schema; ``filled`` has one that looks at rows.
"""
