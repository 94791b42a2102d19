"""One line of a return file: find its entry, decide what it means, and do it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal_api.accounts.queries import lock_account
from portal_api.payments.models import Payment
from portal_api.payments.operations import return_payment
from portal_api.payments.states import ON_THE_LEDGER, PAYMENT_LIFE, PaymentStatus
from portal_api.servicing.days import lender_day
from portal_api.servicing.operations import reverse_payment
from portal_api.wallet.operations import note_validation
from portal_api.wallet.states import Validation
from portico_kernel.actor import Actor
from portico_kernel.money import Money

from .models import EftEntry
from .nacha import CHANGE_MEANINGS, ChangeItem, Correction, ReturnItem, ReturnRule, rule_for
from .states import ReturnOutcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line did and why, in words that hold no account number."""

    outcome: ReturnOutcome
    explanation: str


def entries_returned(traces: Iterable[str]) -> dict[str, EftEntry]:
    """The entries that a file's lines name, their accounts and then their payments locked, always in one order."""
    wanted = EftEntry.objects.filter(trace_number__in=set(traces))
    for account_id in wanted.order_by("payment__account_id").values_list("payment__account_id", flat=True).distinct():
        lock_account(account_id)
    payment_ids = wanted.values("payment_id")
    locked = Payment.objects.select_for_update(of=("self",)).select_related("method", "account", "user")
    payments = {payment.id: payment for payment in locked.filter(id__in=payment_ids).order_by("id")}
    entries = {entry.trace_number: entry for entry in wanted.select_related("file")}
    for entry in entries.values():
        entry.payment = payments[entry.payment_id]
    return entries


def judge(item: ReturnItem | ChangeItem, entry: EftEntry | None, *, actor: Actor, now: datetime) -> dict[str, object]:
    """Do what a line asks for where it is sure, in the caller's transaction; returns the columns of its row."""
    verdict = _judge_change(item, entry) if isinstance(item, ChangeItem) else _judge_return(item, entry, actor, now)
    return {
        "original_trace": item.original_trace,
        "return_trace": item.notice_trace if isinstance(item, ChangeItem) else item.return_trace,
        "line": item.line,
        "code": item.code,
        "amount_minor": 0 if isinstance(item, ChangeItem) else item.amount.minor,
        "outcome": verdict.outcome,
        "payment": entry.payment if entry else None,
        "explanation": verdict.explanation,
    }


def _judge_return(item: ReturnItem, entry: EftEntry | None, actor: Actor, now: datetime) -> Verdict:
    if entry is None:
        return _unknown(item.original_trace)
    objection = _objection(item, entry)
    if objection is not None:
        return objection
    rule = rule_for(item.code)
    _return(item, entry, rule, actor, now)
    what_next = f" {rule.staff_action}" if rule.staff_action else ""
    return Verdict(ReturnOutcome.APPLIED, f"{rule.bank_meaning}.{what_next}"[:300])


def _objection(item: ReturnItem, entry: EftEntry) -> Verdict | None:
    """Why this line must not move money, although its trace number is ours."""
    if not _is_about(item, entry):
        return _not_ours(item, entry)
    payment, ours = entry.payment, Money(entry.amount_minor, entry.payment.currency)
    if item.amount != ours or not item.is_debit:
        said = f"{item.amount}" if item.is_debit else f"a credit of {item.amount}"
        return Verdict(
            ReturnOutcome.MISMATCH,
            f"The bank returns {said}, our entry for payment {payment.reference} was a debit of {ours}."
            " Nothing was changed; ask the bank.",
        )
    if entry.given_back_at is not None:
        return Verdict(
            ReturnOutcome.MISMATCH,
            f"File {entry.file.number} was rejected, so this entry of payment {payment.reference} was never"
            " collected by it. Nothing was changed; ask the bank.",
        )
    if payment.status == PaymentStatus.RETURNED:
        return Verdict(
            ReturnOutcome.REPEATED,
            f"Payment {payment.reference} was returned before, as {payment.return_code}. Nothing was changed.",
        )
    if not PAYMENT_LIFE.allows(from_=payment.status, to=PaymentStatus.RETURNED):
        return Verdict(
            ReturnOutcome.MISMATCH,
            f"Payment {payment.reference} is {payment.get_status_display().lower()} and cannot be returned."
            " Nothing was changed; ask the bank.",
        )
    return None


def _is_about(item: ReturnItem | ChangeItem, entry: EftEntry) -> bool:
    """Whether the line names the entry itself: a trace number alone does not.

    Lenders at one bank share its id and each counts from 1, so the same trace number stands in another
    company's file as well. Returns repeat the original's company, individual id and receiving bank (Nacha).
    """
    said = (item.company_id, item.individual_id, item.original_rdfi)
    return said == (entry.file.sender["company_id"].strip(), entry.individual_id.strip(), entry.routing_number[:8])


def _not_ours(item: ReturnItem | ChangeItem, entry: EftEntry) -> Verdict:
    return Verdict(
        ReturnOutcome.MISMATCH,
        f"Trace number {item.original_trace} is on our entry for payment {entry.payment.reference}, but the line"
        " names another company, payment or receiving bank: it may be another company's. Nothing was changed;"
        " ask the bank.",
    )


def _return(item: ReturnItem, entry: EftEntry, rule: ReturnRule, actor: Actor, now: datetime) -> None:
    payment = entry.payment
    if payment.status in ON_THE_LEDGER:
        reverse_payment(
            payment_id=payment.id,
            effective_on=max(entry.file.effective_on, min(item.returned_on, lender_day(now))),
            description=f"Payment {payment.reference} returned by the bank ({item.code})",
            actor=actor,
            now=now,
        )
    if rule.disables_method:
        note_validation(
            method=payment.method,
            validation=Validation.FAILED,
            reason=f"{item.code}: {rule.bank_meaning}.",
            actor=actor,
            now=now,
        )
    return_payment(
        payment,
        code=item.code,
        reason_text=rule.borrower_sentence,
        bank_meaning=rule.bank_meaning,
        actor=actor,
        now=now,
    )


def _judge_change(item: ChangeItem, entry: EftEntry | None) -> Verdict:
    if entry is None:
        return _unknown(item.original_trace)
    if not _is_about(item, entry):
        return _not_ours(item, entry)
    meaning = CHANGE_MEANINGS.get(item.code, "A change code that is not in our table")
    account = entry.payment.method.label
    return Verdict(
        ReturnOutcome.CHANGE,
        f"{meaning}: {account}, payment {entry.payment.reference}.{_right(item.correction)} Correct it within six"
        " banking days or before the next debit, whichever is later."[:300],
    )


def _right(correction: Correction | None) -> str:
    """What the bank says is right; of an account number the last four only."""
    if correction is None:
        return " Read the corrected data in the bank's file."
    parts = [
        f"routing number {correction.routing_number}" if correction.routing_number else "",
        f"account number ending {correction.account_number[-4:]}" if correction.account_number else "",
        f"transaction code {correction.transaction_code.value}" if correction.transaction_code else "",
        "another name" if correction.name else "",
        "another individual id" if correction.individual_id else "",
    ]
    return f" The bank says: {', '.join(part for part in parts if part)}."


def _unknown(trace: str) -> Verdict:
    return Verdict(
        ReturnOutcome.UNKNOWN_TRACE,
        f"Nothing was changed; ask the bank which file trace number {trace} was in.",
    )
