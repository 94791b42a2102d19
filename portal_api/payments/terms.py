"""The words of a one-time debit's authorization, and their versions.

A new wording is a new number here: rows of earlier versions stay as borrowers saw them. What must be in
it: who debits whom, the amount, the day, how to take it back, and that a copy comes by mail (Nacha, WEB
debits; the same in plain words for businesses).
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime

from .models import TermsVersion

KIND = "one_time_debit"
VERSION = 1
TEXTS = {
    "en": (
        "I authorize {lender} to debit my bank account {method} once, electronically, for {amount}.",
        "The payment is for my account {account}. The bank will be asked to debit it on {debit_on}.",
        "I can cancel this payment on its page in this portal, or by contacting {lender}, until {cancel_until}."
        " After that it is on its way to the bank and cannot be stopped here.",
        "If my bank returns the debit, the payment does not count and I owe the amount as before.",
        "I hold the bank account or may sign for it. This authorization covers this one payment only. A copy"
        " of it is sent to {email}, and I can print it from the payment’s page.",
    ),
    "es": (
        "Autorizo a {lender} a debitar de mi cuenta bancaria {method}, una sola vez y por medios"
        " electrónicos, la suma de {amount}.",
        "El pago es para mi cuenta {account}. Se pedirá al banco que la debite el {debit_on}.",
        "Puedo cancelar este pago en su página de este portal, o comunicándome con {lender}, hasta las"
        " {cancel_until}. Después estará en camino al banco y no podrá detenerse aquí.",
        "Si mi banco devuelve el débito, el pago no cuenta y sigo debiendo la suma como antes.",
        "Soy titular de la cuenta bancaria o puedo firmar por ella. Esta autorización cubre solo este pago."
        " Se envía una copia a {email}, y puedo imprimirla desde la página del pago.",
    ),
}


@dataclass(frozen=True, slots=True)
class TermsFacts:
    """What stands in the gaps of the text, written out."""

    lender: str
    method: str
    amount: str
    account: str
    debit_on: str
    cancel_until: str
    email: str


@dataclass(frozen=True, slots=True)
class Terms:
    """The words that one borrower is shown for one payment. Paragraphs are parted by an empty line."""

    version: TermsVersion
    text: str
    hash: str


def terms_for(facts: TermsFacts, *, language: str, now: datetime) -> Terms:
    """The present version, filled in; its row is written when it is first used."""
    known = language if language in TEXTS else "en"
    template = "\n\n".join(TEXTS[known])
    version, _ = TermsVersion.objects.get_or_create(
        kind=KIND, version=VERSION, language=known, defaults={"text": template, "made_at": now}
    )
    text = str(version.text).format(**asdict(facts))
    return Terms(version, text, hashlib.sha256(text.encode()).hexdigest())
