"""Schedules, the ledger, and imports."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from portal_api.accounts.models import Account
from portal_api.accounts.states import Standing
from portico_kernel.rows import Row

from .states import Bucket, ImportStatus, TransactionKind


class ScheduleVersion(Row):
    """A schedule as it was agreed, or agreed again. The highest version is in force; none is rewritten."""

    append_only: ClassVar[bool] = True

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="schedules")
    version = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    reason = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "version"], name="schedule_version_once")]


class Instalment(models.Model):
    """One line of a schedule. Minor units."""

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    schedule = models.ForeignKey(ScheduleVersion, on_delete=models.CASCADE, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    principal_minor = models.BigIntegerField()
    interest_minor = models.BigIntegerField()
    balance_after_minor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule", "number"], name="instalment_once")]


class LedgerTransaction(Row):
    """A posted line on an account. A reversal is a new row that points at the old one.

    ``sequence`` numbers an account's transactions from 1 in the order of posting.
    """

    append_only: ClassVar[bool] = True

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="transactions")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=TransactionKind.choices)
    posted_at = models.DateTimeField()
    effective_on = models.DateField()
    description = models.CharField(max_length=200)
    payment_id = models.UUIDField(null=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    principal_after_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payment_id", "kind"],
                condition=models.Q(payment_id__isnull=False),
                name="payment_posted_once",
            ),
            models.UniqueConstraint(fields=["account", "sequence"], name="ledger_sequence_once"),
        ]


class LedgerLine(models.Model):
    """The part of a transaction that went to one bucket.

    Minor units; what reduces the borrower's debt is negative, what adds to it is positive.
    """

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.CASCADE, related_name="lines")
    bucket = models.CharField(max_length=16, choices=Bucket.choices)
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transaction", "bucket"], name="ledger_bucket_once")]


class LedgerOpening(models.Model):
    """Where an account stood when our ledger took over; figures follow from it and the transactions since.

    Minor units. ``credit_to_next_minor`` is what had been paid towards the first instalment not met.
    """

    append_only: ClassVar[bool] = True

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="ledger_opening")
    opened_on = models.DateField()
    standing = models.CharField(max_length=16, choices=Standing.choices)
    principal_minor = models.BigIntegerField()
    interest_due_minor = models.BigIntegerField(default=0)
    fees_due_minor = models.BigIntegerField(default=0)
    instalments_met = models.PositiveSmallIntegerField()
    credit_to_next_minor = models.BigIntegerField(default=0)
    interest_paid_through_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    principal_minor__gte=0,
                    interest_due_minor__gte=0,
                    fees_due_minor__gte=0,
                    credit_to_next_minor__gte=0,
                ),
                name="opening_never_negative",
            )
        ]


class ImportBatch(Row):
    """One reading of a file into this lender.

    ``as_of_on`` is the day that the file's own as-of day, ``tape_as_of_on``, became with the first import;
    later imports of files of that day use the same, so that a loan stands where it would have stood then.
    """

    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    mapping_hash = models.CharField(max_length=64)
    tape_as_of_on = models.DateField()
    as_of_on = models.DateField()
    status = models.CharField(max_length=16, choices=ImportStatus.choices)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_added = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    rows_bad = models.PositiveIntegerField(default=0)
