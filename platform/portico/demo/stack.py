"""The whole demo: servers, database, set-up, programs, until somebody says stop."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from portico.demo.folder import DemoFolder
from portico.demo.loopback import listen_on_ipv6_too
from portico.demo.relay import run_with_bars
from portico.demo.supervisor import Child, KeptServer, Program, end_leftovers, stop_all
from portico.demo.table import show
from portico.devstack import ports
from portico.devstack.database import DatabaseLogins, prepare_database
from portico.devstack.places import CLONE
from portico.devstack.postgres import PostgresServer, postgres_server
from portico.devstack.steps import StepFailed, run_logged, say, step, tail
from portico.devstack.valkey import ValkeyServer, valkey_server
from portico.devstack.web import build_web

DEFAULT_PORT = 8000
BASE_HOST = "localhost"
BIN = Path(sys.executable).parent
READY_SECONDS = 90
BROKEN_ANSWERS = 3
TEND_EVERY = 0.5
SPARES = 10


@dataclass
class Running:
    """What has been started and has to be stopped."""

    folder: DemoFolder
    postgres: KeptServer[PostgresServer]
    valkey: KeptServer[ValkeyServer]
    children: list[Child]

    def pids(self) -> dict[str, int]:
        """The process of each part, by its name."""
        found = {"supervisor": os.getpid(), "postgres": self.postgres.pid, "valkey": self.valkey.pid}
        return found | {child.program.name: child.pid for child in self.children if child.pid}

    def tend(self) -> list[str]:
        """Start again whatever fell; return sentences about it."""
        now = time.monotonic()
        parts = [self.postgres.tend, self.valkey.tend, *(child.tend for child in self.children)]
        return [said for tend in parts if (said := tend(now))]


def run_demo(folder: DemoFolder, wanted_port: int) -> None:
    """Start everything, tell where it is, keep it running. Ends by KeyboardInterrupt. Raises StepFailed."""
    folder.make()
    end_leftovers(folder.read_summary().get("pids", {}), str(BIN))
    build_web()
    with contextlib.ExitStack() as stop:
        with step("Starting PostgreSQL"):
            postgres = KeptServer("PostgreSQL", lambda port: postgres_server(folder.postgres, port))
            stop.callback(postgres.close)
        with step("Starting Valkey"):
            valkey = KeptServer("Valkey", lambda port: valkey_server(folder.valkey, port))
            stop.callback(valkey.close)
        running = Running(folder, postgres, valkey, [])
        stop.callback(_stop_programs, running)
        port = _choose_port(wanted_port)
        with step("Preparing the database"):
            logins = prepare_database(
                postgres.server.superuser_dsn, "portico", folder.secret("owner"), folder.secret("app")
            )
        environment = _environment(folder, logins, valkey.server.url, port)
        owners = environment | {"DATABASE_OWNER_URL": logins.owner_url}
        prepared = _manage(folder, owners)
        folder.keep_environment(owners)
        running.children += [
            Child(program) for program in (*_programs(folder, environment, port), _spares(folder, owners))
        ]
        with step("Starting web, worker and beat"):
            for child in running.children:
                child.start(time.monotonic())
            _wait_until_ready(running, port)
        listen_on_ipv6_too(port)
        summary = _summary(prepared, port)
        folder.write_summary(summary | {"pids": running.pids()})
        stop.callback(folder.write_summary, summary | {"pids": {}})
        show(summary, Console())
        _keep(running, summary)


def _keep(running: Running, summary: Mapping[str, Any]) -> None:
    while True:
        time.sleep(TEND_EVERY)
        happened = running.tend()
        for sentence in happened:
            say(sentence)
        if happened:
            running.folder.write_summary({**summary, "pids": running.pids()})


def _stop_programs(running: Running) -> None:
    if running.children:
        with step("Stopping web, worker and beat"):
            stop_all(running.children)


def _choose_port(wanted: int) -> int:
    for port in range(wanted, min(wanted + 100, 65536)):
        if ports.is_free(port) and not _ipv6_answers(port):
            if port != wanted:
                say(f"Port {wanted} is in use by another program: this demo takes {port}.")
            return port
    raise StepFailed(f"No port from {wanted} to {wanted + 99} is free. Name another: make demo PORT=9000")


def _ipv6_answers(port: int) -> bool:
    """Browsers may ask ::1 first: whoever answers there would be taken for the demo."""
    with contextlib.suppress(OSError), socket.create_connection(("::1", port), timeout=0.5):
        return True
    return False


def _environment(folder: DemoFolder, logins: DatabaseLogins, redis_url: str, port: int) -> dict[str, str]:
    """The environment of serving programs: without the owner's login."""
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    return inherited | {
        "DATABASE_URL": logins.app_url,
        "REDIS_URL": redis_url,
        "DJANGO_SETTINGS_MODULE": "portico.settings",
        "PORTICO_BASE_HOST": BASE_HOST,
        "PORTICO_PORT": str(port),
        "PORTICO_TLS": "false",
        "PORTICO_DEMO": "1",
        "PORTICO_SECRET_KEY": folder.secret("secret-key"),
        "PORTICO_VAR": str(folder.root),
    }


