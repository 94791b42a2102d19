"""The product as it runs, for the browser: a database of its own, a web server, a stagehand beside it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portico.devstack import ports
from portico.devstack.database import prepare_database
from portico.devstack.places import CLONE
from portico.devstack.steps import tail
from portico.devstack.web import DIST

BASE_HOST = "localhost"
READY_SECONDS = 60
ANSWER_SECONDS = 60
PORTAL_COOKIE = "portico_portal"
# Name, brand folder of the demo, time zone. Nobody switches anything at the first two: the ticket is cedar's.
LENDERS = {
    "alder": ("Alder Auto Finance", "brightline", "America/New_York"),
    "birch": ("Birch Equipment Finance", "granite", "America/Los_Angeles"),
    "cedar": ("Cedar Personal Loans", "juniper", "America/Chicago"),
}


@dataclass(frozen=True)
class Borrower:
    """A borrower of one lender. ``secret`` is what a signed-in browser's cookie carries."""

    slug: str
    id: str
    email: str
    secret: str
    accounts: list[dict[str, str]]

    @property
    def account(self) -> dict[str, str]:
        """The first account: id, number, title."""
        return self.accounts[0]


@dataclass(frozen=True)
class Stack:
    """What runs, and whom to ask for people and loans."""

    port: int
    folder: Path
    hand: subprocess.Popen[str]

    def origin(self, name: str) -> str:
        """The address of a lender's portal, of ``console`` or of ``wallet``."""
        return f"http://{name}.{BASE_HOST}:{self.port}"

    def ask(self, do: str, **words: Any) -> dict[str, Any]:
        """Have the stagehand do something; its answer. Raises AssertionError with what went wrong."""
        assert self.hand.stdin is not None
        assert self.hand.stdout is not None
        self.hand.stdin.write(json.dumps({"do": do, **words}) + "\n")
        self.hand.stdin.flush()
        # One line is one answer, so what is not in the pipe is not in Python's buffer either.
        ready, _, _ = select.select([self.hand.stdout], [], [], ANSWER_SECONDS)
        assert ready, f"{do}: no answer in {ANSWER_SECONDS} s\n{tail(self.folder / 'stagehand.log')}"
        answer: dict[str, Any] = json.loads(self.hand.stdout.readline() or '{"error": "the stagehand is gone"}')
        assert "ok" in answer, f"{do}: {answer['error']}\n{tail(self.folder / 'stagehand.log')}"
        ok: dict[str, Any] = answer["ok"]
        return ok

    def borrower(self, slug: str = "alder", *deals: str) -> Borrower:
        """A new borrower with one loan, or with the loans named."""
        return self._borrower(slug, list(deals) or ["current"])

    def borrower_without_accounts(self, slug: str) -> Borrower:
        """A new borrower who has been granted nothing."""
        return self._borrower(slug, [])

    def _borrower(self, slug: str, deals: list[str]) -> Borrower:
        made = self.ask("make_borrower", slug=slug, name="Maya Okafor", deals=deals)
        return Borrower(slug=slug, **made)

    def bank_account(self, borrower: Borrower, number: str = "000123456789") -> dict[str, str]:
        """A bank account of that borrower: id and label."""
        return self.ask("add_bank_account", slug=borrower.slug, user_id=borrower.id, number=number)

    def payment(self, borrower: Borrower, method: dict[str, str], minor: int, account: int = 0) -> dict[str, str]:
        """A payment that borrower made: id and reference."""
        return self.ask(
            "make_payment",
            slug=borrower.slug,
            user_id=borrower.id,
            account_id=borrower.accounts[account]["id"],
            method_id=method["id"],
            minor=minor,
        )

    def mails_to(self, email: str) -> list[dict[str, Any]]:
        """The mails that one person got so far, newest first."""
        files = sorted((self.folder / "mail").glob("*.json"), reverse=True)
        mails = [json.loads(file.read_text("utf-8")) for file in files]
        return [mail for mail in mails if mail["to"] == email]

    def mail_to(self, email: str, subject: str) -> dict[str, Any]:
        """The newest mail to somebody under a subject, once the outbox has delivered it."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            found = [mail for mail in self.mails_to(email) if subject in mail["subject"]]
            if found:
                return found[0]
            time.sleep(0.05)
        subjects = [mail["subject"] for mail in self.mails_to(email)]
        raise AssertionError(f"No mail “{subject}” for {email}, only {subjects}.")


@contextlib.contextmanager
def running_stack(superuser_dsn: str, worker: str, folder: Path) -> Iterator[Stack]:
    """Start everything on a free port, make the lenders, and stop it all at the end."""
    logins = prepare_database(
        superuser_dsn, f"portico_journeys_{worker}", owner_password="owner", app_password="app", fresh=True
    )
    port = ports.free_port()
    shutil.copytree(DIST, folder / "web")
    serving = _environment(folder, logins.app_url, port)
    web_words = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", ports.LOOPBACK,
        "--port", str(port), "--workers", "1", "--blocking-threads", "4", "portico.wsgi:application",
    ]  # fmt: skip
    with _stagehand(serving | {"DATABASE_OWNER_URL": logins.owner_url}, folder / "stagehand.log") as hand:
        stack = Stack(port, folder, hand)
        for slug, (name, brand, time_zone) in LENDERS.items():
            stack.ask("make_lender", slug=slug, name=name, brand=brand, time_zone=time_zone)
        stack.ask("serve", words=web_words, log=str(folder / "web.log"))
        _wait_until_ready(stack)
        yield stack


def _environment(folder: Path, database_url: str, port: int) -> dict[str, str]:
    unwanted = {"DATABASE_OWNER_URL", "REDIS_URL"}
    inherited = {name: value for name, value in os.environ.items() if name not in unwanted}
    return inherited | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "JOURNEYS_WEB_DIST": str(folder / "web"),
        "PORTICO_BASE_HOST": BASE_HOST,
        "PORTICO_PORT": str(port),
        "PORTICO_TLS": "false",
        "PORTICO_DEMO": "1",
        "PORTICO_SECRET_KEY": "the journeys' key, which signs nothing that matters",
        "PORTICO_VAR": str(folder),
        "PYTHONPATH": os.pathsep.join([str(CLONE), str(CLONE / "platform")]),
    }


@contextlib.contextmanager
def _stagehand(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "tests.journeys.stagehand"]
    with log.open("w", encoding="utf-8") as written:
        process = subprocess.Popen(
            words, cwd=CLONE, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=written, text=True
        )
        try:
            yield process
        finally:
            # It stops when its stdin ends, and stops the web server with it: also where pytest was killed.
            process.communicate(timeout=30)


def _wait_until_ready(stack: Stack) -> None:
    deadline = time.monotonic() + READY_SECONDS
    status = 0
    while time.monotonic() < deadline:
        status = _status(stack)
        if status == 200:
            return
        time.sleep(0.1)
    raise AssertionError(f"The web server answers with {status}.\n{tail(stack.folder / 'web.log')}")


def _status(stack: Stack) -> int:
    connection = http.client.HTTPConnection(ports.LOOPBACK, stack.port, timeout=10)
    try:
        connection.request("GET", "/sign-in", headers={"Host": f"alder.{BASE_HOST}:{stack.port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
