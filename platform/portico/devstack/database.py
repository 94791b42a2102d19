"""An empty database with its two logins: the owner, who migrates, and the app, who serves."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@dataclass(frozen=True, slots=True)
class DatabaseLogins:
    """Addresses for ``DATABASE_OWNER_URL`` and ``DATABASE_URL``."""

    owner_url: str
    app_url: str


def prepare_database(
    superuser_dsn: str, name: str, owner_password: str, app_password: str, *, fresh: bool = False
) -> DatabaseLogins:
    """Create database ``name`` with logins ``{name}_owner`` and ``{name}_app``; doing it twice is fine.

    The owner may create roles and is no superuser; the app inherits nothing and owns nothing.
    ``fresh`` first drops the database and every role that carries its name.
    """
    owner, app = f"{name}_owner", f"{name}_app"
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        if fresh:
            _drop(connection, name)
        _login(connection, owner, owner_password, "CREATEROLE")
        _login(connection, app, app_password, "NOINHERIT")
        # An empty path: code that forgot its lender finds no table at all.
        connection.execute(sql.SQL("ALTER ROLE {} SET search_path = ''").format(sql.Identifier(app)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner))
            )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(app))
        )
    with psycopg.connect(_url(superuser_dsn, name), autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(owner)))
    return DatabaseLogins(
        owner_url=_url(superuser_dsn, name, owner, owner_password),
        app_url=_url(superuser_dsn, name, app, app_password),
    )


def _login(connection: psycopg.Connection, role: str, password: str, attributes: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    statement = "ALTER ROLE {} LOGIN PASSWORD {} " if exists else "CREATE ROLE {} LOGIN PASSWORD {} "
    connection.execute(sql.SQL(statement + attributes).format(sql.Identifier(role), sql.Literal(password)))


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    found = connection.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [f"{name}_"])
    # The owner last: the memberships that it granted depend on it.
    for role in sorted((row[0] for row in found.fetchall()), key=lambda role: role == f"{name}_owner"):
        connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def _url(dsn: str, name: str, user: str | None = None, password: str | None = None) -> str:
    parts = urlsplit(dsn)
    host = parts.netloc.rsplit("@", 1)[-1]
    login = parts.netloc.rsplit("@", 1)[0] if user is None else f"{user}:{password}"
    return urlunsplit(("postgresql", f"{login}@{host}", f"/{name}", "", ""))
