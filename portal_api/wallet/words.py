"""What a borrower agrees to when they add a bank account, and why one cannot be added."""

from __future__ import annotations

# The frame's script shows these very sentences (portal_web/src/wallet/words.ts); a test compares them.
AUTHORISATION = {
    "en": ("This is my account or I may act for its owner, and {lender} may debit it for the payments that I confirm."),
    "es": ("La cuenta es mía o puedo actuar por su titular, y {lender} puede debitarla por los pagos que yo confirme."),
}

BLOCKED = {
    "en": (
        "Payments from this bank account were returned by the bank, so it can't be used here. Use another account,"
        " or contact {lender}."
    ),
    "es": (
        "El banco devolvió pagos hechos desde esta cuenta bancaria, así que no se puede usar aquí. Use otra cuenta"
        " o comuníquese con {lender}."
    ),
}


def authorisation_text(language: str, *, lender_name: str) -> str:
    """The statement beside the box that must be ticked, in the borrower's language or in English."""
    return AUTHORISATION.get(language, AUTHORISATION["en"]).format(lender=lender_name)


def blocked_text(language: str, *, lender_name: str) -> str:
    """Why a bank account whose payments came back is refused, in the borrower's language or in English."""
    return BLOCKED.get(language, BLOCKED["en"]).format(lender=lender_name)
