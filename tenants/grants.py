"""Roles and rights, made from what each table declares about itself (portico_kernel.rows.Row).

``{db}_owner`` migrates and never serves; ``{db}_app`` is the login of every serving process, inherits
nothing and has an empty search path; each lender has a role; ``{db}_lenders``, ``{db}_platform`` and
``{db}_lookup`` are the group roles that hold the rights on public tables, because two sessions that
grant on one object at once fail with "tuple concurrently updated".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from .positions import prefixed

EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
APPEND_ONLY = "SELECT, INSERT"
GROUPS = ("lenders", "platform", "lookup")
# Where a text that is meant for many schemas has the names of one of them.
ROLE, SCHEMA = "@@role@@", "@@schema@@"


def models_of(app_names: Iterable[str]) -> list[type[models.Model]]:
    """The managed models of the apps on a list (settings.SHARED_APPS or settings.TENANT_APPS)."""
    wanted = set(app_names)
    return [
        model
        for config in apps.get_app_configs()
        if config.name in wanted
        for model in config.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.swapped
    ]


def create_group_roles(cursor: CursorWrapper) -> None:
    """Create the group roles where they are missing and let the app's login act as two of them."""
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(map(prefixed, GROUPS))])
    there = {name for (name,) in cursor.fetchall()}
    for group in map(prefixed, GROUPS):
        if group not in there:
            cursor.execute(f"CREATE ROLE {_name(group)} NOLOGIN")
    for group in map(prefixed, ("platform", "lookup")):
        cursor.execute(f"GRANT {_name(group)} TO {_name(settings.PORTICO_APP_ROLE)} WITH INHERIT FALSE, SET TRUE")


def lender_role_sql() -> list[str]:
    """What makes one lender's role and schema; the role acts there only, as a member of the lenders' group."""
    return [
        f"CREATE ROLE {ROLE} NOLOGIN",
        f"GRANT {_name(prefixed('lenders'))} TO {ROLE} WITH INHERIT TRUE, SET FALSE",
        f"GRANT {ROLE} TO {_name(settings.PORTICO_APP_ROLE)} WITH INHERIT FALSE, SET TRUE",
        f"CREATE SCHEMA {SCHEMA}",
        f"GRANT USAGE ON SCHEMA {SCHEMA} TO {ROLE}",
    ]


def grants_inside_lender() -> list[str]:
    """What gives a lender's role its rights on fresh tables, with ROLE for its name and no schema named.

    Append-only tables cannot be changed or emptied. Identity columns need no right on their sequences.
    """
    tables: dict[str, list[str]] = {EVERYTHING: [], APPEND_ONLY: []}
    for model in models_of(settings.TENANT_APPS):
        tables[APPEND_ONLY if getattr(model, "append_only", False) else EVERYTHING].append(model._meta.db_table)
    return [
        f"GRANT {rights} ON {', '.join(map(_name, sorted(names)))} TO {ROLE}"
        for rights, names in tables.items()
        if names
    ]


def grants_renewed_inside_lender() -> list[str]:
    """The same for a schema that has given rights before: what is no longer wanted is taken back."""
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {SCHEMA} FROM {ROLE}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {SCHEMA} FROM {ROLE}",
        *grants_inside_lender(),
    ]


def written_for(text: str, *, schema: str, role: str) -> str:
    """A text of this module with the names of one schema and its role in their places."""
    return text.replace(SCHEMA, _name(schema)).replace(ROLE, _name(role))


def grants_in_public() -> list[str]:
    """What gives the group roles their rights on public tables and confines lenders to their own rows."""
    everyone = ", ".join(_name(prefixed(group)) for group in GROUPS)
    return [
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {everyone}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {everyone}",
        *(statement for model in models_of(settings.SHARED_APPS) for statement in _on_public_table(model)),
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {_name(prefixed('platform'))}",
    ]


def _on_public_table(model: type[models.Model]) -> Iterator[str]:
    table = f"public.{_name(model._meta.db_table)}"
    rights = APPEND_ONLY if getattr(model, "append_only", False) else EVERYTHING
    lenders_may: frozenset[str] = getattr(model, "lenders_may", frozenset())
    yield f"GRANT {rights} ON {table} TO {_name(prefixed('platform'))}"
    if getattr(model, "lookup_may_read", False):
        yield f"GRANT SELECT ON {table} TO {_name(prefixed('lookup'))}"
    if lenders_may:
        yield f"GRANT {', '.join(sorted(lenders_may))} ON {table} TO {_name(prefixed('lenders'))}"
        yield from _confine_lenders(model)


def _confine_lenders(model: type[models.Model]) -> Iterator[str]:
    """Row policies: a lender's role sees and writes its own rows only; the platform and the look-up see all."""
    table = model._meta.db_table
    columns = {field.column for field in model._meta.local_concrete_fields}
    if table == "tenants_lender":
        own = "db_role = current_user"
    elif "lender_id" in columns:
        own = "lender_id = (SELECT id FROM public.tenants_lender WHERE db_role = current_user)"
    else:
        return  # the epoch: one number, no rows of anybody's
    # What a lender's row points at must be the lender's own, too: the policies of that table see to it.
    also = getattr(model, "lenders_rows_also", "")
    own = f"{own} AND {also}" if also else own
    yield f"ALTER TABLE public.{_name(table)} ENABLE ROW LEVEL SECURITY"
    for group, condition in (("lenders", own), ("platform", "true"), ("lookup", "true")):
        policy = f"{_name(f'{group}_rows')} ON public.{_name(table)}"
        yield f"DROP POLICY IF EXISTS {policy}"
        yield f"CREATE POLICY {policy} TO {_name(prefixed(group))} USING ({condition})"


def _name(text: str) -> str:
    return sql.Identifier(text).as_string()
