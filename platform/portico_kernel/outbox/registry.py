"""The tasks that the outbox knows by name. Each app registers its own when the app is ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Task:
    """A door for background work. ``run`` takes keyword arguments, tolerates extra ones and may run twice.

    It is called inside the lender (or inside the platform when the entry has no lender), with ``now``.
    """

    name: str
    run: Callable[..., Any]


_tasks: dict[str, Task] = {}


def register(name: str, run: Callable[..., Any]) -> None:
    """Make a task known; registering another function under a known name raises."""
    if name in _tasks and _tasks[name].run is not run:
        raise ValueError(f"task {name} is registered twice")
    _tasks[name] = Task(name, run)


def task_named(name: str) -> Task:
    """The task of that name; raises KeyError for a name nobody registered."""
    return _tasks[name]


def known_names() -> frozenset[str]:
    """Every registered name."""
    return frozenset(_tasks)
