"""The life of a NACHA file and of its entries."""

from django.db import models

from portico_kernel.states import LifeCycle


class FileStatus(models.TextChoices):
    """Where a file stands with the bank. A file whose bytes are not stored yet may be shown, never sent."""

    CLAIMED = "claimed", "Being written"
    GENERATED = "generated", "Ready to send"
    SENT = "sent", "Sent"
    ACCEPTED = "accepted", "Accepted by the bank"
    REJECTED = "rejected", "Rejected by the bank"


F = FileStatus

FILE_LIFE = LifeCycle(
    name="file",
    moves={
        F.CLAIMED: frozenset({F.GENERATED}),
        F.GENERATED: frozenset({F.SENT, F.REJECTED}),
        F.SENT: frozenset({F.ACCEPTED, F.REJECTED}),
        F.ACCEPTED: frozenset(),
        F.REJECTED: frozenset(),
    },
    refusals={
        F.CLAIMED: "This file is still being written.",
        F.GENERATED: "This file is ready to send; it can only be accepted once it is sent.",
        F.SENT: "This file was marked as sent already.",
        F.ACCEPTED: "The bank has accepted this file already.",
        F.REJECTED: "This file was taken back already.",
    },
)


AT_THE_BANK = frozenset({F.SENT, F.ACCEPTED})


class ReturnOutcome(models.TextChoices):
    """What reading one line of a return file did."""

    APPLIED = "applied", "Payment returned"
    REPEATED = "repeated", "Already known"
    UNKNOWN_TRACE = "unknown_trace", "No entry of ours has this trace number"
    MISMATCH = "mismatch", "It does not match our entry"
    CHANGE = "change", "The bank asks us to change the account data"
