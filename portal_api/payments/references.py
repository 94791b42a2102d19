"""References that people read out on the telephone: ``P-7K2M9Q``."""

from __future__ import annotations

import secrets

from .models import Payment

# Crockford's alphabet: no I, L, O or U, which are misread or spell words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6


def new_reference() -> str:
    """A reference that no payment of this lender has; the unique constraint has the last word."""
    while True:
        reference = "P-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if not Payment.objects.filter(reference=reference).exists():
            return reference
