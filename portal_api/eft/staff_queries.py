"""What staff may look at of bank files, beyond what ``queries`` has."""

from __future__ import annotations

import uuid

from django.db.models import Exists, OuterRef

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


def has_lines_to_look_at(file: ReturnFile) -> bool:
    """Whether some line of a return file moved nothing and a person must look at it."""
    return file.items.filter(outcome__in=TO_LOOK_AT).exists()


def returns_to_look_at(*, most: int = 20) -> list[ReturnFile]:
    """Return files with lines that moved nothing and that nobody has marked as looked at, newest first."""
    lines = ReturnItem.objects.filter(file=OuterRef("id"), outcome__in=TO_LOOK_AT)
    found = ReturnFile.objects.filter(Exists(lines), looked_at__isnull=True)
    return list(found.order_by("-read_at", "id")[:most])
