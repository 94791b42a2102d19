"""What staff may look at of bank files, beyond what ``queries`` has."""

from __future__ import annotations

import uuid

from portico_kernel.errors import NotFound

from .models import ReturnFile, ReturnItem
from .states import ReturnOutcome

# Lines that moved nothing and that a person must look at.
TO_LOOK_AT = frozenset({ReturnOutcome.UNKNOWN_TRACE, ReturnOutcome.MISMATCH, ReturnOutcome.CHANGE})


def return_file_for(file_id: uuid.UUID) -> ReturnFile:
    """One return file of the lender that is entered; raises NotFound."""
    found = ReturnFile.objects.filter(id=file_id).first()
    if found is None:
        raise NotFound("There is no such return file.")
    return found


def returns_to_look_at(*, most: int = 20) -> list[ReturnItem]:
    """The newest lines of return files that moved nothing, each with its file."""
    found = ReturnItem.objects.filter(outcome__in=TO_LOOK_AT).select_related("file")
    return list(found.order_by("-file__read_at", "line")[:most])
