"""How money moves, told by the rail: the package that makes bank files stands above and registers here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from portico_kernel.errors import Unavailable


class NotReady(Unavailable):
    """The lender's bank details are not complete, so nothing can be collected."""

    code = "payments_not_ready"
    message = "Payments are not ready here yet. Nothing was debited."


@dataclass(frozen=True, slots=True)
class Window:
    """The next generation moment: what is accepted before ``cutoff_at`` goes into the file of ``file_on``.

    ``effective_on`` is the day on which the bank is asked to debit.
    """

    cutoff_at: datetime
    file_on: date
    effective_on: date


NextWindow = Callable[[datetime], Window]
_rail: list[NextWindow] = []


def register_rail(next_window: NextWindow) -> None:
    """Name the function that knows the lender's cut-offs; called once, when the app is ready.

    It gets ``now``, runs inside the lender, and raises where the lender's profile is not complete.
    """
    _rail[:] = [next_window]


def next_window(now: datetime) -> Window:
    """The window that takes a payment accepted at ``now``; raises NotReady where no rail is registered."""
    if not _rail:
        raise NotReady
    return _rail[0](now)
