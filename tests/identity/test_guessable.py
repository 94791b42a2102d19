"""Passwords that are long enough and yet the first that anybody would try."""

from __future__ import annotations

import pytest

from portal_api.identity.models import User
from portal_api.identity.passwords import check_new_password
from portico_kernel.errors import InvalidInput
from tenants.context import in_platform, in_tenant
from tests.cast import PASSWORD, Cast
from tests.database import SYSTEM

COMMON = "Many people use this password, so it is easy to guess. Use a few words that do not belong together."
OURS = "This is too close to Alder Finance. Add a few words of your own."


def refusal(password: str, user: User) -> str:
    """What is said against a password, or nothing."""
    try:
        check_new_password(password, user)
    except InvalidInput as error:
        return error.fields["password"]
    return ""


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("password1234567", COMMON),
        ("123password!!!!", COMMON),
        ("PasswordPassword", COMMON),
        ("Qwertyuiop2026!", COMMON),
        ("aaaaaaaaaaaaaa", COMMON),
        ("abcabcabcabcabc", COMMON),
        ("849201948201", "Digits alone are easy to guess. Add a few words."),
        ("alderfinance2026", OURS),
        ("Alder-Finance-1!", OURS),
        ("2026 finance 2026", COMMON),
        (
            "ada.lopez.2026",
            "This is too close to your name or email. Use a few words that have nothing to do with you.",
        ),
        ("short", "Use at least 12 characters."),
        ("alder thicket moss", ""),
        ("a quite different battery", ""),
        ("Tr0ub4dor&3xyz", ""),
        ("9$kf82!mQz7&w", ""),
        (PASSWORD, ""),
    ],
)
def test_a_guessable_password_is_refused_with_what_to_do(cast: Cast, password: str, sentence: str) -> None:
    with in_tenant(cast.lenders.alder):
        assert refusal(password, cast.ada) == sentence


def test_another_lenders_name_is_nobodys_first_guess_here(cast: Cast) -> None:
    with in_tenant(cast.lenders.birch):
        assert refusal("alderthicket26", cast.cleo) == ""
        assert (
            refusal("birchfinance26", cast.cleo) == "This is too close to Birch Finance. Add a few words of your own."
        )


def test_support_may_not_use_the_products_name(cast: Cast) -> None:
    with in_platform(SYSTEM, "look"):
        assert refusal("portico-2026-1", cast.sam) == "This is too close to Portico. Add a few words of your own."
        assert refusal("portico demo 2026", cast.sam) == ""
