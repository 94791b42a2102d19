"""What is left to do before a new lender's borrowers can come, each computed and by whom it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from branding.published.models import BrandVersion
from feature_flags.sections import SectionsInForce
from portal_api.accounts.staff_queries import counts_by_standing
from portal_api.identity.models import User
from portal_api.identity.queries import active_users, has_users_of_kind
from portal_api.identity.states import StaffRole, UserKind
from tenants.models import Lender


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done, or that somebody has to do."""

    title: str
    is_done: bool
    text: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """How far a lender has come. ``waiting``: administrators who were invited and have not signed in."""

    steps: Sequence[Step]
    waiting: Sequence[User]
    is_administered: bool

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return all(step.is_done for step in self.steps)


def beginning_of(
    lender: Lender, *, brand: BrandVersion | None, missing: Sequence[str], sections: SectionsInForce
) -> Beginning:
    """Where the lender that is entered stands."""
    administrators = active_users(UserKind.STAFF, StaffRole.ADMIN)
    waiting = [user for user in administrators if not user.has_usable_password()]
    is_administered = len(waiting) < len(administrators)
    steps = [
        _administrator(waiting, is_done=is_administered),
        Step(
            "Publish their brand",
            brand is not None,
            "Their administrator does this under Brand. Until then the portal has a neutral look under their name.",
        ),
        Step(
            "Complete the bank profile",
            not missing,
            "Their administrator does this under Bank profile, with what their bank gave them.",
        ),
        _accounts(lender),
        # Where money is frozen the page says so at its top, and no switch is what is missing.
        *([] if lender.money_frozen_at else [_payments(sections)]),
        Step(
            "Invite the first borrower",
            has_users_of_kind(UserKind.BORROWER),
            "Their staff do this under Borrowers, once there are accounts to show.",
        ),
    ]
    return Beginning(steps, waiting, is_administered)


def _administrator(waiting: Sequence[User], *, is_done: bool) -> Step:
    named = " and ".join(f"{user.name} ({user.email})" for user in waiting)
    text = f"Invited, and no password chosen yet: {named}." if waiting else "Nobody has been invited yet."
    return Step("Have their administrator sign in", is_done, text)


def _accounts(lender: Lender) -> Step:
    count = sum(line.count for line in counts_by_standing())
    text = f"An engineer reads the file of their loan system: portico import {lender.slug} FILE --mapping FILE"
    return Step("Import their accounts", count > 0, text)


def _payments(sections: SectionsInForce) -> Step:
    text = "Switched on. Borrowers are offered payments as soon as the bank profile is complete."
    if "payments" not in sections.offered | sections.not_ready:
        text = "Switched off. Their administrator asks for payments by a ticket, and you carry it out."
    return Step("Offer payments", "payments" in sections.offered, text)
