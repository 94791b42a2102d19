"""Reading the register, from inside a lender (its own rows) or from the platform (everybody's)."""

from __future__ import annotations

import uuid

from tenants.models import Lender

from .models import RegisteredFile


def files_registered_for(lender_id: uuid.UUID) -> list[RegisteredFile]:
    """Every file that was ever offered to this lender's bank, oldest first."""
    return list(RegisteredFile.objects.filter(lender_id=lender_id).order_by("number"))


def last_registered(lender_id: uuid.UUID) -> RegisteredFile | None:
    """The newest registered file of a lender."""
    return RegisteredFile.objects.filter(lender_id=lender_id).order_by("-number").first()


def files_of_vault(vault_id: uuid.UUID) -> list[RegisteredFile]:
    """Every file that any lender of a vault ever offered to its bank, oldest first; inside the platform.

    A vault has the id of the lender that it was made for, also where that lender is gone.
    """
    lenders = {vault_id, *Lender.objects.filter(vault_id=vault_id).values_list("id", flat=True)}
    return list(RegisteredFile.objects.filter(lender_id__in=lenders).order_by("registered_at", "number"))
