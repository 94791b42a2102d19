"""How often one may guess: counted by (address, login) and by address, never by login alone.

Counting by login alone would let anybody who fails on purpose keep its owner out. A browser that has
signed in to the login before is counted by itself, so that not even a stranger behind the same address
shuts it out. Counts stand in the lender's own table: they hold without Redis and across processes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from .asker import Asker, network_of
from .devices import device_digest
from .errors import TryLater
from .models import SignInFailure
from .states import AttemptKind

WINDOW = timedelta(minutes=15)
KEPT = timedelta(hours=1)
PER_LOGIN_AND_ADDRESS = 5
PER_KNOWN_DEVICE = 10
PER_ADDRESS = {AttemptKind.SIGN_IN: 60, AttemptKind.FORGOT: 20}


@dataclass(frozen=True, slots=True)
class Try:
    """One try that was let through; ``worked`` takes it, and the earlier ones like it, off the count."""

    row: SignInFailure

    def worked(self) -> None:
        """Forget the tries of this place, or this device, at this login."""
        _alike(self.row).delete()


def note_try(*, what: AttemptKind, login: str, asker: Asker, now: datetime) -> Try:
    """Count a try before anything is looked at; raises TryLater when there were too many.

    Counted first, so that many tries at once cannot all slip through. A refused try is not counted: an
    attacker who goes on trying does not make the wait longer for somebody at the same address.
    """
    row = SignInFailure(
        at=now,
        what=what,
        login_digest=login,
        address_digest=_digest(network_of(asker.address)),
        device_digest=device_digest(asker.device, login),
    )
    row.save(force_insert=True)
    wait = max(_waits(row, now))
    if wait > timedelta(0):
        row.delete()
        raise TryLater(int(wait.total_seconds()) + 1)
    SignInFailure.objects.filter(at__lt=now - KEPT).delete()
    return Try(row)


def _waits(row: SignInFailure, now: datetime) -> list[timedelta]:
    if row.device_digest:
        return [_wait(_alike(row), PER_KNOWN_DEVICE, now)]
    here = SignInFailure.objects.filter(what=row.what, address_digest=row.address_digest, device_digest="")
    return [
        _wait(_alike(row), PER_LOGIN_AND_ADDRESS, now),
        _wait(here, PER_ADDRESS[AttemptKind(row.what)], now),
    ]


def _alike(row: SignInFailure) -> QuerySet[SignInFailure]:
    same = SignInFailure.objects.filter(what=row.what, login_digest=row.login_digest)
    if row.device_digest:
        return same.filter(device_digest=row.device_digest)
    return same.filter(address_digest=row.address_digest, device_digest="")


def _wait(tries: QuerySet[SignInFailure], most: int, now: datetime) -> timedelta:
    """How long until a new try, which is among ``tries`` already, would be one of at most ``most``."""
    recent = tries.filter(at__gt=now - WINDOW).order_by("-at").values_list("at", flat=True)
    newest = list(recent[: most + 1])
    if len(newest) <= most:
        return timedelta(0)
    return newest[most] + WINDOW - now


def _digest(text: str) -> str:
    return salted_hmac("portico.identity.address", text, algorithm="sha256").hexdigest()
