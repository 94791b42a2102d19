"""Letting a restored lender's money move again, once nothing of it can be debited twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction

from portal_api.wallet.sealed import open_for_lender, opening_many
from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.errors import Conflict
from portico_kernel.kms import KeyUnavailable
from portico_kernel.sealing import SealBroken
from portico_kernel.storage import ObjectKey, storage
from tenants.backup.swapping import vault_mates
from tenants.context import in_platform, in_tenant
from tenants.epoch import raise_epoch
from tenants.frozen import money_frozen
from tenants.models import Lender

from ..models import ReturnFile
from ..register.models import RegisteredFile
from ..register.queries import files_of_vault
from ..register_check import Finding, compared, findings
from ..schedule import plan_ahead
from .repairing import repair
from .returns import SEALED_KIND, read_return_file

RETURNS = "returns-"
log = structlog.get_logger(__name__)


class NotFrozen(Conflict):
    """The lender's money moves already."""

    code = "money_not_frozen"


class OriginalLives(Conflict):
    """Two lenders of the same borrowers and bank accounts must not both collect."""

    code = "original_lives"


@dataclass(frozen=True, slots=True)
class Thawed:
    """What was found before anything was repaired, what is left of it, and whether money moves again."""

    found: Sequence[Finding]
    left: Sequence[Finding]
    is_thawed: bool


def look(*, lender: Lender, actor: Actor) -> list[Finding]:
    """Every difference between a lender's payments and the register; changes nothing. Raises as ``thaw`` does."""
    registered = _ready_to_thaw(lender, actor)
    with in_tenant(lender), transaction.atomic():
        return findings(compared(registered))


def thaw(*, lender: Lender, accept_missing: str, actor: Actor, now: datetime) -> Thawed:
    """Repair what can be repaired, and let money move where nothing is left or ``accept_missing`` says why it may.

    Raises NotFrozen, and OriginalLives for one of two lenders that would debit the same people.
    """
    registered = _ready_to_thaw(lender, actor)
    with in_tenant(lender), transaction.atomic():
        found = findings(compared(registered))
        left = repair(registered=registered, actor=actor, now=now)
    if left and not accept_missing.strip():
        return Thawed(found, left, False)
    reason = accept_missing.strip() if left else ""
    _let_go(lender, left, reason, actor, now)
    _start_again(lender, left, reason, actor, now)
    return Thawed(found, left, True)


def _ready_to_thaw(lender: Lender, actor: Actor) -> list[RegisteredFile]:
    """The register of the lender's vault."""
    with in_platform(actor, f"thaw {lender.slug}"):
        if money_frozen(lender) is None:
            raise NotFrozen(f"The money of {lender.slug} is not frozen; there is nothing to do.")
        for mate in vault_mates(lender.id, lender.vault_id):
            is_original = mate.id == lender.vault_id
            if mate.offboarded_at is None and (is_original or mate.money_frozen_at is None):
                raise OriginalLives(
                    f"{lender.slug} and {mate.slug} have the same borrowers and bank accounts: both would debit them."
                    f" Money stays frozen here while {mate.slug} lives; see “portico offboard --help”."
                )
        return files_of_vault(lender.vault_id)


def _let_go(lender: Lender, left: Sequence[Finding], reason: str, actor: Actor, now: datetime) -> None:
    with in_platform(actor, f"thaw {lender.slug}"), transaction.atomic():
        Lender.objects.filter(id=lender.id).update(money_frozen_at=None, money_frozen_reason="")
        _write_down(lender, left, reason, actor, now)


def _start_again(lender: Lender, left: Sequence[Finding], reason: str, actor: Actor, now: datetime) -> None:
    with in_tenant(lender), transaction.atomic():
        _write_down(lender, left, reason, actor, now)
        plan_ahead(now)
        raise_epoch()
    with in_tenant(lender):
        _read_forgotten_returns(lender, actor, now)


def _write_down(lender: Lender, left: Sequence[Finding], reason: str, actor: Actor, now: datetime) -> None:
    record(
        actor=actor,
        now=now,
        action="lender.money_thawed",
        object_kind="lender",
        object_id=lender.id,
        summary="Payments were held against the register of bank files; money moves again.",
        reason=reason[:500],
        facts={"accepted": [each.sentence for each in left]},
    )


def _read_forgotten_returns(lender: Lender, actor: Actor, now: datetime) -> None:
    """Read the return files that were stored after the backup: these rows know nothing of them."""
    for key in storage().keys_of(lender):
        name = key.rpartition("/")[2]
        content_hash = name.removeprefix(RETURNS).removesuffix(".sealed")
        if name.startswith(RETURNS) and not ReturnFile.objects.filter(content_hash=content_hash).exists():
            _read_again(key, content_hash, actor, now)


def _read_again(key: ObjectKey, content_hash: str, actor: Actor, now: datetime) -> None:
    try:
        with opening_many():
            content = open_for_lender(storage().get(key), kind=SEALED_KIND, object_id=content_hash)
    except (SealBroken, KeyUnavailable) as error:
        log.warning("eft_returns_not_read_again", key=key, error=type(error).__name__)
        return
    read_return_file(name=f"{RETURNS}{content_hash[:12]}", content=content, actor=actor, now=now)
