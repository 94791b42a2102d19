"""What each return code lets us do next."""

from __future__ import annotations

import achkit
import pytest

from portal_api.eft.nacha import (
    EXTENDED_WINDOW_CODES,
    MAX_RETRIES,
    RETRY_WINDOW_DAYS,
    RETURN_RULES,
    UNAUTHORISED_CODES,
    rule_for,
)


def test_only_missing_money_may_be_tried_again() -> None:
    retried = {code for code, rule in RETURN_RULES.items() if rule.retry_allowed}

    assert retried == {"R01", "R09"}
    assert (MAX_RETRIES, RETRY_WINDOW_DAYS) == (2, 180)


def test_sixty_days_are_for_consumers_who_did_not_authorise() -> None:
    assert {"R05", "R07", "R10", "R11"} == EXTENDED_WINDOW_CODES
    assert EXTENDED_WINDOW_CODES | {"R29"} == UNAUTHORISED_CODES


@pytest.mark.parametrize(
    "code",
    ["R02", "R03", "R04", "R05", "R07", "R10", "R12", "R13", "R14", "R15", "R16", "R17", "R20", "R28", "R29"],
)
def test_a_dead_or_disputed_account_is_not_debited_again(code: str) -> None:
    rule = rule_for(code)

    assert (rule.retry_allowed, rule.disables_method, rule.holds_autopay) == (False, True, True)


@pytest.mark.parametrize("code", ["R08", "R11", "R24"])
def test_a_stopped_or_wrong_payment_holds_autopay_and_keeps_the_bank_account(code: str) -> None:
    rule = rule_for(code)

    assert (rule.retry_allowed, rule.disables_method, rule.holds_autopay) == (False, False, True)


def test_an_unknown_code_stops_everything() -> None:
    rule = rule_for("R98")

    assert (rule.code, rule.is_known) == ("R98", False)
    assert (rule.retry_allowed, rule.disables_method, rule.holds_autopay) == (False, True, True)


@pytest.mark.parametrize("code", sorted(RETURN_RULES))
def test_every_rule_speaks_in_whole_sentences_without_the_code(code: str) -> None:
    rule = RETURN_RULES[code]

    assert rule.code == code
    assert rule.borrower_sentence.endswith(".")
    assert rule.staff_action.endswith(".")
    assert code not in rule.borrower_sentence


@pytest.mark.parametrize("code", [*sorted(RETURN_RULES), "R98"])
def test_staff_are_told_what_is_done_already_and_then_what_is_left(code: str) -> None:
    rule = rule_for(code)
    done = "The payment is taken back and the bank account is blocked. "

    assert rule.staff_action.startswith(done if rule.disables_method else "The payment is taken back. ")
    assert len(f"{rule.bank_meaning}. {rule.staff_action}") <= 300


def test_every_code_that_another_table_knows_is_in_ours() -> None:
    assert set(achkit.RETURN_CODES) - set(RETURN_RULES) == set()
