"""What reading a tape gives: good rows and bad ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portico_kernel.money import Money

from .standing import Standing


class BorrowerKind(StrEnum):
    """A person or a business: it decides the wording, and WEB or CCD for a bank account."""

    PERSON = "person"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True)
class BorrowerFacts:
    """What the tape tells about who owes; text that the tape does not carry is empty."""

    kind: BorrowerKind = BorrowerKind.PERSON
    name: str = ""
    email: str = ""
    phone: str = ""
    is_joint: bool = False
    co_borrower_name: str = ""
    co_borrower_email: str = ""
    state: str = ""
    homeownership: str = ""
    annual_income: Money | None = None


@dataclass(frozen=True, slots=True)
class BroughtForward:
    """Everything paid before the tape, as the one line that the ledger opens with."""

    principal: Money
    interest: Money
    fees: Money

    @property
    def total(self) -> Money:
        """The three buckets together."""
        return self.principal + self.interest + self.fees


@dataclass(frozen=True, slots=True)
class TapeRow:
    """One loan as the source states it.

    ``annual_rate`` is a fraction of one (0.1407 is 14.07%); ``issue_month`` is the first day of that month;
    ``due_day`` is the day of the month that instalments fall due, where the tape says so. ``raw`` is the text
    of the row as it came.
    """

    line: int
    loan_number: str
    principal: Money
    term: int
    annual_rate: Decimal
    instalment: Money
    issue_month: date
    standing: Standing
    balance: Money
    paid_principal: Money
    paid_interest: Money
    paid_fees: Money
    borrower: BorrowerFacts
    purpose: str = ""
    collateral: str = ""
    due_day: int | None = None
    raw: str = ""

    @property
    def brought_forward(self) -> BroughtForward:
        """The totals paid; nothing is known about when, so no history is made of them."""
        return BroughtForward(self.paid_principal, self.paid_interest, self.paid_fees)

    @property
    def written_off(self) -> Money:
        """Principal that is neither paid nor owed any more; only charged-off loans have some."""
        return self.principal - self.paid_principal - self.balance


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a row: the tape's own column name (empty for the whole row) and a sentence."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be imported: where it starts, all that is wrong, and its text as it came."""

    line: int
    problems: tuple[Problem, ...]
    raw: str

    @property
    def column(self) -> str:
        """The first column that is wrong."""
        return self.problems[0].column

    @property
    def reason(self) -> str:
        """Every reason in one text."""
        return " ".join(problem.reason for problem in self.problems)
