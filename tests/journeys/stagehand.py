"""The stagehand: a process beside the web server that makes lenders, people and loans when a journey asks.

It stands apart from pytest because it writes for good, in a database of its own, and because Playwright's
event loop lives in pytest's thread. One request a line on stdin, one answer a line on stdout. Meanwhile it
does what the outbox holds, as the worker would.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.management import call_command  # noqa: E402

from branding.folder import read_brand_folder  # noqa: E402
from branding.published.operations import publish_brand  # noqa: E402
from feature_flags.tickets.operations import open_ticket  # noqa: E402
from portal_api.eft.operations.profile import save_profile  # noqa: E402
from portal_api.identity.models import User  # noqa: E402
from portal_api.identity.operations.invitations import invite_borrower  # noqa: E402
from portal_api.identity.states import Audience, UserKind  # noqa: E402
from portal_api.identity.tokens import issue_token  # noqa: E402
from portal_api.identity.viewer import Viewer, viewer_for  # noqa: E402
from portal_api.payments.operations import Accepted, Evidence, confirm_review, make_review  # noqa: E402
from portal_api.payments.states import AmountChoice  # noqa: E402
from portal_api.wallet.numbers import BankForm  # noqa: E402
from portal_api.wallet.operations import begin_capture, capture_bank_account  # noqa: E402
from portico.demo.lenders import HERE as DEMO  # noqa: E402
from portico_kernel.actor import Actor  # noqa: E402
from portico_kernel.clock import read_clock  # noqa: E402
from portico_kernel.money import Money  # noqa: E402
from tenants.context import in_platform, in_tenant  # noqa: E402
from tenants.fleet.spares import fill_pool  # noqa: E402
from tenants.models import Lender, Site  # noqa: E402
from tenants.outbox import run_due  # noqa: E402
from tenants.provisioning import provision_lender  # noqa: E402
from tests.cast import PASSWORD  # noqa: E402
from tests.journeys.accounts import DEALS, open_loan  # noqa: E402

ACTOR = Actor.system("tests")
OUTBOX_LOOKS_EVERY = 0.1
_numbers = itertools.count(1)
_at_the_end = ExitStack()


def make_lender(*, slug: str, name: str, brand: str, time_zone: str) -> dict[str, Any]:
    """A lender with a demo brand that takes payments; no cut-off comes within the next hours."""
    now = read_clock()
    host = f"{slug}.{settings.PORTICO_BASE_HOST}"
    lender = provision_lender(
        slug=slug, name=name, hosts=[host], time_zone=time_zone, actor=ACTOR, now=now, may_build=True
    )
    with in_tenant(lender):
        read = read_brand_folder(DEMO / "brands" / brand)
        publish_brand(
            lender_id=lender.id,
            site_id=Site.objects.get(lender_id=lender.id, is_default=True).id,
            brand=read.brand,
            words=read.words,
            new_images=read.images.values(),
            actor=ACTOR,
            now=now,
        )
        save_profile(
            bank_name="FIRST TEST BANK",
            destination_routing="091000019",
            origin_id="1234567890",
            company_name=name.upper()[:16].strip(),
            company_id="1234567890",
            odfi_id="09100001",
            entry_description="LOAN PMT",
            cutoffs=[(now + timedelta(hours=6)).astimezone(ZoneInfo(time_zone)).strftime("%H:%M")],
            effective_days=1,
            actor=ACTOR,
            now=now,
        )
    return {"slug": slug}


def fill_the_pool(*, places: int) -> dict[str, Any]:
    """Spare schemas for lenders that support makes."""
    return {"made": fill_pool(want=places, now=read_clock())}


def make_borrower(*, slug: str, name: str, deals: list[str]) -> dict[str, Any]:
    """A borrower with loans, and the secret that a signed-in browser's cookie carries."""
    now = read_clock()
    with in_tenant(_lender(slug)):
        user = _user(UserKind.BORROWER, name, "")
        loans = [open_loan(user, DEALS[deal], now=now) for deal in deals]
        secret = issue_token(user=user, audience=Audience.PORTAL, address="", browser="", now=now)
    return {
        "id": str(user.id),
        "email": user.email,
        "secret": secret,
        "accounts": [{"id": str(loan.id), "number": loan.number, "title": loan.title} for loan in loans],
    }


def invite(*, slug: str, name: str, deals: list[str]) -> dict[str, Any]:
    """An invitation by the lender, mailed by the outbox."""
    now = read_clock()
    with in_tenant(_lender(slug)):
        user = invite_borrower(email=_email(), name=name, language="en", actor=ACTOR, now=now)
        for deal in deals:
            open_loan(user, DEALS[deal], now=now)
    return {"email": user.email}


