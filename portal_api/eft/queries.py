"""What may be read about bank files, inside the lender. Staff doors ask; borrowers read their timelines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from portal_api.payments.rail import NotReady, Window
from portal_api.payments.states import TO_POST
from portal_api.servicing.days import lender_zone
from portico_kernel.calendar import Cutoff, effective_entry_date, latest_cutoff, next_cutoff
from portico_kernel.money import Money
from tenants.context import current_lender
from tenants.frozen import money_frozen

from .errors import EftNotReady, FileNotFound
from .lender import lender_at_hand
from .models import EftEntry, EftFile, EftProfile, ReturnFile, ReturnItem
from .profiles import cutoff_times, fields_of, problems_of
from .states import AT_THE_BANK, ReturnOutcome

FILE_CURRENCY = "USD"


def get_profile() -> EftProfile | None:
    """The lender's bank profile; None before it was first saved."""
    return EftProfile.objects.first()


def readiness() -> list[str]:
    """What is missing before this lender's payments can stand in a bank file, in words; empty when ready."""
    return _missing(get_profile())


def _missing(profile: EftProfile | None) -> list[str]:
    currency = lender_at_hand().currency
    wrong_currency = (
        [] if currency == FILE_CURRENCY else [f"Bank files carry US dollars; this lender's currency is {currency}."]
    )
    if profile is None:
        return [*wrong_currency, "The bank profile has not been filled in."]
    return [*wrong_currency, *problems_of(fields_of(profile)).values()]


def is_ready() -> bool:
    """Whether payments can be offered to borrowers: the profile is complete and no money is frozen. Two queries."""
    return not readiness() and money_frozen(current_lender()) is None


def ready_profile() -> EftProfile:
    """The complete profile; raises EftNotReady with what is missing."""
    profile = get_profile()
    missing = _missing(profile)
    if profile is None or missing:
        raise EftNotReady(missing)
    return profile


def next_window(now: datetime) -> Window:
    """The cut-off that takes a payment confirmed at ``now``, and the days that follow from it.

    Raises NotReady, in words that a borrower may read.
    """
    profile = get_profile()
    if profile is None or _missing(profile):
        raise NotReady
    cutoff = next_cutoff(now, cutoff_times(profile), lender_zone())
    return Window(
        cutoff_at=cutoff.instant,
        file_on=cutoff.day,
        effective_on=effective_entry_date(cutoff.day, profile.effective_days or 1),
    )


def latest_past_cutoff(now: datetime) -> Cutoff:
    """The last cut-off that has come; raises EftNotReady."""
    return latest_cutoff(now, cutoff_times(ready_profile()), lender_zone())


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry as staff see it: the account number by its last four only."""

    trace_number: str
    payment_reference: str
    account_number: str
    receiver_name: str
    bank_account: str
    routing_number: str
    sec_code: str
    amount: Money
    payment_status: str
    return_code: str
    given_back_at: datetime | None


def files() -> list[EftFile]:
    """Every file, newest first."""
    return list(EftFile.objects.order_by("-number"))


def file_by_number(number: int) -> EftFile:
    """One file; raises FileNotFound."""
    found = EftFile.objects.filter(number=number).first()
    if found is None:
        raise FileNotFound(f"There is no bank file {number}.")
    return found


def unfinished_files() -> list[EftFile]:
    """Files whose payments are claimed but whose bytes are not stored yet, oldest first."""
    return list(EftFile.objects.filter(content_hash="").order_by("number"))


def entries_of(file: EftFile) -> list[EntryLine]:
    """A file's entries in the order of the file. One query."""
    rows = file.entries.select_related("payment__account", "payment__method").order_by("trace_number")
    return [_line(entry, file.currency) for entry in rows]


def _line(entry: EftEntry, currency: str) -> EntryLine:
    payment = entry.payment
    return EntryLine(
        trace_number=entry.trace_number,
        payment_reference=payment.reference,
        account_number=payment.account.number,
        receiver_name=entry.receiver_name,
        bank_account=payment.method.label,
        routing_number=entry.routing_number,
        sec_code=entry.sec_code,
        amount=Money(entry.amount_minor, currency),
        payment_status=payment.status,
        return_code=payment.return_code,
        given_back_at=entry.given_back_at,
    )


def entries_due_to_settle(today: date) -> QuerySet[EftEntry]:
    """Entries whose file is with the bank and whose effective date has come, not posted or given back yet."""
    return (
        EftEntry.objects.filter(
            file__status__in=AT_THE_BANK,
            file__effective_on__lte=today,
            given_back_at__isnull=True,
            payment__status__in=TO_POST,
        )
        .select_related("file", "payment")
        .order_by("trace_number")
    )


def return_files() -> list[ReturnFile]:
    """The return files that were read, newest first, each with ``item_count`` and ``applied_count``."""
    return list(
        ReturnFile.objects.annotate(
            item_count=Count("items"),
            applied_count=Count("items", filter=Q(items__outcome=ReturnOutcome.APPLIED)),
        ).order_by("-read_at", "id")
    )


def items_of(file: ReturnFile) -> list[ReturnItem]:
    """What each line of a return file did, in the order of its lines."""
    return list(file.items.select_related("payment").order_by("line"))


def outcomes_of(file: ReturnFile) -> Mapping[str, int]:
    """How many lines of a return file had which outcome."""
    rows = file.items.values_list("outcome").annotate(count=Count("id"))
    return dict(rows)


def returned_total(file: EftFile) -> Money:
    """What came back of a file's entries so far."""
    traces = file.entries.values("trace_number")
    back = ReturnItem.objects.filter(outcome=ReturnOutcome.APPLIED, original_trace__in=traces)
    return Money(int(back.aggregate(total=Sum("amount_minor"))["total"] or 0), file.currency)
