"""Where a request's time goes: the WSGI application called in this very process, under Python's profiler."""

from __future__ import annotations

import cProfile
import json
import pstats
import sysconfig
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from portico.devstack.places import CLONE

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Figures = dict[tuple[str, int, str], tuple[Any, ...]]
WARM, OFTEN, FEW, TOP = 50, 200, 2, 12
PACKAGES, LIBRARY = sysconfig.get_paths()["purelib"], sysconfig.get_paths()["stdlib"]


def profile(application: Application, *, host: str, path: str, cookie: str) -> list[str]:
    """Lines that say what a warm request costs, by package and by function, and what its statements cost."""

    def ask() -> None:
        status = _call(application, host, path, cookie)
        if not status.startswith("200"):
            raise ConnectionError(f"{host}{path} answered {status}")

    for _ in range(WARM):
        ask()
    return ["In one process, no network.", *profile_work(ask, OFTEN)]


def profile_first_requests(application: Application, *, hosts: Sequence[str], path: str, cookie: str) -> list[str]:
    """The same for requests that are each the first of their lender in this process."""
    untouched = iter(hosts)

    def ask() -> None:
        _call(application, next(untouched), path, cookie)

    for _ in range(FEW):
        ask()
    return ["First requests of lenders, in one process, no network.", *profile_work(ask, len(hosts) - FEW - 1)]


def profile_work(work: Callable[[], object], times: int, *, alias: str = "default") -> list[str]:
    """Lines that say where the time of a piece of work goes, which is done so often and once more."""
    plain = [_seconds(work) for _ in range(times // 2)]
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(times - times // 2):
        work()
    profiler.disable()
    return [
        f"Median {median(plain) * 1000:.2f} ms without the profiler.",
        *lines_of(profiler, times - times // 2),
        "",
        *_statements(work, alias),
    ]


def lines_of(profiler: cProfile.Profile, times: int) -> list[str]:
    """What a profiler has seen of work that was done so often: own time by package, then by function."""
    figures = pstats.Stats(profiler).stats  # type: ignore[attr-defined]  # typeshed leaves it out
    return [*_by_package(figures, times), "", *_by_function(figures, times)]


def _call(application: Application, host: str, path: str, cookie: str) -> str:
    said: list[str] = []
    route, _, query = path.partition("?")
    environ: dict[str, Any] = {"HTTP_HOST": host, "PATH_INFO": route, "QUERY_STRING": query, "HTTP_COOKIE": cookie}
    setup_testing_defaults(environ)
    answer = application(environ, lambda status, headers, error=None: said.append(status))
    for _ in answer:
        pass
    close = getattr(answer, "close", None)
    if close is not None:
        close()
    return said[0]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _by_package(figures: Figures, times: int) -> list[str]:
    own: Counter[str] = Counter()
    for (file, _, name), numbers in figures.items():
        own[_package(file, name)] += numbers[2]
    total = sum(own.values())
    lines = ["Own time by package, under the profiler (which makes Python slower and C not):"]
    for package, seconds in own.most_common(TOP):
        lines.append(f"  {seconds / times * 1000:6.3f} ms  {seconds / total:5.1%}  {package}")
    return lines


def _by_function(figures: Figures, times: int) -> list[str]:
    lines = ["The functions with the most time of their own, each time:"]
    for (file, line, name), numbers in sorted(figures.items(), key=lambda item: -item[1][2])[:TOP]:
        where = f"{_package(file, name)}: {Path(file).name}:{line} {name}" if line else name
        lines.append(f"  {numbers[2] / times * 1000:6.3f} ms  {numbers[0] / times:6.1f} calls  {where}")
    return lines


def _package(file: str, name: str) -> str:
    if file.startswith(PACKAGES):
        return Path(file).relative_to(PACKAGES).parts[0].removesuffix(".py")
    if file.startswith(str(CLONE)):
        return f"ours ({Path(file).relative_to(CLONE).parts[0]})"
    if file == "~":
        return "psycopg (C) and waiting for the database" if "psycopg" in name else "built into Python"
    return "Python's library" if file.startswith(LIBRARY) else file


def _statements(work: Callable[[], object], alias: str) -> list[str]:
    """Each statement of one go, with what PostgreSQL says of planning and running it."""
    said: list[str] = []
    busy = False

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        nonlocal busy
        if busy:
            return execute(sql, params, many, context)
        busy = True
        try:
            plan = _explained(context["connection"], sql, params)
        finally:
            busy = False
        began = time.perf_counter()
        answer = execute(sql, params, many, context)
        milliseconds = (time.perf_counter() - began) * 1000
        said.append(f"  {milliseconds:6.3f} ms{plan}  {' '.join(sql.split())[:90]} …  ({len(sql)} characters)")
        return answer

    with connections[alias].execute_wrapper(note):
        work()
    return [f"Its {len(said)} statements, each until the answer was there:", *said]


def _explained(connection: BaseDatabaseWrapper, sql: str, params: Any) -> str:
    """What planning and running a query takes, by PostgreSQL's own account; asked where the request stands."""
    if not sql.startswith("SELECT") or "set_config" in sql or "FOR UPDATE" in sql:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        told = cursor.fetchone()[0]
    plan = (json.loads(told) if isinstance(told, str) else told)[0]
    return f" (planning {plan['Planning Time']:.3f}, running {plan['Execution Time']:.3f})"
