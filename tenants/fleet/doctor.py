"""A check-up of the fleet: every schema against the template, and what was written down against what is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tenants.backend.base import DatabaseWrapper

from . import doctor_books as books
from . import doctor_roles as roles
from .doctor_public import public_rights
from .findings import Finding, found
from .shape import Watch, difference, looking, rows_of, shapes


@dataclass(frozen=True, slots=True)
class CheckUp:
    """How many schemas were compared with the template, and what was found."""

    compared: int
    findings: tuple[Finding, ...]


def findings(schema_names: Sequence[str] | None = None, *, spares: int = 0, watch: Watch = iter) -> tuple[Finding, ...]:
    """What is not as it should be, in these schemas or in the whole fleet; nothing is changed."""
    return check_up(schema_names, spares=spares, watch=watch).findings


def check_up(schema_names: Sequence[str] | None = None, *, spares: int = 0, watch: Watch = iter) -> CheckUp:
    """Look at these schemas and their lenders, or at the whole fleet, public and the roles included.

    ``spares`` is how many spare schemas there should be at least. A migration that runs meanwhile shows up
    as schemas that differ.
    """
    with looking() as connection:
        if not books.is_migrated(connection):
            return CheckUp(0, tuple(books.PUBLIC_IS_EMPTY))
        fleet = books.read_fleet(connection)
        chosen = fleet if schema_names is None else fleet.only(schema_names)
        of_the_books = [
            *books.template(connection, fleet),
            *books.rows_and_schemas(chosen, fleet.book.get(fleet.template or "")),
            *books.lenders(chosen),
            *roles.roles(connection, chosen, whole=schema_names is None),
            *foreign_keys_that_leave(connection, chosen.there),
        ]
        if schema_names is None:
            of_the_books += [*books.public(connection), *public_rights(connection), *books.pool(fleet, spares)]
    compared, of_the_schemas = _against_the_template(chosen, fleet.template, watch)
    return CheckUp(compared, (*of_the_schemas, *of_the_books))


def foreign_keys_that_leave(connection: DatabaseWrapper, schemas: Sequence[str]) -> list[Finding]:
    """Foreign keys that point from one of these schemas, or from public, into another one."""
    question = """
        SELECT home.nspname, mine.relname, conname, away.nspname || '.' || theirs.relname
        FROM pg_constraint con
        JOIN pg_class mine ON mine.oid = conrelid JOIN pg_namespace home ON home.oid = mine.relnamespace
        JOIN pg_class theirs ON theirs.oid = confrelid JOIN pg_namespace away ON away.oid = theirs.relnamespace
        WHERE contype = 'f' AND home.oid <> away.oid AND home.nspname = ANY(%(schemas)s)
        ORDER BY 1, 2, 3"""
    leaving = rows_of(connection, question, schemas=[*schemas, "public"])
    return found(
        "foreign-key-leaves",
        "Foreign keys leave their schema: it can then not be moved to another database",
        dict.fromkeys(schema for schema, _, _, _ in leaving),
        "Drop each by ALTER TABLE … DROP CONSTRAINT …, or let the model's field say db_constraint=False and migrate.",
        (f"{schema}.{table}: {name} to {target}" for schema, table, name, target in leaving),
    )


def _against_the_template(chosen: books.Fleet, template: str | None, watch: Watch) -> tuple[int, list[Finding]]:
    """Schemas that differ in the same way are one finding."""
    if template is None:
        return 0, []
    names = [name for name in chosen.there if name in chosen.book and name != template]
    digests = shapes([template, *names], watch=watch)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        # A schema that went away since we listed it is no finding of this kind.
        if digests.get(name, digests[template]) != digests[template]:
            groups[digests[name]].append(name)
    told = [
        finding
        for group in groups.values()
        for finding in found(
            "differs-from-template",
            "Schemas differ from the template" if len(group) > 1 else "A schema differs from the template",
            map(chosen.called, group),
            "Run “portico migrate”. What still differs then was changed by hand, and is changed back by hand.",
            difference(group[0], template),
        )
    ]
    return len(names), told
