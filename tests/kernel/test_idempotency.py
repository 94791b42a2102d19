"""A money request is done once, however often it is sent; races stand in tests/payments/test_races.py."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import pytest

from portico_kernel.errors import Conflict
from portico_kernel.idempotency.errors import KeyMissing, KeyReused
from portico_kernel.idempotency.models import StoredAnswer
from portico_kernel.idempotency.operations import KeyedRequest, answer_once
from tenants.context import in_tenant
from tests.cast import NOW
from tests.database import TwoLenders

ADA, BOB = uuid.UUID(int=1), uuid.UUID(int=2)


class Work:
    """Counts how often it is done."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> tuple[int, Mapping[str, Any]]:
        self.times += 1
        return 201, {"id": ADA, "at": NOW, "times": self.times}


def request(user: uuid.UUID = ADA, key: str = "key-12345", route: str = "pay", **body: Any) -> KeyedRequest:
    return KeyedRequest(user, key, route, {"a": 1, "b": [2], **body})


def test_the_second_request_gets_the_first_ones_answer(db: TwoLenders) -> None:
    work = Work()
    with in_tenant(db.alder):
        first, second = (answer_once(request(), work, now=NOW) for _ in range(2))

    assert (work.times, first.is_replay, second.is_replay) == (1, False, True)
    assert (second.status, second.body) == (first.status, first.body)
    assert first.body == {"id": str(ADA), "at": "2026-11-10T15:00:00Z", "times": 1}


@pytest.mark.parametrize("other", [request(a=2), request(c=None), request(route="refund")])
def test_the_same_key_with_another_request_is_a_conflict(db: TwoLenders, other: KeyedRequest) -> None:
    work = Work()
    with in_tenant(db.alder):
        answer_once(request(), work, now=NOW)
        with pytest.raises(KeyReused) as refused:
            answer_once(other, work, now=NOW)

    assert (refused.value.status, work.times) == (409, 1)


def test_the_order_of_a_bodys_fields_does_not_matter(db: TwoLenders) -> None:
    work, turned = Work(), KeyedRequest(ADA, "key-12345", "pay", {"b": [2], "a": 1})
    with in_tenant(db.alder):
        answer_once(request(), work, now=NOW)

        assert answer_once(turned, work, now=NOW).is_replay is True


def test_keys_belong_to_a_user_and_a_lender(db: TwoLenders) -> None:
    work = Work()
    with in_tenant(db.alder):
        answer_once(request(), work, now=NOW)
        answer_once(request(BOB), work, now=NOW)
    with in_tenant(db.birch):
        answer_once(request(), work, now=NOW)

    assert work.times == 3


def test_what_was_refused_is_not_kept_and_may_be_tried_again(db: TwoLenders) -> None:
    def refuse() -> tuple[int, Mapping[str, Any]]:
        raise Conflict

    with in_tenant(db.alder):
        with pytest.raises(Conflict):
            answer_once(request(), refuse, now=NOW)

        assert StoredAnswer.objects.count() == 0
        assert answer_once(request(), Work(), now=NOW).is_replay is False


@pytest.mark.parametrize("key", ["", "short", "x" * 81, "with space in it", "línea-larga"])
def test_a_key_must_be_usable(db: TwoLenders, key: str) -> None:
    with in_tenant(db.alder), pytest.raises(KeyMissing) as refused:
        answer_once(request(key=key), Work(), now=NOW)

    assert refused.value.status == 400
