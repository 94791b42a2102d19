"""The rows of the table, in its order."""

from . import accounts_list, new_lender

ALL = (*accounts_list.ROWS, *new_lender.ROWS)
