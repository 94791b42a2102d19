"""Standing of an account, products, and roles of parties."""

from django.db import models


class Standing(models.TextChoices):
    """How an account stands, as the system of record says."""

    CURRENT = "current", "Current"
    DUE = "due", "Payment due"
    PAST_DUE = "past_due", "Past due"
    DEFAULT = "default", "In default"
    CHARGED_OFF = "charged_off", "Charged off"
    PAID_OFF = "paid_off", "Paid off"


PAYABLE = frozenset({Standing.CURRENT, Standing.DUE, Standing.PAST_DUE, Standing.DEFAULT})
OPEN = PAYABLE


class Product(models.TextChoices):
    """What kind of account it is. Leases and lines of credit come with their own terms tables."""

    LOAN = "loan", "Loan"


class PartyKind(models.TextChoices):
    """Whether a party is a consumer or a business; it decides WEB or CCD together with the bank account."""

    PERSON = "person", "Person"
    BUSINESS = "business", "Business"


class PartyRole(models.TextChoices):
    """What a party is on an account."""

    BORROWER = "borrower", "Borrower"
    CO_BORROWER = "co_borrower", "Co-borrower"
    GUARANTOR = "guarantor", "Guarantor"


class Source(models.TextChoices):
    """Who said a figure."""

    LEDGER = "ledger", "Portico's ledger"
    IMPORT = "import", "The lender's file"
