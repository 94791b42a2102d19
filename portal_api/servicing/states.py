"""Kinds of ledger transactions, buckets, and the life of an import."""

from django.db import models


class TransactionKind(models.TextChoices):
    """What a posted line is."""

    BROUGHT_FORWARD = "brought_forward", "Brought forward"
    PAYMENT = "payment", "Payment"
    REVERSAL = "reversal", "Returned payment"
    FEE = "fee", "Fee"
    ADJUSTMENT = "adjustment", "Adjustment"


class Bucket(models.TextChoices):
    """Where money of a line goes."""

    PRINCIPAL = "principal", "Principal"
    INTEREST = "interest", "Interest"
    FEE = "fee", "Fee"


class ImportStatus(models.TextChoices):
    """How far an import has come."""

    RUNNING = "running", "Running"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"
