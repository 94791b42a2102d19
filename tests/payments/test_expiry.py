"""What expired a month ago is removed at every lender and on the platform; what is evidence or lives stays."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Model

from portal_api.identity.models import AuthToken, MailedLink, SignInFlow, User
from portal_api.identity.operations.mailed_links import make_link
from portal_api.identity.states import LinkPurpose, UserKind
from portal_api.payments.models import Payment, Review
from portal_api.wallet.models import BankAccount, Capture
from portico_kernel.expiry import KEPT_AFTER, remove_expired
from portico_kernel.idempotency.models import StoredAnswer
from portico_kernel.outbox.models import OutboxEntry
from tenants.context import in_platform, in_tenant
from tenants.expiry import plan_removal
from tenants.models import Lender
from tenants.outbox import Round, run_due
from tests.cast import NOW
from tests.database import SYSTEM
from tests.payments.stage import Till, confirmed, reviewed
from tests.wallet.stage import begun, signed_in

LATER = NOW + KEPT_AFTER + timedelta(days=8)  # sessions end a week after NOW at the latest
EXPIRING: list[type[Model]] = [Capture, Review, MailedLink, SignInFlow, AuthToken, StoredAnswer]


def fill(lender: Lender, user: User, *, at: datetime) -> None:
    """One of each of what expires, begun at an instant."""
    signed_in(user, lender)
    with in_tenant(lender):
        begun(user)
        Capture.objects.update(expires_at=at + timedelta(minutes=15))
        make_link(LinkPurpose.RESET, user.id, at)
        SignInFlow.objects.create(user=user, audience="portal", digest=f"{user.id}", created_at=at, expires_at=at)
        StoredAnswer.objects.create(
            user_id=user.id, key="k" * 8, route="r", body_hash="h", status=201, answer={}, created_at=at
        )


def counts() -> list[int]:
    return [model._default_manager.count() for model in EXPIRING]


def places() -> int:
    """Every lender and the platform; other tests may have left lenders of theirs."""
    with in_platform(SYSTEM, "count the lenders"):
        return Lender.objects.count() + 1


def remove_everywhere(now: datetime) -> Round:
    plan_removal(now=now)
    with in_platform(SYSTEM, "leave the rest of the outbox alone"):
        OutboxEntry.objects.exclude(task="tenants.remove_expired").delete()
    return run_due(now=now)


def test_what_expired_a_month_ago_goes_at_each_lender_and_a_spent_review_stays(till: Till) -> None:
    cast, lenders = till.cast, till.cast.lenders
    for lender, user in ((lenders.alder, cast.ada), (lenders.birch, cast.cleo)):
        fill(lender, user, at=NOW)
    with in_tenant(lenders.alder):
        confirmed(till, reviewed(till))
        Payment.objects.update(status="settled")
        reviewed(till)
        assert counts() == [1, 2, 1, 1, 1, 1]

    assert remove_everywhere(LATER) == Round(done=places(), failed=0)

    with in_tenant(lenders.alder):
        assert counts() == [0, 1, 0, 0, 0, 0]
        assert (Payment.objects.count(), BankAccount.objects.count()) == (1, 2)
    with in_tenant(lenders.birch):
        assert counts() == [0, 0, 0, 0, 0, 0]


def test_what_expired_lately_stays_and_a_day_is_planned_once(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        reviewed(till)
    fill(till.cast.lenders.alder, till.cast.ada, at=NOW)
    day_before = NOW + KEPT_AFTER

    assert remove_everywhere(day_before) == Round(done=places(), failed=0)
    assert remove_everywhere(day_before + timedelta(seconds=1)) == Round(done=0, failed=0)

    with in_tenant(till.cast.lenders.alder):
        assert counts() == [1, 1, 1, 1, 1, 1]


def test_supports_own_links_go_as_well(till: Till) -> None:
    with in_platform(SYSTEM, "a link of support's"):
        rita = User.objects.create(kind=UserKind.SUPPORT, email="rita@portico.test", name="Rita", created_at=NOW)
        make_link(LinkPurpose.INVITATION, rita.id, NOW)

    remove_everywhere(LATER)

    with in_platform(SYSTEM, "look"):
        assert (MailedLink.objects.count(), User.objects.filter(id=rita.id).count()) == (0, 1)


def test_more_than_a_batch_goes_in_batches_and_the_next_run_takes_the_rest(till: Till) -> None:
    with in_tenant(till.cast.lenders.alder):
        for _ in range(5):
            begun(till.cast.ada)

        assert remove_expired(now=LATER, batch=2)["captures"] == 5
        assert Capture.objects.count() == 0
