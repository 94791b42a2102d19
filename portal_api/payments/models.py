"""Reviews, instructions, payments and their timelines."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models

from portal_api.accounts.models import Account
from portal_api.identity.models import User
from portal_api.wallet.models import BankAccount
from portico_kernel.money import Money
from portico_kernel.rows import Row

from .states import NOT_DEBITED, AmountChoice, PaymentStatus, PaymentType, Rail


class TermsVersion(Row):
    """The words of an authorization as borrowers saw them; never changed, only followed by another."""

    append_only: ClassVar[bool] = True

    kind = models.CharField(max_length=32)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    text = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "version", "language"], name="terms_version_once")]


class Review(Row):
    """What exactly would happen if the borrower confirmed; confirming spends it, once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reviews")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="reviews")
    method = models.ForeignKey(BankAccount, on_delete=models.CASCADE, related_name="reviews")
    choice = models.CharField(max_length=16, choices=AmountChoice.choices)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    debit_on = models.DateField()
    submits_by = models.DateTimeField()
    cancellable_until = models.DateTimeField()
    terms = models.ForeignKey(TermsVersion, on_delete=models.PROTECT)
    terms_text = models.TextField()
    terms_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="review_amount_positive")]

    @property
    def amount(self) -> Money:
        """What would be debited."""
        return Money(self.amount_minor, self.currency)


class Instruction(Row):
    """One confirmation by a borrower, with the evidence of it. Makes one or more payments."""

    append_only: ClassVar[bool] = True

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="instruction")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="instructions")
    key = models.CharField(max_length=80)
    confirmed_at = models.DateTimeField()
    payment_type = models.CharField(max_length=1, default="S")  # Nacha: S single, R recurring
    terms_text = models.TextField()
    terms_version = models.PositiveSmallIntegerField()
    terms_hash = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    browser = models.CharField(max_length=200, blank=True)


class Payment(Row):
    """A borrower's instruction to move money from one bank account to one account."""

    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="payments")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="payments")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="payments")
    method = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="payments")
    reference = models.CharField(max_length=12, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    choice = models.CharField(max_length=16, choices=AmountChoice.choices)
    type = models.CharField(max_length=16, choices=PaymentType.choices, default=PaymentType.ONE_TIME)
    rail = models.CharField(max_length=8, choices=Rail.choices, default=Rail.EFT)
    status = models.CharField(max_length=16, choices=PaymentStatus.choices, default=PaymentStatus.SUBMITTED)
    created_at = models.DateTimeField()
    cancellable_until = models.DateTimeField()
    debit_on = models.DateField()
    settled_at = models.DateTimeField(null=True)
    final_on = models.DateField(null=True)  # when the ordinary return window closes
    return_code = models.CharField(max_length=3, blank=True)
    return_text = models.CharField(max_length=300, blank=True)  # the reason in the borrower's words

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="payment_amount_positive")]
        indexes = [
            models.Index(fields=["user", "-created_at", "id"], name="payment_history"),
            models.Index(fields=["method", "status"], name="payment_of_method"),
            models.Index(fields=["status", "cancellable_until"], name="payment_claim"),
            models.Index(fields=["account", "status"], name="payment_in_flight"),
        ]

    @property
    def amount(self) -> Money:
        """What is debited."""
        return Money(self.amount_minor, self.currency)

    @property
    def debits_on(self) -> date | None:
        """The day on which the bank is or was asked to debit; None where it never is."""
        return None if self.status in NOT_DEBITED else self.debit_on

    def can_be_cancelled(self, now: datetime) -> bool:
        """Whether the borrower can still stop it: until the cut-off that was promised, and only before it."""
        return self.status == PaymentStatus.SUBMITTED and now < self.cancellable_until


class PaymentEvent(Row):
    """One step on a payment's timeline, readable by borrower, lender and support alike.

    ``text`` speaks to the borrower; where it says "you" or "your", ``staff_text`` says the same of the borrower.
    """

    append_only: ClassVar[bool] = True

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    step = models.CharField(max_length=24)
    text = models.CharField(max_length=300)
    staff_text = models.CharField(max_length=300, blank=True)
    actor_label = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["payment", "at"], name="payment_timeline")]

    @property
    def text_for_staff(self) -> str:
        """The step as the lender's staff and support read it."""
        return self.staff_text or self.text
