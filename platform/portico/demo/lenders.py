"""Who is in the demo: three lenders, their people, and which of their accounts they hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from portal_api.accounts.states import Standing

HERE = Path(__file__).parent
PASSWORD = "portico demo 2026"  # noqa: S105  # of made-up people, on this machine alone, and printed at every start


@dataclass(frozen=True, slots=True)
class DemoBorrower:
    """A login and the accounts that become theirs, or their ``business``'s: the first of each standing."""

    email: str
    name: str
    standings: tuple[Standing, ...]
    business: str = ""


@dataclass(frozen=True, slots=True)
class DemoLender:
    """One lender of the demo."""

    slug: str
    name: str
    time_zone: str
    portfolio: str
    payments_on: bool
    bank: str
    borrowers: tuple[DemoBorrower, ...] = field(default=())

    @property
    def brand_folder(self) -> Path:
        """Its brand, as a folder of files."""
        return HERE / "brands" / self.slug

    @property
    def staff_domain(self) -> str:
        """The domain of its staff's e-mail."""
        return f"{self.slug}.example"


LENDERS = (
    DemoLender(
        slug="brightline",
        name="Brightline Auto Finance",
        time_zone="America/New_York",
        portfolio="auto",
        payments_on=True,
        bank="FIRST PRAIRIE BANK",
        borrowers=(
            DemoBorrower("maya@example.com", "Maya Okafor", (Standing.CURRENT, Standing.PAST_DUE, Standing.PAID_OFF)),
            DemoBorrower("leo@example.com", "Leo Brandt", (Standing.CURRENT,)),
        ),
    ),
    DemoLender(
        slug="granite",
        name="Granite Equipment Finance",
        time_zone="America/Chicago",
        portfolio="equipment",
        payments_on=False,
        bank="HIGH PLAINS BANK",
        borrowers=(
            DemoBorrower(
                "dana@example.com",
                "Dana Whitfield",
                (Standing.CURRENT, Standing.PAST_DUE),
                business="Whitfield Contracting LLC",
            ),
        ),
    ),
    DemoLender(
        slug="juniper",
        name="Juniper Personal Loans",
        time_zone="America/Boise",
        portfolio="consumer",
        payments_on=True,
        bank="HARBOR STATE BANK",
        borrowers=(
            DemoBorrower("ines@example.com", "Inés Marín", (Standing.CURRENT, Standing.PAST_DUE)),
            DemoBorrower("theo@example.com", "Theo Lindqvist", (Standing.PAST_DUE,)),
        ),
    ),
)
