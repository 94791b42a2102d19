"""The sides of a comparison: the product with some lenders, and the bare project."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from portico_kernel.progress import progress_bar

from .http import Browser
from .product import COOKIE
from .stage import SUPPORT_HOST, Stage, Web
from .worker import Worker

ACCOUNTS = "/api/v1/accounts"
AT_ONCE = 20
PRODUCT, BARE = "portico.wsgi:application", "tests.bench.bare.wsgi:application"


@dataclass
class Product:
    """The product on a database of its own, with as many lenders as were asked for."""

    stage: Stage
    name: str
    settings: str = "portico.settings"
    hosts: list[str] = field(default_factory=list)

    @cached_property
    def worker(self) -> Worker:
        """The process that makes lenders; it has the owner's login."""
        made = self.stage.worker(
            "tests.bench.product.work", self.stage.environment(self.name, self.settings, owner="1")
        )
        made.ask("prepare")
        return made

    @property
    def serving_environment(self) -> dict[str, str]:
        """The environment of web processes: without the owner's login."""
        return self.stage.environment(self.name, self.settings)

    def grow_to(self, count: int) -> None:
        """Make lenders until there are ``count``, each with the same people."""
        missing = count - len(self.hosts)
        parts = [min(AT_ONCE, missing - done) for done in range(0, missing, AT_ONCE)]
        for part in progress_bar(parts, f"Making {count:,} lenders"):
            self.hosts += self.worker.ask("add_lenders", count=part)

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

    def browser(self, web: Web, path: str = ACCOUNTS, host: str = "") -> Browser:
        """A signed-in borrower of a lender."""
        return Browser(web, path, cookie=COOKIE, host=host)

    def profile(self, path: str = ACCOUNTS) -> str:
        """Where a warm request's time goes."""
        asked = self.stage.worker("tests.bench.product.profiling", self.serving_environment)
        return "\n".join(asked.ask("profile", host=self.hosts[0], path=path, cookie=COOKIE))


@dataclass
class Bare:
    """The bare project: its database and the address of its one row."""

    stage: Stage
    name: str = "bench_bare"

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
