"""A small app of lenders' schemas whose table grows a column whenever ``make bench`` asks for it."""
