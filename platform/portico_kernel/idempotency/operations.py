"""Doing a money request once, however often it is sent (STYLE rule 32)."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from .errors import KeyMissing, KeyReused
from .models import StoredAnswer

KEY = re.compile(r"[A-Za-z0-9_-]{8,80}")


@dataclass(frozen=True, slots=True)
class KeyedRequest:
    """One request of one user at the lender that is entered; ``body`` is what was parsed of it."""

    user_id: uuid.UUID
    key: str
    route: str
    body: Mapping[str, Any]

    @property
    def body_hash(self) -> str:
        """The same for bodies that say the same."""
        text = json.dumps(self.body, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered. ``is_replay``: the work was done by an earlier request."""

    status: int
    body: Any
    is_replay: bool


def answer_once(request: KeyedRequest, work: Callable[[], tuple[int, Mapping[str, Any]]], *, now: datetime) -> Answer:
    """Do ``work`` and keep its answer in one transaction, or give the answer that is kept.

    Two at once wait for each other. Whatever ``work`` raises leaves nothing behind, so that the request
    may be sent again. Raises KeyMissing, or KeyReused when the key came with another body or route.
    """
    if not KEY.fullmatch(request.key):
        raise KeyMissing
    with transaction.atomic():
        _hold_key(request)
        kept = StoredAnswer.objects.filter(user_id=request.user_id, key=request.key).first()
        if kept is not None:
            return _replay(kept, request)
        status, body = work()
        # What is answered is what is kept: both went through JSON.
        plain = json.loads(json.dumps(body, cls=DjangoJSONEncoder))
        StoredAnswer.objects.create(
            user_id=request.user_id,
            key=request.key,
            route=request.route,
            body_hash=request.body_hash,
            status=status,
            answer=plain,
            created_at=now,
        )
    return Answer(status, plain, is_replay=False)


def _replay(kept: StoredAnswer, request: KeyedRequest) -> Answer:
    if (kept.route, kept.body_hash) != (request.route, request.body_hash):
        raise KeyReused
    return Answer(kept.status, kept.answer, is_replay=True)


def _hold_key(request: KeyedRequest) -> None:
    """Let one request of this key run at a time in this lender, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(current_schema()), hashtext(%s))",
            [f"idempotency {request.user_id} {request.key}"],
        )
