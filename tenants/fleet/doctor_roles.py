"""Who may act as whom: the roles of the fleet and their memberships, as grants.py makes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from psycopg import sql

from tenants.backend.base import DatabaseWrapper
from tenants.grants import GROUPS
from tenants.positions import prefixed

from .doctor_books import Fleet
from .findings import Finding, found
from .shape import rows_of


class Membership(NamedTuple):
    """``member`` belongs to ``role``: it has its rights by itself, or may act as it."""

    role: str
    member: str
    inherits: bool
    may_act: bool

    def grant(self) -> str:
        """The statement that makes it so."""
        options = f"INHERIT {str(self.inherits).upper()}, SET {str(self.may_act).upper()}"
        return f"GRANT {_name(self.role)} TO {_name(self.member)} WITH {options};"

    def revoke(self) -> str:
        """The statement that ends it."""
        return f"REVOKE {_name(self.role)} FROM {_name(self.member)};"


def roles(connection: DatabaseWrapper, fleet: Fleet, *, whole: bool) -> list[Finding]:
    """The roles of these schemas, of the whole deployment if so asked, are there and may do what they must alone."""
    of_lenders = [row.db_role for row in fleet.book.values()]
    ours = [settings.PORTICO_APP_ROLE, *map(prefixed, GROUPS)] if whole else []
    return [
        *_attributes(connection, [*of_lenders, *ours]),
        *_memberships(connection, of_lenders, ours),
    ]


def _attributes(connection: DatabaseWrapper, names: list[str]) -> list[Finding]:
    question = """
        SELECT rolname, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls, rolcanlogin,
               rolinherit, coalesce('search_path=""' = ANY(rolconfig), false)
        FROM pg_roles WHERE rolname = ANY(%(names)s) ORDER BY 1"""
    there = {name: rest for name, *rest in rows_of(connection, question, names=names)}
    app = settings.PORTICO_APP_ROLE
    # The app without an inherited right and with an empty path: code that forgot its lender then finds nothing.
    open_app = app in there and (there[app][2] or not there[app][3])
    return [
        *found(
            "role-missing",
            "Roles are missing",
            (name for name in names if name not in there),
            "As the owner: CREATE ROLE … NOLOGIN for each, then grant its rights in its schema by “portico migrate”.",
        ),
        *found(
            "role-too-strong",
            "Roles may more than read and write rows",
            (name for name, (strong, login, *_) in there.items() if strong or (login and name != app)),
            "As a superuser: ALTER ROLE … NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS, and NOLOGIN"
            " where it is not the app's.",
        ),
        *found(
            "app-not-confined",
            "The app's login inherits rights, or has a search path: code that forgot its lender would find tables",
            [app] if open_app else [],
            f"As a superuser: ALTER ROLE {_name(app)} NOINHERIT; ALTER ROLE {_name(app)} SET search_path = '';",
        ),
    ]


def _memberships(connection: DatabaseWrapper, of_lenders: list[str], ours: list[str]) -> list[Finding]:
    question = """
        SELECT role.rolname, member.rolname, inherit_option, set_option
        FROM pg_auth_members
        JOIN pg_roles role ON role.oid = roleid JOIN pg_roles member ON member.oid = pg_auth_members.member
        WHERE (role.rolname = ANY(%(names)s) OR member.rolname = ANY(%(names)s)) AND member.rolname <> current_user"""
    there = {Membership(*row) for row in rows_of(connection, question, names=[*of_lenders, *ours])}
    wanted = set(_wanted(of_lenders, whole=bool(ours)))
    missing, beyond = sorted(wanted - there), sorted(there - wanted)
    pairs = {(membership.role, membership.member) for membership in wanted}
    return [
        *found(
            "membership-missing",
            "Roles may not do what they must",
            dict.fromkeys(membership.member for membership in missing),
            "As the owner, the statements above.",
            (membership.grant() for membership in missing),
        ),
        *found(
            "membership-beyond",
            "Roles may act as others, or have others' rights, beyond what was meant",
            dict.fromkeys(membership.member for membership in beyond),
            "As the owner, the statements above; a GRANT that was named before them puts its options right by itself.",
            (m.revoke() for m in beyond if (m.role, m.member) not in pairs),
        ),
    ]


def _wanted(of_lenders: Iterable[str], *, whole: bool) -> Iterable[Membership]:
    app = settings.PORTICO_APP_ROLE
    for role in of_lenders:
        yield Membership(prefixed("lenders"), role, inherits=True, may_act=False)
        yield Membership(role, app, inherits=False, may_act=True)
    if whole:
        yield Membership(prefixed("platform"), app, inherits=False, may_act=True)
        yield Membership(prefixed("lookup"), app, inherits=False, may_act=True)


def _name(role: str) -> str:
    return sql.Identifier(role).as_string()
