"""Filling the demo: lenders, brands, bank profiles, portfolios, people. Doing it twice changes nothing.

Everything goes through the product's own operations, so that the demo cannot show what the product lacks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from branding.folder import read_brand_folder
from branding.published.operations import publish_brand
from branding.published.queries import newest_version
from feature_flags.models import SwitchChange
from feature_flags.tickets.operations import carry_out_ticket, open_ticket
from portal_api.servicing.models import ImportBatch
from portico_kernel.actor import Actor
from tenants.context import in_platform, in_tenant
from tenants.models import Lender, Site
from tenants.provisioning import provision_lender

from .bank import ensure_bank_profile
from .days import move_on
from .lenders import HERE, LENDERS, DemoLender
from .people import SUPPORT_NAME, logins_of, make_people, make_support_agent

ACTOR = Actor.system("demo")
Report = Callable[[str], None]


@dataclass(slots=True)
class Prepared:
    """What the demo printed and wrote to var/demo.json."""

    lenders: list[dict[str, str]] = field(default_factory=list)
    logins: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def prepare_demo(*, now: datetime, report: Report) -> Prepared:
    """Make what is missing of the demo and say what there is."""
    prepared = Prepared()
    with in_platform(ACTOR, "prepare the demo"):
        make_support_agent(actor=ACTOR, now=now)
    for demo in LENDERS:
        report(f"{demo.name}: lender and brand")
        lender = _ensure_lender(demo, now)
        with in_tenant(lender):
            _ensure_brand(demo, lender, now)
            ensure_bank_profile(demo, actor=ACTOR, now=now)
        report(f"{demo.name}: accounts")
        prepared.notes += _ensure_portfolio(demo, lender, now)
        with in_tenant(lender):
            make_people(demo, actor=ACTOR, now=now)
        _ensure_ticket(demo, lender, now)
        host = f"{demo.slug}.{settings.PORTICO_BASE_HOST}"
        prepared.lenders.append({"slug": demo.slug, "name": demo.name, "host": host})
    prepared.logins = [login for demo in LENDERS for login in logins_of(demo)]
    prepared.logins += logins_of(None)
    return prepared


def _ensure_lender(demo: DemoLender, now: datetime) -> Lender:
    with in_platform(ACTOR, "look for a demo lender"):
        known = Lender.objects.filter(slug=demo.slug).first()
    if known is not None:
        return known
    return provision_lender(
        slug=demo.slug,
        name=demo.name,
        hosts=[f"{demo.slug}.{settings.PORTICO_BASE_HOST}"],
        time_zone=demo.time_zone,
        actor=ACTOR,
        now=now,
        may_build=True,
    )


def _ensure_brand(demo: DemoLender, lender: Lender, now: datetime) -> None:
    site = Site.objects.get(lender_id=lender.id, is_default=True)
    if newest_version(site.id) is not None:
        return
    read = read_brand_folder(demo.brand_folder)
    publish_brand(
        lender_id=lender.id,
        site_id=site.id,
        brand=read.brand,
        words=read.words,
        new_images=read.images.values(),
        actor=ACTOR,
        now=now,
    )


def _ensure_portfolio(demo: DemoLender, lender: Lender, now: datetime) -> list[str]:
    """Import once; from then on move the calendar, so that a demo left alone does not turn everyone late."""
    with in_tenant(lender):
        is_imported = ImportBatch.objects.exists()
    if not is_imported:
        tape, mapping = portfolio_of(demo)
        call_command("import", demo.slug, str(tape), mapping=str(mapping))
        with in_tenant(lender):
            move_on(now=now, actor=ACTOR)
        return [f"{demo.name}: accounts read from {tape.name}."]
    with in_tenant(lender):
        rolled = move_on(now=now, actor=ACTOR)
    if not rolled.posted:
        return []
    return [f"{demo.name}: the calendar moved on; {rolled.posted} payments that fell due were posted as agreed."]


def portfolio_of(demo: DemoLender) -> tuple[Path, Path]:
    """The file and mapping of a lender's accounts: the real tape for the consumer lender where it is at hand."""
    folder = HERE / "portfolios"
    tape = Path(settings.PORTICO_TAPE)
    if demo.portfolio == "consumer" and tape.is_file():
        return tape, folder / "loan-tape.toml"
    return folder / f"{demo.portfolio}.csv", folder / f"{demo.portfolio}.toml"


def _ensure_ticket(demo: DemoLender, lender: Lender, now: datetime) -> None:
    """Take payments off where the demo wants them off, the way it is done: by a ticket."""
    with in_tenant(lender):
        if demo.payments_on or SwitchChange.objects.filter(section="payments").exists():
            return
        ticket = open_ticket(
            lender_id=lender.id,
            section="payments",
            wants_on=False,
            message="Our customers pay by invoice. Please deactivate payments on our portal.",
            opener_email=f"sam@{demo.staff_domain}",
            actor=Actor("staff", "demo", "Sam Ortiz"),
            now=now,
        )
    carry_out_ticket(
        number=ticket.number,
        stranded_choice="drain",
        note="Deactivated as asked. Nothing was on its way.",
        actor=Actor("support", "demo", SUPPORT_NAME),
        now=now,
    )


def as_json(prepared: Prepared) -> dict[str, Any]:
    """What ``portico demo_setup --json-out`` writes."""
    return {"lenders": prepared.lenders, "logins": prepared.logins, "notes": prepared.notes}
