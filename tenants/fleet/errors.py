"""What the owner's work on the fleet may answer instead of doing it."""

from __future__ import annotations

from portico_kernel.errors import Conflict, Unavailable


class NoSpareSchema(Unavailable):
    """The pool is empty, and the caller may not build."""

    code = "no_spare_schema"
    message = (
        "No prepared place is left for a new lender. Try again in a minute; "
        "if it stays so, an operator makes more with “portico spares --keep 10”."
    )


class MigrationUnderWay(Conflict):
    """Another session migrates the fleet, so no schema can be made or migrated now."""

    code = "migration_under_way"
    permanent = False
    message = "Another “portico migrate” is running on this database. Wait until it has ended, then try again."


class TemplateBehind(Conflict):
    """The template is missing, or none of its script's makers stands: only a migration helps."""

    code = "template_behind"
    message = "The template schema is missing or behind this version. Run “portico migrate” first."
