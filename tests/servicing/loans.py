"""A loan's ledger without a database: position, schedule, payments, for tests of the rules alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from portal_api.servicing.agreed import ScheduleLine
from portal_api.servicing.builtin.amortization import level_instalment, schedule
from portal_api.servicing.builtin.waterfall import split_payment
from portal_api.servicing.figures import Figures, figures_on
from portal_api.servicing.position import Parts, Position, Posting, parts_of, position_after
from portico_kernel.money import Money

RATE = Decimal("0.0649")
START = date(2026, 1, 20)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


@dataclass
class Loan:
    """A loan of ``principal`` over ``term`` months from START, first due a month later, nothing paid yet."""

    principal: Money = field(default_factory=lambda: usd(12_000_00))
    term: int = 12
    rate: Decimal = RATE
    fees: Money = field(default_factory=lambda: usd(0))
    postings: list[Posting] = field(default_factory=list)

    def __post_init__(self) -> None:
        instalment = level_instalment(self.principal, self.rate, self.term)
        laid_out = schedule(
            principal=self.principal,
            annual_rate=self.rate,
            term=self.term,
            first_due_on=date(2026, 2, 20),
            day_of_month=20,
            instalment=instalment,
        )
        self.lines = [ScheduleLine(line.due_on, line.total) for line in laid_out]
        self.instalment = self.lines[0].total
        self.opening = Position(self.rate, self.principal, usd(0), self.fees, START, usd(0))

    @property
    def position(self) -> Position:
        return position_after(self.opening, self.postings)

    def pay(self, amount: Money, on: date) -> Posting:
        paid = split_payment(amount, self.position.owed_on(on))
        return self._post(Posting(uuid4(), on, Parts(paid.fees, paid.interest, paid.principal)))

    def take_back(self, posting: Posting, on: date) -> None:
        parts = Parts(-posting.parts.fees, -posting.parts.interest, -posting.parts.principal)
        self._post(Posting(uuid4(), on, parts, reverses=posting.id))

    def _post(self, posting: Posting) -> Posting:
        posted = replace(posting, parts=parts_of(posting, self.opening, self.postings))
        self.postings.append(posted)
        return posted

    def is_taken_back(self, posting_id: UUID) -> bool:
        return any(posting.reverses == posting_id for posting in self.postings)

    def figures(self, today: date) -> Figures:
        return figures_on(today, position=self.position, lines=self.lines, is_charged_off=False)
