"""On which day a file's loans stand: chosen with the first import, kept from then on."""

from __future__ import annotations

from datetime import date

from portal_api.servicing.days import lender_slug
from portal_api.servicing.models import ImportBatch
from portal_api.servicing.tape.mapping import TapeMapping

from .errors import DayRefused


def day_of_import(mapping: TapeMapping, *, asked_for: date | None, today: date) -> date:
    """The day that the file's as-of day becomes.

    The first import of files of that day decides: the day asked for, else today or the file's own day, as
    the mapping says. Raises DayRefused for a day in the future, or another one than was decided.
    """
    first = ImportBatch.objects.filter(tape_as_of_on=mapping.as_of).order_by("started_at").first()
    if first is not None:
        if asked_for not in (None, first.as_of_on):
            raise DayRefused(
                f"The first import at {lender_slug()} set {mapping.as_of.isoformat()}, the day of this mapping, "
                f"to {first.as_of_on.isoformat()}; another day would put new loans "
                "out of step with those that are here."
            )
        return first.as_of_on
    if asked_for is not None and asked_for > today:
        raise DayRefused(f"{asked_for.isoformat()} has not come yet.")
    return asked_for or (today if mapping.shift_to_import_day else mapping.as_of)
