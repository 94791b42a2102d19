"""The catalogue of sections: each declared once. From here come the API gates, the web app's navigation,
the console's switch page, the impact report and the generated documentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SwitchedBy = Literal["support", "lender"]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the portal that a switch shows or hides.

    ``borrower_sees`` is said to lenders; ``hides`` lists what is gone when it is off; ``needs`` names
    the section without which it is never on.
    """

    key: str
    title: str
    borrower_sees: str
    switched_by: SwitchedBy
    default_on: bool
    hides: tuple[str, ...]
    needs: str | None = None


SECTIONS: tuple[Section, ...] = (
    Section(
        key="payments",
        title="Payments",
        borrower_sees="Pay by bank account, keep bank accounts, and see their payments.",
        switched_by="support",
        default_on=True,
        hides=("Bank accounts", "Pay", "Payment history", "Payment methods", "New payment notices"),
    ),
    Section(
        key="amortization",
        title="Summary charts and breakdown",
        borrower_sees="Charts of what is paid and what remains, and the schedule payment by payment.",
        switched_by="lender",
        default_on=True,
        hides=("Summary charts", "See breakdown"),
    ),
)

BY_KEY: dict[str, Section] = {section.key: section for section in SECTIONS}


def section(key: str) -> Section:
    """The section of that key; raises KeyError: an unknown switch is a bug, and never on."""
    return BY_KEY[key]
