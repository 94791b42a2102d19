"""What the source says about how a loan is doing, in our words."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """The source's own fact about a loan on its as-of day; never computed by us."""

    CURRENT = "current"
    IN_GRACE = "in_grace"
    LATE_16_30 = "late_16_30"
    LATE_31_120 = "late_31_120"
    DEFAULT = "default"
    CHARGED_OFF = "charged_off"
    PAID_OFF = "paid_off"

    @property
    def is_closed(self) -> bool:
        """Whether nothing more falls due."""
        return self in CLOSED

    @property
    def label(self) -> str:
        """The standing as a person says it."""
        return LABELS[self]


CLOSED = frozenset({Standing.CHARGED_OFF, Standing.PAID_OFF})

# How many days the oldest unmet instalment is past due, first and last day included; None is no end.
# Zero and less is a due date that has not passed. The bounds are those of the words on the real tape.
DAYS_PAST_DUE: dict[Standing, tuple[int | None, int | None]] = {
    Standing.CURRENT: (None, 0),
    Standing.IN_GRACE: (1, 15),
    Standing.LATE_16_30: (16, 30),
    Standing.LATE_31_120: (31, 120),
    Standing.DEFAULT: (121, None),
}

LABELS: dict[Standing, str] = {
    Standing.CURRENT: "Current",
    Standing.IN_GRACE: "In grace period",
    Standing.LATE_16_30: "Late (16–30 days)",
    Standing.LATE_31_120: "Late (31–120 days)",
    Standing.DEFAULT: "In default",
    Standing.CHARGED_OFF: "Charged off",
    Standing.PAID_OFF: "Paid off",
}


def agrees(standing: Standing, days_past_due: int) -> bool:
    """Whether an open loan of this standing may have its oldest unmet instalment so many days past due."""
    first, last = DAYS_PAST_DUE[standing]
    return (first is None or days_past_due >= first) and (last is None or days_past_due <= last)
