"""Accounts and the people on them. Figures that borrowers see stand in AccountSnapshot, nowhere else."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from portal_api.identity.models import User
from portico_kernel.rows import Row

from .states import PartyKind, PartyRole, Product, Source, Standing


class Party(Row):
    """A person or business with a role on accounts; it may have no login, or several."""

    kind = models.CharField(max_length=16, choices=PartyKind.choices)
    name = models.CharField(max_length=160)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    region = models.CharField(max_length=8, blank=True)  # state or province
    external_id = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [models.Index(Lower("email"), name="party_email")]


class Account(Row):
    """One loan of one lender. The number is the lender's own and what borrowers know it by."""

    number = models.CharField(max_length=40, unique=True)
    product = models.CharField(max_length=16, choices=Product.choices, default=Product.LOAN)
    title = models.CharField(max_length=160)
    currency = models.CharField(max_length=3)
    opened_on = models.DateField()
    site_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()


class LoanTerms(Row):
    """What a loan's agreement says. Amounts are minor units, the rate is a yearly percentage."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="loan_terms")
    original_minor = models.BigIntegerField()
    annual_rate = models.DecimalField(max_digits=9, decimal_places=5)
    term = models.PositiveSmallIntegerField()
    instalment_minor = models.BigIntegerField()
    day_of_month = models.PositiveSmallIntegerField()
    first_due_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(original_minor__gt=0, instalment_minor__gt=0, term__gt=0, annual_rate__gte=0),
                name="loan_terms_positive",
            )
        ]


class AccountParty(Row):
    """A party's role on an account."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="roles")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=16, choices=PartyRole.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "party"], name="account_party_once")]


class UserParty(Row):
    """A login that acts for a party."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="acts_for")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="logins")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "party"], name="user_party_once")]


class Access(Row):
    """The grant that lets one login see one account. Taken back by ``revoked_at``, never by deleting."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="access")
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "account"], condition=models.Q(revoked_at__isnull=True), name="access_once"
            )
        ]
        indexes = [models.Index(fields=["account"], name="access_account")]


class AccountSnapshot(models.Model):
    """The figures of one account, with who said them and when. Minor units of the account's currency."""

    append_only = False

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="snapshot")
    source = models.CharField(max_length=16, choices=Source.choices)
    as_of = models.DateTimeField()
    standing = models.CharField(max_length=16, choices=Standing.choices)
    principal_minor = models.BigIntegerField()
    interest_due_minor = models.BigIntegerField(default=0)  # billed or carried, not yet paid
    fees_due_minor = models.BigIntegerField(default=0)
    past_due_minor = models.BigIntegerField(default=0)
    amount_due_minor = models.BigIntegerField(default=0)  # past due and the next instalment together
    past_due_since_on = models.DateField(null=True)  # when the oldest payment that is late fell due
    next_due_on = models.DateField(null=True)
    instalments_met = models.PositiveSmallIntegerField(default=0)
    # What has been paid towards the next instalment not yet met.
    credit_to_next_minor = models.BigIntegerField(default=0)
    remaining_payments = models.PositiveSmallIntegerField(default=0)
    projected_payoff_on = models.DateField(null=True)
    interest_paid_through_on = models.DateField()
    paid_principal_minor = models.BigIntegerField(default=0)
    paid_interest_minor = models.BigIntegerField(default=0)
    paid_fees_minor = models.BigIntegerField(default=0)
    standing_note = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(principal_minor__gte=0, fees_due_minor__gte=0, interest_due_minor__gte=0),
                name="snapshot_never_negative",
            )
        ]
