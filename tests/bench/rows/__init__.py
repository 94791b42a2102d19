"""The rows of the table, in its order; the last makes the fleet larger than the others want it."""

from . import accounts_list, backup, memory, migrations, new_lender, plain_endpoint, statements, thousand, wrong_lender

ALL = (
    *accounts_list.ROWS,
    *plain_endpoint.ROWS,
    *statements.ROWS,
    *new_lender.ROWS,
    *migrations.ROWS,
    *thousand.ROWS,
    *memory.ROWS,
    *backup.ROWS,
    *wrong_lender.ROWS,
    migrations.FLAT,
)
