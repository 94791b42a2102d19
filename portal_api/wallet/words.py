"""What a borrower agrees to when they add a bank account."""

from __future__ import annotations

AUTHORISATION = {
    "en": (
        "I hold this account or may sign for it. I authorize {lender} to debit it for each payment that I"
        " confirm in this portal, and to credit it to correct a mistake. Nothing is debited before I"
        " confirm a payment, and I can remove the account at any time."
    ),
    "es": (
        "Soy titular de esta cuenta o puedo firmar por ella. Autorizo a {lender} a debitarla por cada pago"
        " que yo confirme en este portal y a acreditarla para corregir un error. No se debita nada antes de"
        " que yo confirme un pago, y puedo quitar la cuenta en cualquier momento."
    ),
}


def authorisation_text(language: str, *, lender_name: str) -> str:
    """The statement beside the box that must be ticked, in the borrower's language or in English."""
    return AUTHORISATION.get(language, AUTHORISATION["en"]).format(lender=lender_name)
