"""Roles and rights, made from what each table declares about itself (portico_kernel.rows.Row).

``{db}_owner`` migrates and never serves; ``{db}_app`` is the login of every serving process, inherits
nothing and has an empty search path; each lender has a role; ``{db}_lenders``, ``{db}_platform`` and
``{db}_lookup`` are the group roles that hold the rights on public tables, because two sessions that
grant on one object at once fail with "tuple concurrently updated".
"""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from .positions import prefixed

EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
APPEND_ONLY = "SELECT, INSERT"
GROUPS = ("lenders", "platform", "lookup")


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
    """Create the group roles once and let the app's login act as two of them."""
    app = settings.PORTICO_APP_ROLE
    for group in GROUPS:
        _create_role(cursor, prefixed(group))
    for group in ("platform", "lookup"):
        _run(cursor, "GRANT {} TO {} WITH INHERIT FALSE, SET TRUE", prefixed(group), app)


def create_lender_role(cursor: CursorWrapper, role: str, schema: str) -> None:
    """Create one lender's role, able to act in its own schema and as a member of the lenders' group."""
    _create_role(cursor, role)
    _run(cursor, "GRANT {} TO {} WITH INHERIT TRUE, SET FALSE", prefixed("lenders"), role)
    _run(cursor, "GRANT {} TO {} WITH INHERIT FALSE, SET TRUE", role, settings.PORTICO_APP_ROLE)
    _run(cursor, "GRANT USAGE ON SCHEMA {} TO {}", schema, role)


def grant_inside_lender(cursor: CursorWrapper, role: str, schema: str) -> None:
    """Give a lender's role its rights on its own tables; append-only tables cannot be changed or emptied."""
    for model in models_of(settings.TENANT_APPS):
        table = model._meta.db_table
        _run(cursor, "REVOKE ALL ON {}.{} FROM {}", schema, table, role)
        rights = APPEND_ONLY if getattr(model, "append_only", False) else EVERYTHING
        _run(cursor, f"GRANT {rights} ON {{}}.{{}} TO {{}}", schema, table, role)
    _run(cursor, "GRANT USAGE ON ALL SEQUENCES IN SCHEMA {} TO {}", schema, role)


def grant_in_public(cursor: CursorWrapper) -> None:
    """Give the group roles their rights on public tables and confine lenders to their own rows."""
    _run(cursor, "REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for group in GROUPS:
        _run(cursor, "GRANT USAGE ON SCHEMA public TO {}", prefixed(group))
    for model in models_of(settings.SHARED_APPS):
        _grant_on_public_table(cursor, model)
    _run(cursor, "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}", prefixed("platform"))


def _grant_on_public_table(cursor: CursorWrapper, model: type[models.Model]) -> None:
    table = model._meta.db_table
    rights = APPEND_ONLY if getattr(model, "append_only", False) else EVERYTHING
    lenders_may: frozenset[str] = getattr(model, "lenders_may", frozenset())
    for group in GROUPS:
        _run(cursor, "REVOKE ALL ON public.{} FROM {}", table, prefixed(group))
    _run(cursor, f"GRANT {rights} ON public.{{}} TO {{}}", table, prefixed("platform"))
    if getattr(model, "lookup_may_read", False):
        _run(cursor, "GRANT SELECT ON public.{} TO {}", table, prefixed("lookup"))
    if lenders_may:
        _run(
            cursor,
            f"GRANT {', '.join(sorted(lenders_may))} ON public.{{}} TO {{}}",
            table,
            prefixed("lenders"),
        )
        _confine_lenders(cursor, model)


def _confine_lenders(cursor: CursorWrapper, model: type[models.Model]) -> None:
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
    _run(cursor, "ALTER TABLE public.{} ENABLE ROW LEVEL SECURITY", table)
    for group, condition in (("lenders", own), ("platform", "true"), ("lookup", "true")):
        _run(cursor, "DROP POLICY IF EXISTS {} ON public.{}", f"{group}_rows", table)
        _run(
            cursor,
            f"CREATE POLICY {{}} ON public.{{}} TO {{}} USING ({condition})",
            f"{group}_rows",
            table,
            prefixed(group),
        )


def _create_role(cursor: CursorWrapper, role: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        _run(cursor, "CREATE ROLE {} NOLOGIN", role)


def _run(cursor: CursorWrapper, statement: str, *names: str) -> None:
    composed = sql.SQL(statement).format(*(sql.Identifier(name) for name in names))
    cursor.execute(composed.as_string(cursor.connection))
