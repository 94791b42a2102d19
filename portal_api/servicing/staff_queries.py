"""What the lender's staff and support read about one account's past. Their consoles check the role first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from portal_api.accounts.models import Account
from portico_kernel.audit.models import AuditEntry
from portico_kernel.money import Money

from .models import LedgerTransaction
from .queries import with_parts

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened to an account; ``who`` is empty for lines of the ledger."""

    at: datetime
    kind: str
    text: str
    who: str = ""


def timeline_of(account: Account, *, limit: int = MOST_SHOWN) -> list[TimelineEntry]:
    """Everything posted to an account and done to it by people, newest first, at most ``limit``. Two queries."""
    posted = with_parts(LedgerTransaction.objects.filter(account=account.id)).order_by("-sequence")[:limit]
    # Postings have audit rows of their own; the ledger's line says the same and more.
    done = AuditEntry.objects.filter(object_kind="account", object_id=str(account.id))
    people = done.exclude(action__startswith="ledger.").order_by("-at", "id")[:limit]
    entries = [
        *(_posted(row, account.currency) for row in posted),
        *(TimelineEntry(row.at, row.action, row.summary, row.actor_label) for row in people),
    ]
    return sorted(entries, key=attrgetter("at"), reverse=True)[:limit]


def _posted(row: LedgerTransaction, currency: str) -> TimelineEntry:
    parts = (getattr(row, name) for name in ("fees", "interest", "principal"))
    amount, left = Money(-sum(parts), currency), Money(row.principal_after_minor, currency)
    return TimelineEntry(row.posted_at, row.kind, f"{row.description}: {amount}, principal left {left}")
