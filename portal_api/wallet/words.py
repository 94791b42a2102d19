"""What a borrower agrees to when they add a bank account."""

from __future__ import annotations

# The frame's script shows these very sentences (portal_web/src/wallet/words.ts); a test compares them.
AUTHORISATION = {
    "en": ("This is my account or I may act for its owner, and {lender} may debit it for the payments that I confirm."),
    "es": ("La cuenta es mía o puedo actuar por su titular, y {lender} puede debitarla por los pagos que yo confirme."),
}


def authorisation_text(language: str, *, lender_name: str) -> str:
    """The statement beside the box that must be ticked, in the borrower's language or in English."""
    return AUTHORISATION.get(language, AUTHORISATION["en"]).format(lender=lender_name)
