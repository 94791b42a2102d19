"""Sections that a lender turns itself, and pages that carry no more than the policy allows."""

from __future__ import annotations

import re
import uuid

import pytest

from feature_flags.models import SwitchChange
from feature_flags.queries import sections_switched_on
from tenants.context import in_tenant
from tests.console.browsing import text_of
from tests.console.conftest import Desks

TURN = "/console/sections/amortization/turn"
PAGES = [
    "",
    "borrowers/",
    "accounts/",
    "payments/",
    "files/",
    "bank/",
    "brand/",
    "sections/",
    "tickets/",
    "staff/",
    "audit/",
]


def test_an_admin_turns_an_own_section_and_pressing_twice_turns_it_once(desks: Desks) -> None:
    form = {"to": "off", "reason": "We explain it ourselves.", "intent": str(uuid.uuid4())}

    first = desks.admin.post(TURN, form, follow=True)
    desks.admin.post(TURN, form)

    assert "Summary charts and breakdown turned off" in text_of(first)
    assert "We explain it ourselves." in text_of(first)
    with in_tenant(desks.cast.lenders.alder):
        assert "amortization" not in sections_switched_on()
        assert SwitchChange.objects.count() == 1
    with in_tenant(desks.cast.lenders.birch):
        assert "amortization" in sections_switched_on()


def test_a_lender_cannot_turn_what_support_turns(desks: Desks) -> None:
    answer = desks.admin.post(
        "/console/sections/payments/turn", {"to": "off", "reason": "x", "intent": str(uuid.uuid4())}
    )

    assert answer.status_code == 403
    with in_tenant(desks.cast.lenders.alder):
        assert "payments" in sections_switched_on()


def test_a_ticket_without_a_reason_is_asked_for_one_in_words(desks: Desks) -> None:
    page = desks.admin.post("/console/sections/payments/ask", {"message": ""})

    assert page.status_code == 422
    assert "Tell support why: they read it before anything changes." in text_of(page)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_heading_no_inline_code_and_is_kept_by_nobody(desks: Desks, path: str) -> None:
    answer = desks.admin.get(f"/console/{path}")
    page = answer.content.decode()

    assert answer["Cache-Control"] == "no-store"
    assert page.count("<h1") == 1
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", page) == []
    assert "script-src 'self';" in answer["Content-Security-Policy"] + ";"


def test_the_support_console_wears_the_neutral_theme_and_serves_no_lenders(desks: Desks) -> None:
    page = desks.support.get("/tickets/").content.decode()
    neutral = re.search(r"/theme/[0-9a-f]+\.css", page)

    assert neutral is not None
    assert desks.support.get(neutral.group(0))["Content-Type"] == "text/css; charset=utf-8"
    assert desks.support.get("/theme/0123456789abcdef.css").status_code == 404


def test_an_unknown_address_is_a_page_in_words(desks: Desks) -> None:
    pages = [
        desks.admin.get("/console/tickets/999/"),
        desks.nobody.get("/console/nothing"),
        desks.support.get("/nothing/here"),
    ]

    assert [page.status_code for page in pages] == [404, 404, 404]
    assert ["We could not find that page" in text_of(page) for page in pages] == [True, True, True]
