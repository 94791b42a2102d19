"""What is typed into the wallet reaches no log: not the number, whatever it looks like, nor the rest of the body.

The scrubbing of log lines knows long runs of digits only; short numbers and those with letters are as
silent because nothing on the way logs the body at all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from portal_api.wallet import operations
from portal_api.wallet.operations import BegunCapture
from tenants.context import in_tenant
from tests.cast import Cast
from tests.eft.making import profile
from tests.wallet.stage import NUMBER, SENT, Frame, begun

# With letters, of six digits, and long: the first two pass the patterns of portico_kernel.scrubbing.
NUMBERS = ["QX7KZ9PW", "905173", NUMBER]
HOLDER = "Zebulon Quillfeather"


@dataclass(frozen=True)
class Ears:
    """Everything that is logged at any level, with its arguments and extras, and everything printed."""

    log: pytest.LogCaptureFixture
    printed: pytest.CaptureFixture[str]

    def heard(self) -> str:
        """All of it, unscrubbed. The request stands in some records: its own text is its method and address."""
        extras = "".join(f"{vars(record)!r}\n" for record in self.log.records)
        out = self.printed.readouterr()
        return self.log.text + extras + out.out + out.err


@pytest.fixture
def ears(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Ears:
    """Ears for the length of a test."""
    caplog.set_level(logging.DEBUG)
    return Ears(caplog, capfd)


@pytest.fixture
def capture(cast: Cast) -> BegunCapture:
    """Ada's capture at alder, where payments are on and ready."""
    with in_tenant(cast.lenders.alder):
        profile()
        return begun(cast.ada)


def body(capture: BegunCapture, number: str, **changes: Any) -> dict[str, Any]:
    right = {**SENT, "secret": capture.secret, "holder_name": HOLDER}
    return {**right, "account_number": number, "account_number_again": number, **changes}


def leaked(said: str, capture: BegunCapture, number: str) -> list[str]:
    return [typed for typed in (number, number.lstrip("0"), HOLDER, capture.secret) if typed in said]


@pytest.mark.parametrize("number", NUMBERS)
def test_no_log_line_and_no_answer_holds_what_was_typed(capture: BegunCapture, ears: Ears, number: str) -> None:
    frame = Frame(capture.capture_id)
    answers = [
        frame.send(body(capture, number, secret="guess")),
        frame.send(body(capture, number, routing_number="1")),
        frame.send(body(capture, number, account_number_again="1")),
        frame.send(body(capture, number, holder_name=f"{HOLDER}\x00")),
        frame.send(body(capture, f"{number}-{number}-{number}")),
        frame.send(body(capture, number)),
        frame.send(body(capture, number)),
    ]
    said = ears.heard() + "".join(answer.content.decode() for answer in answers)

    assert [answer.status_code for answer in answers] == [403, 422, 422, 422, 422, 201, 410]
    assert "request_finished" in said
    assert leaked(said, capture, number) == []


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("step", ["check_bank_form", "seal_for_lender", "fingerprint_of", "tell_added"])
def test_a_fault_at_any_step_logs_its_trace_and_nothing_typed(
    capture: BegunCapture, ears: Ears, monkeypatch: pytest.MonkeyPatch, number: str, step: str
) -> None:
    monkeypatch.setattr(operations, step, broken)
    frame = Frame(capture.capture_id)
    frame.client.raise_request_exception = False

    answer = frame.send(body(capture, number))

    said = ears.heard() + answer.content.decode()
    assert answer.status_code == 500
    assert "RuntimeError: the step broke" in said
    assert leaked(said, capture, number) == []


def broken(*_: object, **__: object) -> Callable[..., object]:
    """A step that breaks as code breaks: with words of its own."""
    raise RuntimeError("the step broke")
