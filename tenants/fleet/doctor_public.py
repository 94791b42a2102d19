"""Rights in the public schema: what grants.py declares, and not one more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.db import models

from tenants.backend.base import DatabaseWrapper
from tenants.grants import APPEND_ONLY, EVERYTHING, GROUPS, models_of
from tenants.positions import prefixed

from .findings import Finding, found
from .shape import rows_of

MIGRATE = "Run “portico migrate”, which renews the groups' rights."


class Right(NamedTuple):
    """What a role may do; ``of`` is a table, a sequence, or “schema public”."""

    role: str
    may: str
    of: str


class Policy(NamedTuple):
    """Which rows of a table a group sees: all of them, or those of its own."""

    table: str
    name: str
    roles: str
    all_rows: bool


def public_rights(connection: DatabaseWrapper) -> list[Finding]:
    """The groups have the rights that the tables declare, others have none, and lenders see their own rows only."""
    there = {Right(*row) for row in rows_of(connection, RIGHTS)}
    sequences = [str(name) for (name,) in rows_of(connection, SEQUENCES)]
    wanted = set(_wanted(sequences))
    return [
        *found(
            "rights-beyond",
            "Roles may do more in the public schema than its tables declare",
            sorted({right.role for right in there - wanted}),
            f"{MIGRATE} What other roles were given: REVOKE … ON public.… FROM ….",
            (f"{role} may {may} {of}" for role, may, of in sorted(there - wanted)),
        ),
        *found(
            "rights-missing",
            "Roles may do less in the public schema than its tables declare",
            sorted({right.role for right in wanted - there}),
            MIGRATE,
            (f"{role} may not {may} {of}" for role, may, of in sorted(wanted - there)),
        ),
        *_row_policies(connection),
    ]


def _wanted(sequences: list[str]) -> Iterator[Right]:
    for group in GROUPS:
        yield Right(prefixed(group), "USAGE", "schema public")
    for name in sequences:
        yield Right(prefixed("platform"), "USAGE", name)
    for model in models_of(settings.SHARED_APPS):
        table = model._meta.db_table
        rights = APPEND_ONLY if getattr(model, "append_only", False) else EVERYTHING
        for may in rights.split(", "):
            yield Right(prefixed("platform"), may, table)
        if getattr(model, "lookup_may_read", False):
            yield Right(prefixed("lookup"), "SELECT", table)
        for may in getattr(model, "lenders_may", frozenset()):
            yield Right(prefixed("lenders"), may, table)


def _row_policies(connection: DatabaseWrapper) -> list[Finding]:
    there = {Policy(*row) for row in rows_of(connection, POLICIES)}
    confined = [model._meta.db_table for model in models_of(settings.SHARED_APPS) if _is_confined(model)]
    wanted = {
        Policy(table, f"{group}_rows", prefixed(group), group != "lenders") for table in confined for group in GROUPS
    }
    off = [name for (name,) in rows_of(connection, WITHOUT_ROW_SECURITY, tables=confined)]
    wrong = {*off, *(policy.table for policy in there ^ wanted)}
    return found(
        "row-policies",
        "Public tables do not confine lenders to their own rows as declared",
        sorted(wrong),
        MIGRATE + " A policy that it does not know: DROP POLICY … ON public.….",
        [
            *(f"{table}: row security is off" for table in off),
            *(f"{policy.table}: {policy.name} is missing or shows other rows" for policy in sorted(wanted - there)),
            *(f"{policy.table}: {policy.name} for {policy.roles} is not ours" for policy in sorted(there - wanted)),
        ],
    )


def _is_confined(model: type[models.Model]) -> bool:
    columns = {field.column for field in model._meta.local_concrete_fields}
    own = model._meta.db_table == "tenants_lender" or "lender_id" in columns
    return bool(getattr(model, "lenders_may", frozenset())) and own


_WHO = "CASE WHEN acl.grantee = 0 THEN 'everyone' ELSE pg_get_userbyid(acl.grantee) END"

RIGHTS = f"""
    SELECT {_WHO}, acl.privilege_type, 'schema public'
    FROM pg_namespace, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) acl
    WHERE nspname = 'public' AND acl.grantee <> nspowner
    UNION ALL
    SELECT {_WHO}, acl.privilege_type, relname
    FROM pg_class, aclexplode(relacl) acl
    WHERE relnamespace = 'public'::regnamespace AND acl.grantee <> relowner
    UNION ALL
    SELECT {_WHO}, acl.privilege_type, relname || '.' || attname
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid, aclexplode(attacl) acl
    WHERE relnamespace = 'public'::regnamespace AND acl.grantee <> relowner"""  # noqa: S608  # no input

SEQUENCES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'"

POLICIES = """
    SELECT relname, polname, (SELECT string_agg(pg_get_userbyid(who), ', ') FROM unnest(polroles) who),
           coalesce(pg_get_expr(polqual, polrelid) = 'true', true)
    FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid WHERE relnamespace = 'public'::regnamespace"""

WITHOUT_ROW_SECURITY = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%(tables)s) AND NOT relrowsecurity ORDER BY 1"""
