"""What was written down about schemas, lenders and migrations, held against what is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from tenants.backend.base import DatabaseWrapper
from tenants.states import SchemaState

from .findings import Finding, found
from .fingerprint import lenders_app_labels
from .shape import rows_of

MIGRATE = "Run “portico migrate”."
PUBLIC_IS_EMPTY = found(
    "not-migrated", "This database knows nothing of schemas yet", ["public"], f"{MIGRATE} Then ask again."
)


@dataclass(frozen=True, slots=True)
class Written:
    """A row of LenderSchema."""

    db_role: str
    state: SchemaState
    fingerprint: str
    rights: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A lender's row: where it says that the lender lives."""

    slug: str
    schema_name: str
    db_role: str
    offboarded_at: datetime | None
    hosts: int


@dataclass(frozen=True, slots=True)
class Fleet:
    """``book`` is what was written down by schema, ``there`` the schemas that PostgreSQL has."""

    book: Mapping[str, Written]
    lenders: tuple[Placed, ...]
    there: tuple[str, ...]

    @property
    def template(self) -> str | None:
        """The template's schema, where there is one to compare with."""
        of_state = (name for name, row in self.book.items() if row.state == SchemaState.TEMPLATE)
        return next((name for name in of_state if name in self.there), None)

    def only(self, schemas: Sequence[str]) -> Fleet:
        """The same, of these schemas alone."""
        return replace(
            self,
            book={name: row for name, row in self.book.items() if name in schemas},
            lenders=tuple(lender for lender in self.lenders if lender.schema_name in schemas),
            there=tuple(name for name in self.there if name in schemas),
        )

    def called(self, schema: str) -> str:
        """A schema's name for people: its lender's, where it has one."""
        slug = next((lender.slug for lender in self.lenders if lender.schema_name == schema), None)
        return f"{slug} ({schema})" if slug else schema


def is_migrated(connection: DatabaseWrapper) -> bool:
    """Whether there is anything written down at all."""
    (known,) = rows_of(connection, "SELECT to_regclass('public.tenants_lenderschema') IS NOT NULL")
    return bool(known[0])


def read_fleet(connection: DatabaseWrapper) -> Fleet:
    """All schemas and lenders. Schemas are ours when the owner made them or when they are named as we name them."""
    book = rows_of(
        connection,
        "SELECT schema_name, db_role, state, fingerprint, rights FROM public.tenants_lenderschema ORDER BY 1",
    )
    placed = rows_of(
        connection,
        """SELECT slug, schema_name, db_role, offboarded_at, count(host.id)
           FROM public.tenants_lender lender LEFT JOIN public.tenants_domain host ON host.tenant_id = lender.id
           GROUP BY lender.id ORDER BY slug""",
    )
    there = rows_of(
        connection,
        """SELECT nspname FROM pg_namespace
           WHERE nspname <> 'public' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
             AND (pg_get_userbyid(nspowner) = current_user OR nspname ~ '^t_[0-9a-f]{12}$'
                  OR nspname IN (SELECT schema_name FROM public.tenants_lenderschema))
           ORDER BY 1""",
    )
    return Fleet(
        {name: Written(role, SchemaState(state), mark, rights) for name, role, state, mark, rights in book},
        tuple(Placed(*row) for row in placed),
        tuple(name for (name,) in there),
    )


def template(connection: DatabaseWrapper, fleet: Fleet) -> list[Finding]:
    """The template is there, and at this version's migrations."""
    if fleet.template is None:
        return found("no-template", "There is no template schema to compare with", ["the fleet"], MIGRATE)
    return _behind(connection, fleet.template, lenders_app_labels(), "The template")


def public(connection: DatabaseWrapper) -> list[Finding]:
    """The public schema is at this version's migrations."""
    labels = {config.label for config in apps.get_app_configs() if config.name in settings.SHARED_APPS}
    return _behind(connection, "public", labels, "The public schema")


