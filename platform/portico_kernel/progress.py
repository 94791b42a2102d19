"""Progress bars for whatever takes over a second; plain lines where nobody watches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

T = TypeVar("T")


def progress_bar(items: Iterable[T], title: str, total: int | None = None) -> Iterator[T]:
    """Yield the items while a bar on standard error tells how far it is; silent when that is no terminal."""
    known = total if total is not None else (len(items) if isinstance(items, Sized) else None)
    console = Console(stderr=True)
    if not console.is_terminal:
        yield from items
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield from progress.track(items, total=known, description=title)
