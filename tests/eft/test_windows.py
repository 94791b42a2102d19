"""Which file takes a payment, at the very edges: the cut-off, the weekend, both changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal_api.eft.queries import next_window
from portal_api.payments.queries import payments_to_claim
from portal_api.payments.rail import NotReady, Window
from tenants.context import in_tenant
from tests.cast import NOW, Cast
from tests.eft.making import CUTOFF, EFFECTIVE, NEXT_CUTOFF, bank_account, payment, profile

INSTANT = timedelta(microseconds=1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("now", "window"),
    [
        (CUTOFF - INSTANT, Window(CUTOFF, date(2026, 11, 10), EFFECTIVE)),
        (CUTOFF, Window(NEXT_CUTOFF, date(2026, 11, 12), date(2026, 11, 13))),
        # Friday after the cut-off: Monday's file.
        (utc(2026, 11, 13, 22), Window(utc(2026, 11, 16, 21, 30), date(2026, 11, 16), date(2026, 11, 17))),
        # Clocks go forward on Sunday 8 March: 16:30 is an hour earlier in UTC on the Monday.
        (utc(2026, 3, 6, 21, 30), Window(utc(2026, 3, 9, 20, 30), date(2026, 3, 9), date(2026, 3, 10))),
        # Clocks go back on Sunday 1 November.
        (utc(2026, 10, 30, 20, 30), Window(utc(2026, 11, 2, 21, 30), date(2026, 11, 2), date(2026, 11, 3))),
    ],
)
def test_a_payment_gets_the_first_cut_off_after_it(cast: Cast, now: datetime, window: Window) -> None:
    with in_tenant(cast.lenders.alder):
        profile()

        assert next_window(now) == window


def test_two_lenders_have_their_own_walls_and_rules(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        alder = next_window(NOW)
    with in_tenant(cast.lenders.birch):
        profile(cutoffs=["09:00", "16:30"], effective_days=2)
        birch = next_window(NOW)

    assert alder == Window(CUTOFF, date(2026, 11, 10), EFFECTIVE)
    assert birch == Window(utc(2026, 11, 10, 17), date(2026, 11, 10), date(2026, 11, 13))


def test_without_a_profile_there_is_no_window_and_the_borrower_is_told_plainly(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder), pytest.raises(NotReady, match="not ready here yet"):
        next_window(NOW)


def test_a_cut_off_claims_what_is_past_it_and_only_that(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        method = bank_account(cast.ada)
        at_it, after_it = (
            payment(cast.ada_loan, cast.ada, method, cancellable_until=until) for until in (CUTOFF, CUTOFF + INSTANT)
        )

        assert list(payments_to_claim(CUTOFF)) == [at_it]
        assert list(payments_to_claim(CUTOFF - INSTANT)) == []
        assert list(payments_to_claim(CUTOFF + INSTANT).order_by("cancellable_until")) == [at_it, after_it]


@pytest.mark.parametrize(
    ("confirmed_at", "cutoff_at"),
    [
        (utc(2026, 3, 7, 12), utc(2026, 3, 9, 20, 30)),
        (utc(2026, 10, 31, 12), utc(2026, 11, 2, 21, 30)),
    ],
)
def test_across_a_change_of_the_clock_the_promised_instant_is_the_one_that_claims(
    cast: Cast, confirmed_at: datetime, cutoff_at: datetime
) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        promised = next_window(confirmed_at).cutoff_at
        row = payment(cast.ada_loan, cast.ada, bank_account(cast.ada), cancellable_until=promised)

        assert promised == cutoff_at
        assert list(payments_to_claim(cutoff_at - INSTANT)) == []
        assert list(payments_to_claim(cutoff_at)) == [row]
