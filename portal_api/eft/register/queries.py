"""Reading the register, from inside a lender (its own rows) or from the platform (everybody's)."""

from __future__ import annotations

import uuid

from .models import RegisteredFile


def files_registered_for(lender_id: uuid.UUID) -> list[RegisteredFile]:
    """Every file that was ever offered to this lender's bank, oldest first."""
    return list(RegisteredFile.objects.filter(lender_id=lender_id).order_by("number"))


def last_registered(lender_id: uuid.UUID) -> RegisteredFile | None:
    """The newest registered file of a lender."""
    return RegisteredFile.objects.filter(lender_id=lender_id).order_by("-number").first()
