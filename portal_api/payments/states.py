"""The life of a payment: choices, allowed moves, and the groups that callers ask about."""

from django.db import models

from portico_kernel.states import LifeCycle


class PaymentStatus(models.TextChoices):
    """Where a payment stands. ACH never says "paid": settled is not final."""

    SUBMITTED = "submitted", "Pending"
    CLAIMED = "claimed", "Being collected"
    HELD = "held", "Debited, under review"
    SETTLED = "settled", "Collected"
    FINAL = "final", "Complete"
    CANCELLED = "cancelled", "Canceled"
    FAILED = "failed", "Not collected"
    RETURNED = "returned", "Returned by the bank"


S = PaymentStatus

PAYMENT_LIFE = LifeCycle(
    name="payment",
    moves={
        S.SUBMITTED: frozenset({S.CLAIMED, S.CANCELLED, S.FAILED}),
        # Back to submitted: the bank rejected the file, the entry waits for the next one.
        S.CLAIMED: frozenset({S.SETTLED, S.HELD, S.RETURNED, S.FAILED, S.SUBMITTED}),
        # The day of the debit came and the ledger did not take the payment; each later run asks it again.
        S.HELD: frozenset({S.SETTLED, S.RETURNED, S.FAILED, S.SUBMITTED}),
        S.SETTLED: frozenset({S.FINAL, S.RETURNED}),
        # An unauthorised return may arrive for sixty days, later than the two banking days of the others.
        S.FINAL: frozenset({S.RETURNED}),
        S.CANCELLED: frozenset(),
        S.FAILED: frozenset(),
        S.RETURNED: frozenset(),
    },
)

IN_FLIGHT = frozenset({S.SUBMITTED, S.CLAIMED})
# Claimed by a file that stands, and not on the ledger.
TO_POST = frozenset({S.CLAIMED, S.HELD})
ON_THE_LEDGER = frozenset({S.SETTLED, S.FINAL})
# The day of the debit never came, or never comes.
NOT_DEBITED = frozenset({S.CANCELLED, S.FAILED})
TERMINAL = frozenset({S.CANCELLED, S.FAILED, S.RETURNED})


class PaymentType(models.TextChoices):
    """How a payment came to be."""

    ONE_TIME = "one_time", "One-time"


class Rail(models.TextChoices):
    """How the money moves."""

    EFT = "eft", "Bank debit"


class AmountChoice(models.TextChoices):
    """What the borrower chose to pay."""

    NEXT_DUE = "next_due", "Next payment due"
    PAST_DUE = "past_due", "Past due amount"
    CUSTOM = "custom", "Another amount"