def make_staff(*, slug: str, name: str, role: str) -> dict[str, Any]:
    """A member of a lender's staff."""
    with in_tenant(_lender(slug)):
        return {"email": _user(UserKind.STAFF, name, role).email}


def make_support_agent(*, name: str) -> dict[str, Any]:
    """A support agent of the operator."""
    with in_platform(ACTOR, "make a support agent"):
        return {"email": _user(UserKind.SUPPORT, name, "").email}


def add_bank_account(*, slug: str, user_id: str, number: str) -> dict[str, Any]:
    """A bank account of a borrower, through a capture."""
    now = read_clock()
    with in_tenant(_lender(slug)) as _:
        viewer = _viewer(user_id)
        begun = begin_capture(viewer=viewer, parent_origin=f"http://{slug}.test", actor=viewer.actor, now=now)
        form = BankForm(viewer.name, "person", "checking", "021000021", number, number, is_authorised=True)
        method = capture_bank_account(
            capture_id=begun.capture.id,
            secret=begun.secret,
            form=form,
            lender_name=slug,
            address="127.0.0.1",
            now=now,
        )
    return {"id": str(method.id), "label": method.label}


def make_payment(*, slug: str, user_id: str, account_id: str, method_id: str, minor: int) -> dict[str, Any]:
    """A payment of a borrower, beside whatever is on its way already."""
    now = read_clock()
    with in_tenant(_lender(slug)):
        viewer = _viewer(user_id)
        made = make_review(
            viewer=viewer,
            account_id=account_id,  # type: ignore[arg-type]  # a text is as good as the UUID it spells
            choice=AmountChoice.CUSTOM,
            typed=Money(minor),
            method_id=method_id,  # type: ignore[arg-type]
            now=now,
        )
        payment = confirm_review(
            viewer=viewer,
            review_id=made.review.id,
            accepted=Accepted(True, made.review.terms_hash, frozenset(other.id for other in made.overlaps)),
            evidence=Evidence(key=str(made.review.id), address="127.0.0.1", browser="tests"),
            actor=viewer.actor,
            clock=read_clock,
        )
    return {"id": str(payment.id), "reference": payment.reference}


def open_a_ticket(*, slug: str, message: str) -> dict[str, Any]:
    """A ticket of the lender's that asks for payments to be switched off."""
    lender = _lender(slug)
    with in_tenant(lender):
        ticket = open_ticket(
            lender_id=lender.id,
            section="payments",
            wants_on=False,
            message=message,
            opener_email=_email(),
            actor=ACTOR,
            now=read_clock(),
        )
    return {"number": ticket.number}


def serve(*, words: list[str], log: str) -> dict[str, Any]:
    """The web server, without the owner's login, for as long as this process lives."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    with open(log, "w", encoding="utf-8") as written:
        web = subprocess.Popen(
            words, env=environment, stdin=subprocess.DEVNULL, stdout=written, stderr=written, start_new_session=True
        )
    # Not gently: a browser that was killed leaves connections open, for which the server would wait.
    _at_the_end.callback(os.killpg, web.pid, signal.SIGKILL)
    return {"pid": web.pid}


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    command.__name__: command
    for command in (
        make_lender,
        fill_the_pool,
        make_borrower,
        invite,
        make_staff,
        make_support_agent,
        add_bank_account,
        make_payment,
        open_a_ticket,
        serve,
    )
}


def _lender(slug: str) -> Lender:
    with in_platform(ACTOR, "find a lender of the tests"):
        return Lender.objects.get(slug=slug)


def _email() -> str:
    return f"person{next(_numbers)}@example.com"


def _user(kind: UserKind, name: str, role: str) -> User:
    now: datetime = read_clock()
    return User.objects.create(
        kind=kind, email=_email(), name=name, role=role, created_at=now, password=make_password(PASSWORD)
    )


def _viewer(user_id: str) -> Viewer:
    return viewer_for(User.objects.get(id=user_id), site_id=None)


def _work_through_the_outbox(ended: threading.Event) -> None:
    while not ended.wait(OUTBOX_LOOKS_EVERY):
        run_due(now=read_clock())


def main() -> None:
    """Migrate, then answer until stdin ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # Whatever logs to stdout must not be taken for an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    call_command("migrate", verbosity=0)
    ended = threading.Event()
    worker = threading.Thread(target=_work_through_the_outbox, args=(ended,))
    worker.start()
    try:
        for line in sys.stdin:
            asked = json.loads(line)
            try:
                answer: dict[str, Any] = {"ok": COMMANDS[asked.pop("do")](**asked)}
            except Exception as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
    finally:
        ended.set()
        _at_the_end.close()
        worker.join()


if __name__ == "__main__":
    main()
