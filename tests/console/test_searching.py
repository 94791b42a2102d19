"""Search boxes take whatever an address bar holds: control characters are not there."""

from __future__ import annotations

import pytest

from tests.console.browsing import text_of
from tests.console.conftest import Desks

LISTS = ["borrowers/", "borrowers/invite/", "accounts/", "payments/", "audit/"]


@pytest.mark.parametrize("path", LISTS)
def test_control_characters_in_a_search_are_as_if_not_typed(desks: Desks, path: str) -> None:
    odd = desks.admin.get(f"/console/{path}?words=%00A%07%1bd%C2%85a%00&status=%00&standing=%00&page=%00")
    plain = desks.admin.get(f"/console/{path}?words=Ada")

    assert (odd.status_code, plain.status_code) == (200, 200)
    assert text_of(odd) == text_of(plain)


def test_nothing_but_control_characters_is_no_search(desks: Desks) -> None:
    assert desks.support.get("/history/?words=%00").status_code == 200
    assert desks.support.get("/history/?words=%ED%A0%80").status_code == 200
    assert desks.admin.get("/console/borrowers/invite/?party=%00").status_code == 404
