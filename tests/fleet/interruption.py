"""A fleet in a database of its own whose ``portico migrate`` is killed in the middle, as a real process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from portico.devstack.database import DatabaseLogins, prepare_database

ROOT = Path(__file__).resolve().parents[2]
PORTICO = [sys.executable, "-c", "from portico.cli import main; main()"]
PATIENCE = 120

_Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Fleet:
    """Its addresses, the version of tests.fleet.growing that it is brought to, and what is asked of it."""

    logins: DatabaseLogins
    version: str

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One of portico's commands, to its end."""
        return subprocess.run(
            [*PORTICO, *words],
            cwd=ROOT,
            env=self._environment(self.version),
            capture_output=True,
            text=True,
            check=False,
        )

    def fill(self, lenders: int) -> None:
        """Lenders with notes, as they were before the next version."""
        command = [sys.executable, "-m", "tests.fleet.programs.stage", str(lenders)]
        done = subprocess.run(command, cwd=ROOT, env=self._environment(""), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def kill_migrate(self, when: Callable[[float, int], bool]) -> tuple[int, int]:
        """Start ``portico migrate``, SIGKILL it once ``when(seconds, moved)``; its exit code and how many had moved."""
        began = time.monotonic()
        with self._asking() as connection:
            process = subprocess.Popen(
                [*PORTICO, "migrate"], cwd=ROOT, env=self._environment(self.version),
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            while process.poll() is None and not when(time.monotonic() - began, moved(connection)):
                time.sleep(0.002)
            process.kill()
            code = process.wait()
            self._wait_for_its_sessions(connection)
            return code, moved(connection)

    def notes(self) -> _Rows:
        """The notes of each schema."""
        return self._of_each("SELECT id, text", "growing_note", "ORDER BY id")

    def weights(self) -> set[int]:
        """How much the notes weigh, all schemas taken together."""
        return {weight for rows in self._of_each("SELECT weight", "growing_note").values() for (weight,) in rows}

    def migrations_that_stand_twice(self) -> _Rows:
        """What any schema's django_migrations names more than once."""
        found = self._of_each("SELECT app, name", "django_migrations", "GROUP BY app, name HAVING count(*) > 1")
        return {schema: rows for schema, rows in found.items() if rows}

    def findings(self) -> list[Any]:
        """What the doctor finds under the next version."""
        answer: list[Any] = json.loads(self.run("doctor", "--json").stdout)["findings"]
        return answer

    def _of_each(self, what: LiteralString, table: str, rest: LiteralString = "") -> _Rows:
        with self._asking() as connection:
            schemas = connection.execute("SELECT schema_name FROM tenants_lenderschema ORDER BY 1").fetchall()
            question = sql.SQL(what + " FROM {} " + rest)
            return {
                name: connection.execute(question.format(sql.Identifier(name, table))).fetchall() for (name,) in schemas
            }

    def _wait_for_its_sessions(self, connection: psycopg.Connection) -> None:
        # PostgreSQL notices that a client is gone when it next speaks to it; until then the session holds its locks.
        deadline = time.monotonic() + PATIENCE
        others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        while connection.execute(f"{others} AND backend_type = 'client backend'").fetchone():
            assert time.monotonic() < deadline, "a session of the killed process does not end"
            time.sleep(0.01)

    @contextmanager
    def _asking(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.logins.owner_url, autocommit=True) as connection:
            yield connection

    def _environment(self, version: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS"))}
        return kept | {
            "DATABASE_URL": self.logins.app_url,
            "DATABASE_OWNER_URL": self.logins.owner_url,
            "DJANGO_SETTINGS_MODULE": "tests.fleet.programs.settings",
            "PORTICO_SECRET_KEY": "the key of a fleet that is interrupted on purpose",
            "PORTICO_BASE_HOST": "testserver",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
            "GROWN": version,
        }


def moved(connection: psycopg.Connection) -> int:
    """How many schemas stand elsewhere than where they were made."""
    question = "SELECT count(*) FROM tenants_lenderschema WHERE migrated_at <> made_at"
    ((count,),) = connection.execute(question).fetchall()
    return int(count)


@contextmanager
def fleet_of_its_own(superuser_dsn: str, name: str, version: str = "grown") -> Iterator[Fleet]:
    """An empty database for the length of the block; what was in it is gone afterwards."""
    yield Fleet(prepare_database(superuser_dsn, name, "owner", "app", fresh=True), version)
    prepare_database(superuser_dsn, name, "owner", "app", fresh=True)
