"""Bodies that nobody means: nested without end, or with characters that nothing can store."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cast import Cast
from tests.identity.browser import Browser

DOORS = ["sign-in", "password/forgot", "password/reset", "password/reset/look", "invitation/look", "invitation/accept"]
DEEP = "We could not read this request: it is nested too deeply."


def send(path: str, body: bytes) -> Any:
    return Browser().client.post(f"/api/v1/{path}", body, content_type="application/json")


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"email":' * 100_000, b"[" * 400 + b"]" * 400])
@pytest.mark.parametrize("path", DOORS)
def test_a_body_nested_without_end_gets_a_sentence(cast: Cast, path: str, body: bytes) -> None:
    response = send(path, body)

    assert (response.status_code, json.loads(response.content)["message"]) == (400, DEEP)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe{}", b"9" * 5000, b"NaN"])
def test_what_is_no_json_gets_a_sentence(cast: Cast, body: bytes) -> None:
    response = send("sign-in", body)

    assert response.status_code in {400, 422}
    assert json.loads(response.content)["message"]


@pytest.mark.parametrize("odd", ["\x00", "\ud800"])
@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("sign-in", "email"),
        ("sign-in", "password"),
        ("password/forgot", "email"),
        ("password/reset", "token"),
        ("password/reset", "password"),
        ("password/reset/look", "token"),
        ("invitation/look", "token"),
        ("invitation/accept", "password"),
    ],
)
def test_characters_that_nothing_can_store_are_refused_beside_their_field(
    cast: Cast, path: str, field: str, odd: str
) -> None:
    right = {"email": "ada@example.com", "password": "a long password", "token": "a-token"}

    response = Browser().post(path, {**right, field: f"a{odd}{right[field]}"})

    assert (response.status_code, list(json.loads(response.content)["fields"])) == (422, [field])
