"""Sealed bank accounts and the captures that bring them in."""

from __future__ import annotations

from django.db import models

from portal_api.identity.models import User
from portico_kernel.rows import Row

from .states import USABLE, AccountType, HolderType, Validation


class SealingKey(Row):
    """A lender's key pair. The private half is wrapped by the KMS and opened in the EFT worker only."""

    version = models.PositiveSmallIntegerField(unique=True)
    public_key = models.BinaryField()
    wrapped_private_key = models.BinaryField()
    wrapped_fingerprint_key = models.BinaryField()
    created_at = models.DateTimeField()


class BankAccount(Row):
    """A bank account that a borrower said may be debited. The number exists only sealed."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="bank_accounts")
    holder_name = models.CharField(max_length=100)
    holder_type = models.CharField(max_length=16, choices=HolderType.choices)
    account_type = models.CharField(max_length=16, choices=AccountType.choices)
    routing_number = models.CharField(max_length=9)
    last4 = models.CharField(max_length=4)
    sealed_number = models.BinaryField()
    key_version = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=64)  # keyed hash of routing and account number
    validation = models.CharField(max_length=16, choices=Validation.choices)
    authorised_text = models.CharField(max_length=500)
    authorised_at = models.DateTimeField()
    authorised_from = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "fingerprint"],
                condition=models.Q(removed_at__isnull=True),
                name="bank_account_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["fingerprint"],
                condition=models.Q(validation=Validation.FAILED),
                name="bank_account_blocked",
            )
        ]

    @property
    def label(self) -> str:
        """What people know it by, e.g. ``Checking ••6789``."""
        return f"{AccountType(self.account_type).label} ••{self.last4}"

    @property
    def is_usable(self) -> bool:
        """Whether a new payment may debit it."""
        return self.removed_at is None and self.validation in USABLE


class Capture(Row):
    """One showing of the wallet's frame: for one user, good once and for minutes.

    ``wrong_secrets`` counts what did not match; ``bank_account`` may have come in by an earlier capture.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="captures")
    secret_digest = models.CharField(max_length=64)
    parent_origin = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_secrets = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    bank_account = models.ForeignKey(BankAccount, on_delete=models.SET_NULL, null=True, related_name="captures")
