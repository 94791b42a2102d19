"""The demo's people: three roles of staff at each lender, borrowers with accounts, one support agent."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from portal_api.accounts.models import Account, Party
from portal_api.accounts.operations import grant_access, link_party
from portal_api.accounts.states import PartyKind, PartyRole
from portal_api.identity.models import User
from portal_api.identity.operations.invitations import create_support_agent, invite_borrower, invite_staff
from portal_api.identity.operations.people import set_password
from portal_api.identity.states import StaffRole, UserKind
from portico_kernel.actor import Actor

from .lenders import PASSWORD, DemoBorrower, DemoLender

SUPPORT_EMAIL, SUPPORT_NAME = "rita@portico.example", "Rita Moss"
STAFF = (
    ("sam", "Sam Ortiz", StaffRole.ADMIN),
    ("ana", "Ana Keller", StaffRole.AGENT),
    ("vic", "Vic Dunn", StaffRole.VIEWER),
)


def make_support_agent(*, actor: Actor, now: datetime) -> None:
    """Make the support agent, in the platform's schema."""
    if not User.objects.filter(kind=UserKind.SUPPORT, email=SUPPORT_EMAIL).exists():
        agent = create_support_agent(email=SUPPORT_EMAIL, name=SUPPORT_NAME, language="en", actor=actor, now=now)
        set_password(kind=UserKind.SUPPORT, user_id=agent.id, password=PASSWORD, actor=actor, now=now)


def make_people(demo: DemoLender, *, actor: Actor, now: datetime) -> None:
    """Make staff and borrowers of one lender, inside it."""
    for short, name, role in STAFF:
        email = f"{short}@{demo.staff_domain}"
        if not User.objects.filter(kind=UserKind.STAFF, email=email).exists():
            person = invite_staff(email=email, name=name, role=role, language="en", actor=actor, now=now)
            set_password(kind=UserKind.STAFF, user_id=person.id, password=PASSWORD, actor=actor, now=now)
    for borrower in demo.borrowers:
        if not User.objects.filter(kind=UserKind.BORROWER, email=borrower.email).exists():
            _make_borrower(borrower, actor, now)


def _make_borrower(borrower: DemoBorrower, actor: Actor, now: datetime) -> None:
    user = invite_borrower(email=borrower.email, name=borrower.name, language="en", actor=actor, now=now)
    set_password(kind=UserKind.BORROWER, user_id=user.id, password=PASSWORD, actor=actor, now=now)
    party = Party.objects.create(
        kind=PartyKind.BUSINESS if borrower.business else PartyKind.PERSON,
        name=borrower.business or borrower.name,
        email=borrower.email,
        external_id=f"demo:{borrower.email}",
    )
    link_party(user_id=user.id, party_id=party.id, actor=actor, now=now)
    for standing in borrower.standings:
        free = Account.objects.filter(snapshot__standing=standing, access__isnull=True)
        account = free.order_by("number").first()
        if account is not None:
            _hand_over(account, party)
            grant_access(user_id=user.id, account_id=account.id, actor=actor, now=now)


def _hand_over(account: Account, party: Party) -> None:
    """Make an account the party's, in the place of its borrower, whose name the portfolio made up."""
    role = account.roles.select_related("party").get(role=PartyRole.BORROWER)
    before = role.party
    role.party = party
    role.save(update_fields=["party"])
    if not before.roles.exists():
        before.delete()


def logins_of(demo: DemoLender | None) -> list[dict[str, str]]:
    """The logins to print: of one lender, or of the platform for None."""
    port = settings.PORTICO_PORT_SUFFIX
    if demo is None:
        url = f"http://{settings.PORTICO_SUPPORT_HOST}{port}/"
        return [_login("Portico", "support agent", SUPPORT_EMAIL, url)]
    base = f"http://{demo.slug}.{settings.PORTICO_BASE_HOST}{port}"
    staff = [
        _login(demo.slug, role.label.lower(), f"{s}@{demo.staff_domain}", f"{base}/console/") for s, _, role in STAFF
    ]
    return [*(_login(demo.slug, "borrower", b.email, f"{base}/") for b in demo.borrowers), *staff]


def _login(lender: str, role: str, email: str, url: str) -> dict[str, str]:
    return {"lender": lender, "role": role, "email": email, "password": PASSWORD, "url": url}
