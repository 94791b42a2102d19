"""The flow with a second step: what a second factor will be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.test import override_settings

from portal_api.identity.asker import Asker
from portal_api.identity.errors import FlowEnded, SignInFailed
from portal_api.identity.flow import STEPS, NextStep, PasswordStep, SignedIn, Step, begin_sign_in, continue_sign_in
from portal_api.identity.models import AuthToken, SignInFlow, User
from portal_api.identity.operations import create_support_agent, set_password
from portal_api.identity.states import Audience, UserKind
from tenants.context import in_platform, in_tenant
from tests.cast import NOW, PASSWORD, Cast, borrower
from tests.database import SYSTEM

ASKER = Asker("198.51.100.7", "a browser")


class CodeWord:
    """A second step as another module would bring it: Ada has set it up, Bob has not."""

    name = "code_word"

    def asks(self, user: User) -> bool:
        return user.email == "ada@example.com"

    def is_right(self, user: User | None, answer: Mapping[str, str], now: datetime) -> bool:
        return answer.get("word") == "sesame"


TWO: tuple[Step, ...] = (*STEPS, CodeWord())


def begin(email: str = "ada@example.com", steps: Sequence[Step] = TWO) -> SignedIn | NextStep:
    return begin_sign_in(
        email=email,
        password=PASSWORD,
        kind=UserKind.BORROWER,
        audience=Audience.PORTAL,
        asker=ASKER,
        now=NOW,
        steps=steps,
    )


def go_on(flow_id: str, word: str, *, now: datetime = NOW, audience: Audience = Audience.PORTAL) -> SignedIn | NextStep:
    return continue_sign_in(flow_id=flow_id, answer={"word": word}, audience=audience, asker=ASKER, now=now, steps=TWO)


def paused() -> str:
    """Ada's flow after the password."""
    outcome = begin()
    assert isinstance(outcome, NextStep)
    return outcome.flow_id


def test_a_second_step_comes_before_any_token(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        outcome = begin()

        assert isinstance(outcome, NextStep)
        assert (outcome.step, AuthToken.objects.count()) == ("code_word", 0)


def test_passing_the_last_step_signs_in_and_leaves_no_flow(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        outcome = go_on(paused(), "sesame")

        assert isinstance(outcome, SignedIn)
        assert (outcome.user.email, AuthToken.objects.count(), SignInFlow.objects.count()) == (
            "ada@example.com",
            1,
            0,
        )


def test_a_step_asks_only_those_whom_it_concerns(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        assert isinstance(begin("bob@example.com"), SignedIn)


def test_a_wrong_answer_may_be_tried_five_times(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        flow_id = paused()
        for _ in range(5):
            with pytest.raises(SignInFailed):
                go_on(flow_id, "guess")

        with pytest.raises(FlowEnded):
            go_on(flow_id, "sesame")


def test_an_unfinished_sign_in_lasts_ten_minutes(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        flow_id = paused()

        with pytest.raises(FlowEnded):
            go_on(flow_id, "sesame", now=NOW + timedelta(minutes=10))


def test_a_finished_flow_cannot_be_finished_again(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        flow_id = paused()
        go_on(flow_id, "sesame")

        with pytest.raises(FlowEnded):
            go_on(flow_id, "sesame")


def test_a_flow_is_nothing_for_another_audience_or_lender(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        flow_id = paused()
        with pytest.raises(FlowEnded):
            go_on(flow_id, "sesame", audience=Audience.CONSOLE)

    with in_tenant(cast.lenders.birch), pytest.raises(FlowEnded):
        go_on(flow_id, "sesame")


def test_a_login_closed_between_the_steps_lets_nobody_in(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        flow_id = paused()
        User.objects.filter(id=cast.ada.id).update(is_active=False)

        with pytest.raises(FlowEnded):
            go_on(flow_id, "sesame")


def test_a_support_agent_signs_in_on_the_platform_and_nowhere_else(cast: Cast) -> None:
    def enter(kind: UserKind) -> SignedIn | NextStep:
        return begin_sign_in(
            email="rita@portico.test",
            password=PASSWORD,
            kind=kind,
            audience=Audience.CONSOLE,
            asker=ASKER,
            now=NOW,
        )

    with in_platform(SYSTEM, "tests"):
        rita = create_support_agent(email="rita@portico.test", name="Rita", language="en", actor=SYSTEM, now=NOW)
        set_password(kind=UserKind.SUPPORT, user_id=rita.id, password=PASSWORD, actor=SYSTEM, now=NOW)
        assert isinstance(enter(UserKind.SUPPORT), SignedIn)
        with pytest.raises(SignInFailed):
            enter(UserKind.STAFF)

    with in_tenant(cast.lenders.alder), pytest.raises(SignInFailed):
        enter(UserKind.SUPPORT)


class PasswordWithARival(PasswordStep):
    """The password is right, and at this very moment it is changed from another browser."""

    def is_right(self, user: User | None, answer: Mapping[str, str], now: datetime) -> bool:
        right = super().is_right(user, answer, now)
        User.objects.filter(email="ada@example.com").update(password=make_password("changed meanwhile"))
        return right


def test_a_password_that_is_changed_while_it_is_checked_lets_nobody_in(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        with pytest.raises(SignInFailed):
            begin(steps=(PasswordWithARival(),))

        assert AuthToken.objects.count() == 0


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed: what a stranger could measure from outside."""

    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.hashed += 1
        return str(super().encode(password, salt))


@pytest.mark.parametrize("email", ["ada@example.com", "nobody@example.com", "closed@example.com", "new@example.com"])
def test_a_refusal_costs_one_hash_whoever_is_asked_for(cast: Cast, email: str) -> None:
    with in_tenant(cast.lenders.alder):
        User.objects.filter(id=borrower("closed@example.com", "Closed").id).update(is_active=False)
        User.objects.filter(id=borrower("new@example.com", "New").id).update(password="!")
        with override_settings(PASSWORD_HASHERS=["tests.identity.test_flow.CountingHasher"]):
            CountingHasher.hashed = 0
            with pytest.raises(SignInFailed):
                begin_sign_in(
                    email=email,
                    password="a wrong battery",
                    kind=UserKind.BORROWER,
                    audience=Audience.PORTAL,
                    asker=ASKER,
                    now=NOW,
                )

    assert CountingHasher.hashed == 1
