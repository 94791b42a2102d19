"""Whether the figures of one row hang together, and where an odd cent between them goes."""

from __future__ import annotations

from dataclasses import replace

from portico_kernel.money import Money

from ..builtin.accrual import periodic_interest
from .mapping import TapeMapping
from .rows import TapeRow
from .standing import Standing

# Three parts and their total, each rounded on its own, miss each other by at most this many minor units.
_ODD_UNITS = 2


def settle_odd_cents(row: TapeRow, paid_total: Money | None, mapping: TapeMapping) -> TapeRow:
    """Make rounded figures add up, where they miss by no more than their rounding.

    Principal paid gives way to the balance, which is the source's fact; a difference to the total paid goes
    to the mapping's ``odd_cent`` bucket. Larger differences stay for ``contradictions``.
    """
    gap = row.written_off.minor
    if mapping.check_balance and abs(gap) == 1:
        row = replace(row, paid_principal=row.paid_principal + row.written_off)
    if paid_total is None:
        return row
    odd = paid_total - row.brought_forward.total
    if not odd or abs(odd.minor) > _ODD_UNITS:
        return row
    if mapping.odd_cent == "fees":
        return replace(row, paid_fees=row.paid_fees + odd)
    return replace(row, paid_interest=row.paid_interest + odd)


def contradictions(row: TapeRow, paid_total: Money | None, mapping: TapeMapping) -> list[str]:
    """Every way in which the row's figures cannot all be true, as sentences."""
    return [*_of_the_terms(row, mapping), *_of_the_balance(row, mapping), *_of_the_paid(row, paid_total)]


def _of_the_terms(row: TapeRow, mapping: TapeMapping) -> list[str]:
    if not row.principal:
        return ["The loan is for nothing."]
    interest = periodic_interest(row.principal, row.annual_rate, rounding=mapping.interest_rounding)
    if row.term > 1 and row.instalment < interest:
        return [f"The installment of {row.instalment} does not cover the first month's interest, {interest}."]
    # A lender that rounds down leaves at most one minor unit an instalment for the last payment.
    if row.instalment * row.term + Money(row.term, row.principal.currency) < row.principal:
        return [f"{row.term} installments of {row.instalment} do not pay back {row.principal}."]
    return []


def _of_the_balance(row: TapeRow, mapping: TapeMapping) -> list[str]:
    if row.paid_principal > row.principal:
        return [f"The principal paid, {row.paid_principal}, is more than the loan, {row.principal}."]
    charged_off = row.standing is Standing.CHARGED_OFF and row.written_off.minor > 0
    if mapping.check_balance and row.written_off and not charged_off:
        return [
            f"The balance, {row.balance}, and the principal paid, {row.paid_principal}, "
            f"do not add up to the loan, {row.principal}."
        ]
    return []


def _of_the_paid(row: TapeRow, paid_total: Money | None) -> list[str]:
    if row.paid_interest.minor < 0 or row.paid_fees.minor < 0:
        return ["The total paid is less than its parts."]
    if paid_total is not None and paid_total != row.brought_forward.total:
        return [f"The total paid, {paid_total}, is not the {row.brought_forward.total} of its parts."]
    return []