def rows_and_schemas(fleet: Fleet, model: Written | None) -> list[Finding]:
    """Each schema is written down, and each that is written down is there and says what the template's row says."""
    unknown = [name for name in fleet.there if name not in fleet.book]
    lived_in = {lender.schema_name for lender in fleet.lenders}
    return [
        *found(
            "schema-without-row",
            "Schemas that nothing was written down about",
            map(fleet.called, unknown),
            "A lender's: run “portico migrate”, which writes it down. Nobody's: look into it before you drop it.",
        ),
        *found(
            "row-without-schema",
            "Schemas are written down that are not there",
            (fleet.called(name) for name in fleet.book if name not in fleet.there),
            "A lender's: bring it back with “portico restore”. Another's: delete its row of tenants_lenderschema.",
        ),
        *found(
            "taken-by-nobody",
            "Schemas are taken, and no lender lives in them",
            (n for n, row in fleet.book.items() if row.state == SchemaState.TAKEN and n not in lived_in),
            "Look into it; where it holds nothing, set the state of its row of tenants_lenderschema to set_aside.",
        ),
        *found(
            "marked-otherwise",
            "Schemas have other migrations or rights written down than the template",
            (
                fleet.called(name)
                for name, row in fleet.book.items()
                if model and (row.fingerprint, row.rights) != (model.fingerprint, model.rights)
            ),
            MIGRATE,
        ),
    ]


def lenders(fleet: Fleet) -> list[Finding]:
    """Each lender lives in a taken schema, under that schema's role, and has a host. Those who left need neither."""
    living = [lender for lender in fleet.lenders if lender.offboarded_at is None]
    at_home = {name: row.db_role for name, row in fleet.book.items() if row.state == SchemaState.TAKEN}
    return [
        *found(
            "lender-not-at-home",
            "Lenders name a schema that was never given to a lender",
            (f"{lender.slug} ({lender.schema_name})" for lender in living if lender.schema_name not in at_home),
            "Run “portico migrate”, which writes down a schema of old. If it stays so: “portico restore --back”.",
        ),
        *found(
            "lender-under-another-role",
            "Lenders name another role than their schema has",
            (
                f"{lender.slug} ({lender.db_role} instead of {at_home[lender.schema_name]})"
                for lender in living
                if at_home.get(lender.schema_name, lender.db_role) != lender.db_role
            ),
            "Set db_role of the lender's row to the one of its row of tenants_lenderschema.",
        ),
        *found(
            "lender-without-host",
            "Lenders have no host name, so nobody can reach them",
            (lender.slug for lender in living if not lender.hosts),
            "Give it one: a row of tenants_domain with the lender's site.",
        ),
    ]


def pool(fleet: Fleet, asked: int) -> list[Finding]:
    """There are as many spare schemas as asked."""
    spare = sum(row.state == SchemaState.SPARE for row in fleet.book.values())
    return found(
        "too-few-spares",
        f"There are {spare} spare schemas, {asked} should be there: then new lenders have to wait",
        ["the pool"] if spare < asked else [],
        f"Run “portico spares --keep {asked}”.",
    )


def _behind(connection: DatabaseWrapper, schema: str, labels: Iterable[str], called: str) -> list[Finding]:
    ours = set(labels)
    table = sql.Identifier(schema, "django_migrations").as_string()
    there = rows_of(connection, "SELECT to_regclass(%(table)s) IS NOT NULL", table=table)[0][0]
    rows = rows_of(connection, f"SELECT app, name FROM {table}") if there else []  # noqa: S608  # quoted above
    applied = {(app, name) for app, name in rows if app in ours}
    wanted = {key for key in MigrationLoader(None).graph.nodes if key[0] in ours}
    return [
        *found(
            "behind",
            f"{called} lacks migrations of this version",
            [schema] if wanted - applied else [],
            MIGRATE,
            (f"{app}.{name}" for app, name in sorted(wanted - applied)),
        ),
        *found(
            "ahead",
            f"{called} has migrations that this version does not know",
            [schema] if applied - wanted else [],
            "A newer version migrated this database: run that one, or bring back a backup that is as old as this one.",
            (f"{app}.{name}" for app, name in sorted(applied - wanted)),
        ),
    ]
