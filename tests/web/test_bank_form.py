"""The bank form in the browser and on the server agree on what a number is."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from portal_api.wallet.numbers import is_routing_number, looks_like_card

CHECKS = Path(__file__).parents[2] / "portal_web/src/wallet/checks.ts"

NUMBERS = [
    *("4242424242424242", "4242424242424241", "5555555555554444", "378282246310005", "6011111111111117"),
    *("30569309025904", "4222222222222", "2223003122003222", "1000000000008", "7000000000000005"),
    *("400000000000", "4000000000002", "6304000000000000000", "63040000000000000003", "000123456789", "4abc", ""),
]
ROUTINGS = [
    *("021000021", "123456789", "000000000", "990000009", "121000358", "130000007", "011401533", "322271627"),
    *("611111113", "721111111", "02100002", "0210000210", "02100002a", ""),
]


def test_a_card_number_is_the_same_to_both() -> None:
    browser = _in_the_browser("looksLikeCard", NUMBERS)

    assert browser == {number: looks_like_card(number) for number in NUMBERS}


def test_a_routing_number_is_the_same_to_both() -> None:
    browser = _in_the_browser("isRoutingNumber", ROUTINGS)

    assert browser == {digits: is_routing_number(digits) for digits in ROUTINGS}


def _in_the_browser(function: str, values: list[str]) -> dict[str, bool]:
    node = shutil.which("node")
    assert node is not None, "node is not on the PATH: install the project with its development group"
    asked = f"""
        import {{ {function} }} from {json.dumps(CHECKS.as_uri())};
        const answers = {json.dumps(values)}.map((value) => [value, {function}(value)]);
        console.log(JSON.stringify(Object.fromEntries(answers)));
    """
    run = subprocess.run(
        [node, "--input-type=module", "-e", asked], capture_output=True, text=True, timeout=60, check=True
    )
    answers: dict[str, bool] = json.loads(run.stdout)
    return answers
