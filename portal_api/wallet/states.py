"""Bank accounts: what kind, whose, and how far they are validated."""

from django.db import models


class AccountType(models.TextChoices):
    """Decides the NACHA transaction code."""

    CHECKING = "checking", "Checking"
    SAVINGS = "savings", "Savings"


class HolderType(models.TextChoices):
    """Decides the NACHA class: WEB for a person's account, CCD for a business's."""

    PERSON = "person", "Personal account"
    BUSINESS = "business", "Business account"


class Validation(models.TextChoices):
    """How far we know that the account exists and takes debits (Nacha WEB rule, first use)."""

    NOT_REQUIRED = "not_required", "Not required"
    PENDING = "pending", "Will be checked with the first payment"
    VERIFIED = "verified", "Verified"
    FAILED = "failed", "Could not be verified"


USABLE = frozenset({Validation.NOT_REQUIRED, Validation.PENDING, Validation.VERIFIED})
