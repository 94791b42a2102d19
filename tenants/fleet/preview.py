"""What a migration would do, without doing it."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from tenants.migrating import ExecutorFor, owner_connection
from tenants.models import Lender, LenderSchema

from .fingerprint import Fingerprint
from .plans import name_of, wanted
from .steps import AheadOfUs, applied_in, step_from


def describe() -> Iterator[str]:
    """Sentences about what ``portico migrate`` would do now, in its order."""
    owner = owner_connection()
    owner.set_schema_to_public()
    plan = ExecutorFor(settings.SHARED_APPS, owner).lacking()
    for migration in plan:
        yield f"public: {migration.app_label}.{migration.name}"
    if LenderSchema._meta.db_table not in owner.introspection.table_names():
        yield "lenders' schemas: not known before the public schema has its table of them"
        return
    behind = _behind()
    for where, schemas in sorted(behind.items()):
        yield from _steps_of(where, schemas)
    unknown = Lender.objects.using("owner").exclude(schema_name__in=LenderSchema.objects.values("schema_name")).count()
    if unknown:
        yield f"{unknown} schemas of lenders that nobody has written down: they are looked at first"
    if not plan and not behind and not unknown:
        yield "Nothing: every schema is up to date."


def _behind() -> dict[Fingerprint, list[LenderSchema]]:
    target, groups = wanted(), dict[Fingerprint, list[LenderSchema]]()
    for row in LenderSchema.objects.using("owner").order_by("made_at"):
        stands_at = Fingerprint(row.fingerprint, row.rights)
        if stands_at != target:
            groups.setdefault(stands_at, []).append(row)
    return groups


def _steps_of(where: Fingerprint, schemas: list[LenderSchema]) -> Iterator[str]:
    applied, rights, target = applied_in(schemas[0].schema_name), where.rights, wanted()
    while where != target:
        try:
            step = step_from(applied, rights)
        except AheadOfUs:
            yield f"{len(schemas):,} schemas: none, they have migrations that this version does not know"
            return
        how = "replayed" if step.may_replay else "one schema at a time by Django"
        yield f"{len(schemas):,} schemas: {', '.join(step.names) or 'rights'} ({how})"
        applied = applied | set(map(name_of, step.migrations))
        where, rights = step.after, step.after.rights
