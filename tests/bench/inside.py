"""Where a request's time goes: the WSGI application called in this very process, under Python's profiler."""

from __future__ import annotations

import cProfile
import json
import pstats
import sysconfig
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.db import connection

from portico.devstack.places import CLONE

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
WARM, OFTEN, TOP = 50, 200, 12
PACKAGES, LIBRARY = sysconfig.get_paths()["purelib"], sysconfig.get_paths()["stdlib"]


def profile(application: Application, *, host: str, path: str, cookie: str) -> list[str]:
    """Lines that say what a warm request costs, by package and by function, and what its statements cost."""

    def ask() -> None:
        status = _call(application, host, path, cookie)
        if not status.startswith("200"):
            raise ConnectionError(f"{host}{path} answered {status}")

    for _ in range(WARM):
        ask()
    plain = [_seconds(ask) for _ in range(OFTEN)]
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(OFTEN):
        ask()
    profiler.disable()
    figures = pstats.Stats(profiler).stats  # type: ignore[attr-defined]  # typeshed leaves it out
    return [
        f"In one process, no network: median {median(plain) * 1000:.2f} ms without the profiler.",
        *_by_package(figures),
        "",
        *_by_function(figures),
        "",
        *_statements(ask),
    ]


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


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _by_package(figures: dict[tuple[str, int, str], tuple[Any, ...]]) -> list[str]:
    own: Counter[str] = Counter()
    for (file, _, name), numbers in figures.items():
        own[_package(file, name)] += numbers[2]
    total = sum(own.values())
    lines = ["Own time by package, under the profiler (which makes Python slower and C not):"]
    for package, seconds in own.most_common(TOP):
        lines.append(f"  {seconds / OFTEN * 1000:6.3f} ms  {seconds / total:5.1%}  {package}")
    return lines


def _by_function(figures: dict[tuple[str, int, str], tuple[Any, ...]]) -> list[str]:
    lines = ["The functions with the most time of their own, for each request:"]
    for (file, line, name), numbers in sorted(figures.items(), key=lambda item: -item[1][2])[:TOP]:
        where = f"{_package(file, name)}: {Path(file).name}:{line} {name}" if line else name
        lines.append(f"  {numbers[2] / OFTEN * 1000:6.3f} ms  {numbers[0] / OFTEN:6.1f} calls  {where}")
    return lines


def _package(file: str, name: str) -> str:
    if file.startswith(PACKAGES):
        return Path(file).relative_to(PACKAGES).parts[0].removesuffix(".py")
    if file.startswith(str(CLONE)):
        return f"ours ({Path(file).relative_to(CLONE).parts[0]})"
    if file == "~":
        return "psycopg (C) and waiting for the database" if "psycopg" in name else "built into Python"
    return "Python's library" if file.startswith(LIBRARY) else file


def _statements(ask: Callable[[], None]) -> list[str]:
    """Each statement of one warm request, with what PostgreSQL says of planning and running it."""
    said: list[str] = []
    busy = False

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        nonlocal busy
        if busy:
            return execute(sql, params, many, context)
        busy = True
        try:
            plan = _explained(sql, params)
        finally:
            busy = False
        began = time.perf_counter()
        answer = execute(sql, params, many, context)
        milliseconds = (time.perf_counter() - began) * 1000
        said.append(f"  {milliseconds:6.3f} ms{plan}  {' '.join(sql.split())[:90]} …  ({len(sql)} characters)")
        return answer

    with connection.execute_wrapper(note):
        ask()
    return [f"The {len(said)} statements of one request, each until its answer was there:", *said]


def _explained(sql: str, params: Any) -> str:
    """What planning and running a query takes, by PostgreSQL's own account; asked where the request stands."""
    if not sql.startswith("SELECT") or "set_config" in sql:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        told = cursor.fetchone()[0]
    plan = (json.loads(told) if isinstance(told, str) else told)[0]
    return f" (planning {plan['Planning Time']:.3f}, running {plan['Execution Time']:.3f})"
