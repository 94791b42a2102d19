"""Saving the lender's bank profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime

from django.db import transaction

from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from tenants.epoch import raise_epoch

from ..errors import ProfileWrong
from ..models import EftProfile
from ..profiles import ProfileFields, cleaned, problems_of
from ..schedule import plan_ahead


def save_profile(
    *,
    bank_name: str,
    destination_routing: str,
    origin_id: str,
    company_name: str,
    company_id: str,
    odfi_id: str,
    entry_description: str,
    cutoffs: Sequence[str],
    effective_days: int | None,
    actor: Actor,
    now: datetime,
) -> EftProfile:
    """Save the whole profile and plan the next file; raises ProfileWrong with a sentence per field.

    Files that were made, and payments that were promised a cut-off, keep what they were made with.
    """
    typed = cleaned(
        ProfileFields(
            bank_name=bank_name,
            destination_routing=destination_routing,
            origin_id=origin_id,
            company_name=company_name,
            company_id=company_id,
            odfi_id=odfi_id,
            entry_description=entry_description,
            cutoffs=cutoffs,
            effective_days=effective_days,
        )
    )
    problems = problems_of(typed)
    if problems:
        raise ProfileWrong(fields=problems)
    with transaction.atomic():
        profile = _stored(typed, actor, now)
        plan_ahead(now)
        # The section appears or goes with the profile's completeness, so every host must look again.
        raise_epoch()
    return profile


def _stored(typed: ProfileFields, actor: Actor, now: datetime) -> EftProfile:
    profile, _ = EftProfile.objects.select_for_update().get_or_create(
        only_one=True, defaults={"updated_at": now, "updated_by": actor.label}
    )
    before = {field.name: getattr(profile, field.name) for field in fields(ProfileFields)}
    after = asdict(typed)
    for name, value in after.items():
        setattr(profile, name, value)
    profile.updated_at, profile.updated_by = now, actor.label
    profile.save(update_fields=[*after, "updated_at", "updated_by"])
    changed = sorted(name for name in after if before[name] != after[name])
    record(
        actor=actor,
        now=now,
        action="eft_profile.saved",
        object_kind="eft_profile",
        object_id=profile.id,
        summary="Saved the bank profile." if changed else "Saved the bank profile without a change.",
        facts={"changed": changed, "cutoffs": list(typed.cutoffs), "effective_days": typed.effective_days},
    )
    return profile