def _manage(folder: DemoFolder, environment: Mapping[str, str]) -> dict[str, Any]:
    """Migrate and fill; return what the set-up made: lenders, logins, notes."""
    portico = BIN / "portico"
    with step("Bringing the tables up to date"):
        run_logged([portico, "migrate"], folder.log / "migrate.log", cwd=CLONE, environment=environment)
    out = folder.run / "setup.json"
    with step("Making the demo's lenders, accounts and people", turning=False):
        log = folder.log / "demo_setup.log"
        command = [str(portico), "demo_setup", "--json-out", str(out)]
        status = run_with_bars(command, log, cwd=CLONE, environment=environment)
        if status != 0:
            raise StepFailed(f"demo_setup ended with {status}. All that it said is in {log}")
    prepared: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return prepared


def _programs(folder: DemoFolder, environment: Mapping[str, str], port: int) -> list[Program]:
    celery = (str(BIN / "celery"), "-A", "portico.celery:app")
    web = (
        str(BIN / "granian"), "--interface", "wsgi", "--host", ports.LOOPBACK, "--port", str(port),
        "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "portico.wsgi:application",
    )  # fmt: skip
    worker = (*celery, "worker", "-Q", "portico", "-c", "2", "--loglevel", "INFO", "--without-gossip")
    schedule = str(folder.run / "beat-schedule")
    beat = (*celery, "beat", "--schedule", schedule, "--pidfile", "", "--loglevel", "INFO")
    named = {"web": web, "worker": worker, "beat": beat}
    return [Program(name, words, folder.log / f"{name}.log", environment) for name, words in named.items()]


def _spares(folder: DemoFolder, environment: Mapping[str, str]) -> Program:
    """The one program that runs as the owner: it serves nobody, and keeps schemas ready for new lenders."""
    words = (str(BIN / "portico"), "spares", "--keep", str(SPARES), "--watch")
    return Program("spares", words, folder.log / "spares.log", environment)


def _wait_until_ready(running: Running, port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    status, broken = 0, 0
    while time.monotonic() < deadline and broken < BROKEN_ANSWERS:
        status = _status(port)
        if 0 < status < 500:
            return
        broken += 1 if status else 0
        for sentence in running.tend():
            say(f"\r{sentence}")
        time.sleep(0.2)
    answer = f"answers with {status}" if status else "does not answer"
    raise StepFailed(f"The web server {answer}.\n{tail(running.folder.log / 'web.log')}")


def _status(port: int) -> int:
    """The status of support's first page, 0 where nobody answers."""
    connection = http.client.HTTPConnection(ports.LOOPBACK, port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"console.{BASE_HOST}:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _summary(prepared: Mapping[str, Any], port: int) -> dict[str, Any]:
    lenders = prepared["lenders"]
    return {
        "base_url": f"http://{BASE_HOST}:{port}",
        "port": port,
        "hosts": {
            "support": f"console.{BASE_HOST}",
            "wallet": f"wallet.{BASE_HOST}",
            "lenders": {lender["slug"]: lender["host"] for lender in lenders},
        },
        "lender_names": {lender["slug"]: lender["name"] for lender in lenders},
        "mail_urls": {
            **{lender["slug"]: f"http://{lender['host']}:{port}/demo/mail" for lender in lenders},
            "support": f"http://console.{BASE_HOST}:{port}/demo/mail",
        },
        "logins": prepared["logins"],
        "notes": prepared.get("notes", []),
    }
