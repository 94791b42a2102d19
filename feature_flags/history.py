"""What happened to a lender's switches: who, when, why, and under which ticket."""

from __future__ import annotations

from .models import SwitchChange


def switch_changes(*, most: int = 50) -> list[SwitchChange]:
    """The newest changes of every switch of the lender that is entered, newest first."""
    return list(SwitchChange.objects.order_by("-at", "-id")[:most])
