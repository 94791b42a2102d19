"""What goes wrong when code forgets, or mixes up, its lender. These are bugs: they must reach Sentry."""


class NoLenderEntered(RuntimeError):
    """A query was about to run while no lender and no platform door had been entered."""


class EnteringInsideTransaction(RuntimeError):
    """Another lender was about to be entered inside an open transaction.

    PostgreSQL undoes the change of role and path when that transaction, or a savepoint in it, rolls
    back, so half of the work could land in the other lender's schema.
    """


class UnsafePooler(RuntimeError):
    """A connection pooler stands before PostgreSQL that would show one lender's rows to another.

    Not a bug but a deployment that must not serve: the text says what to set.
    """


LEFT = "the cursor was opened inside a lender that has been left"
