"""The lender's bank profile, the files we make for the bank and the returns that we read back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from portal_api.payments.models import Payment
from portico_kernel.rows import Row

from .states import FileStatus, ReturnOutcome


class EftProfile(Row):
    """How this lender's bank takes files. One row; empty fields make payments "not ready"."""

    bank_name = models.CharField(max_length=23, blank=True)
    destination_routing = models.CharField(max_length=9, blank=True)  # the bank that takes the file
    origin_id = models.CharField(max_length=10, blank=True)
    company_name = models.CharField(max_length=16, blank=True)
    company_id = models.CharField(max_length=10, blank=True)
    odfi_id = models.CharField(max_length=8, blank=True)
    entry_description = models.CharField(max_length=10, default="LOAN PMT")
    cutoffs = models.JSONField(default=list)  # "16:30", lender's time zone, each banking day
    effective_days = models.PositiveSmallIntegerField(null=True)  # banking days after the file's day: 1 or 2
    next_trace = models.BigIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=200)
    only_one = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only_one=True), name="eft_profile_is_one_row")]


class EftFile(Row):
    """One NACHA file. Its bytes are stored sealed; ``content_hash`` is of the clear bytes.

    ``sender`` is the profile as it stood when the payments were claimed: with it and the entries the same
    bytes can be written again at any time, whatever the profile says by then.
    """

    number = models.PositiveIntegerField(unique=True)
    cutoff_at = models.DateTimeField(unique=True)  # one generation event makes at most one file
    generated_at = models.DateTimeField()
    file_on = models.DateField()
    id_modifier = models.CharField(max_length=1)
    effective_on = models.DateField()
    status = models.CharField(max_length=16, choices=FileStatus.choices, default=FileStatus.CLAIMED)
    sender = models.JSONField()
    entry_count = models.PositiveIntegerField()
    total_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    content_hash = models.CharField(max_length=64, blank=True)  # empty until the bytes are stored
    storage_key = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=200, blank=True)
    rejected_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file_on", "id_modifier"], name="eft_file_modifier_once")]


class EftEntry(Row):
    """One debit in one file for one payment. A rejected file's payment may stand in a later file again.

    Routing number, name and codes are kept as the file has them: the bank account may be corrected later.
    """

    file = models.ForeignKey(EftFile, on_delete=models.PROTECT, related_name="entries")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="entries")
    trace_number = models.CharField(max_length=15, unique=True)
    sec_code = models.CharField(max_length=3)
    transaction_code = models.CharField(max_length=2)
    payment_type = models.CharField(max_length=1, blank=True)
    routing_number = models.CharField(max_length=9)
    individual_id = models.CharField(max_length=15)
    receiver_name = models.CharField(max_length=100)
    amount_minor = models.BigIntegerField()
    given_back_at = models.DateTimeField(null=True)  # the bank rejected the whole file

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payment"],
                condition=models.Q(given_back_at__isnull=True),
                name="payment_in_one_live_entry",
            )
        ]
        indexes = [models.Index(fields=["file", "trace_number"], name="eft_entry_of_file")]


class ReturnFile(Row):
    """A return file that was read; the same bytes are read once.

    ``looked_at`` is when a person said that the lines that moved nothing were seen to; the first one stays.
    """

    content_hash = models.CharField(max_length=64, unique=True)
    file_name = models.CharField(max_length=200)
    storage_key = models.CharField(max_length=200)
    read_at = models.DateTimeField()
    read_by = models.CharField(max_length=200)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.CharField(max_length=200, blank=True)


class ReturnItem(Row):
    """One line of a return file and what it did."""

    append_only: ClassVar[bool] = True

    file = models.ForeignKey(ReturnFile, on_delete=models.PROTECT, related_name="items")
    original_trace = models.CharField(max_length=15)
    return_trace = models.CharField(max_length=15)
    line = models.PositiveIntegerField()
    code = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    outcome = models.CharField(max_length=16, choices=ReturnOutcome.choices)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="returns")
    explanation = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="return_line_once")]
