"""The sides of a comparison: the product with some lenders, and the bare project."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from portico_kernel.progress import progress_bar

from .http import Browser
from .product import COOKIE
from .stage import SUPPORT_HOST, Stage, Timed, Web
from .worker import Worker

ACCOUNTS = "/api/v1/accounts"
AT_ONCE, FIRST = 20, 60
PRODUCT, BARE = "portico.wsgi:application", "tests.bench.bare.wsgi:application"
UNTENANTED = "tests.bench.untenanted.wsgi:application"


@dataclass
class Product:
    """The product on a database of its own, with as many lenders as were asked for.

    ``owner_settings`` are those of the processes that make and migrate schemas; web processes have the product's.
    """

    stage: Stage
    name: str
    owner_settings: str = "portico.settings"
    hosts: list[str] = field(default_factory=list)
    _worker: Worker | None = None

    @property
    def worker(self) -> Worker:
        """The process that makes lenders; it has the owner's login."""
        if self._worker is None:
            self._worker = self.stage.worker("tests.bench.product.work", self.owner_environment)
            self._worker.ask("prepare")
        return self._worker

    def renew_worker(self) -> None:
        """Let the next question start a new process: the old one has read the migrations of before."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    @property
    def owner_environment(self) -> dict[str, str]:
        """The environment of what migrates and makes lenders."""
        return self.stage.environment(self.name, self.owner_settings, owner="1")

    @property
    def serving_environment(self) -> dict[str, str]:
        """The environment of web processes: without the owner's login."""
        return self.stage.environment(self.name, "portico.settings")

    def grow_to(self, count: int) -> None:
        """Make lenders until there are ``count``, each with the same people."""
        missing = count - len(self.hosts)
        parts = [min(AT_ONCE, missing - done) for done in range(0, missing, AT_ONCE)]
        for part in progress_bar(parts, f"Making {count:,} lenders"):
            self.hosts += self.worker.ask("add_lenders", count=part)

    def migrate(self, *, profiled: bool = False) -> Timed:
        """Run ``portico migrate``, with nothing to do or with what was added to the growing app."""
        words = ("migrate", "--keep", "0", "--verbosity", "0", "--report", str(self.stage.folder / "migrate.json"))
        done = self.stage.timed(self.owner_environment, *words, profiled=profiled)
        self.renew_worker()
        return done

    @cached_property
    def first(self) -> dict[str, Any]:
        """The first lender: schema, role, slug, and an account's id."""
        told: dict[str, Any] = self.worker.ask("describe")
        return told

    @contextlib.contextmanager
    def serving(self, *, under_load: bool = False) -> Iterator[Web]:
        """The product's web server. It is ready when the support console answers; no lender is warm by then."""
        with self.stage.serving(PRODUCT, self.serving_environment, host=SUPPORT_HOST, under_load=under_load) as web:
            yield Web(web.port, self.hosts[0], web.pid)

    def browser(self, web: Web, path: str = ACCOUNTS, hosts: Sequence[str] = ()) -> Browser:
        """A signed-in borrower of the first lender, or of each of some in turn."""
        return Browser(web, path, cookie=COOKIE, hosts=hosts)

    def profile(self, path: str = ACCOUNTS) -> str:
        """Where a warm request's time goes."""
        asked = self.stage.worker("tests.bench.product.profiling", self.serving_environment)
        return "\n".join(asked.ask("profile", host=self.hosts[0], path=path, cookie=COOKIE))

    def profile_first(self) -> str:
        """Where the time of a lender's first request in a process goes."""
        asked = self.stage.worker("tests.bench.product.profiling", self.serving_environment)
        return "\n".join(asked.ask("profile_first", hosts=self.hosts[:FIRST], path=ACCOUNTS, cookie=COOKIE))


@dataclass
class Untenanted:
    """The product's views without tenancy, on the tables of a lender of ``product``."""

    product: Product

    @contextlib.contextmanager
    def serving(self) -> Iterator[Web]:
        """Its web server."""
        first = self.product.first
        environment = self.product.stage.environment(
            self.product.name, "tests.bench.untenanted.settings", BENCH_SCHEMA=first["schema"], BENCH_ROLE=first["role"]
        )
        with self.product.stage.serving(UNTENANTED, environment, host="the-one.test", ready="/api/v1/accounts") as web:
            yield web


@dataclass
class Bare:
    """The bare project: its database and the address of its one row."""

    stage: Stage
    name: str = "bare"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its programs; its only login is the owner of its database."""
        known = self.stage.environment(self.name, "tests.bench.bare.settings")
        return known | {"DATABASE_URL": self.stage.database(self.name).owner_url}

    @cached_property
    def path(self) -> str:
        """The address of the one row, which is made when it is first asked for."""
        return f"/things/{self.stage.worker('tests.bench.bare.work', self.environment).ask('prepare')}"

    @contextlib.contextmanager
    def serving(self, *, under_load: bool = False) -> Iterator[Web]:
        """Its web server, with the product's own number of processes and threads."""
        with self.stage.serving(
            BARE, self.environment, host="bare.test", ready=self.path, under_load=under_load
        ) as web:
            yield web

    def browser(self, web: Web) -> Browser:
        """Anybody."""
        return Browser(web, self.path)
