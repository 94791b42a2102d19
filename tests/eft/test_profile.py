"""The bank profile: what is refused, what is missing, and what saving it sets in motion."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from feature_flags.sections import sections_now
from portal_api.eft.errors import ProfileWrong
from portal_api.eft.nacha import RESERVED_DESCRIPTIONS
from portal_api.eft.queries import get_profile, readiness
from portico_kernel.audit.models import AuditEntry
from portico_kernel.outbox.models import OutboxEntry
from tenants.context import in_tenant
from tenants.epoch import read_epoch
from tenants.models import Lender
from tests.cast import Cast
from tests.eft.making import CUTOFF, profile

# The description has a default, which the test's profile keeps.
FIRST_TIME = [
    "bank_name",
    "company_id",
    "company_name",
    "cutoffs",
    "destination_routing",
    "effective_days",
    "odfi_id",
    "origin_id",
]


def sections() -> tuple[bool, bool]:
    """Whether payments are offered, and whether they are on but not ready."""
    found = sections_now()
    return "payments" in found.offered, "payments" in found.not_ready


def test_a_lender_without_a_profile_is_told_so(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        assert get_profile() is None
        assert readiness() == ["The bank profile has not been filled in."]


def test_saving_a_complete_profile_makes_payments_ready_for_that_lender_only(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        before = sections()
        profile()
        after = sections()
    with in_tenant(cast.lenders.birch):
        elsewhere = sections()

    assert (before, after, elsewhere) == ((False, True), (True, False), (False, True))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("bank_name", " ", "Enter the name of the bank that takes the files."),
        ("bank_name", "B" * 24, "Use at most 23 characters: a bank file has no more room."),
        ("destination_routing", "", "Enter the bank's nine-digit routing number."),
        (
            "destination_routing",
            "021000022",
            "This is not a bank's routing number: it has nine digits, the last of which checks the others.",
        ),
        (
            "origin_id",
            "12345",
            "Enter the origin id that the bank assigned: nine digits, or ten digits or letters.",
        ),
        ("company_name", "A" * 17, "Use at most 16 characters: a bank file has no more room."),
        ("company_id", "", "Enter the company id that the bank assigned: at most ten digits or letters."),
        (
            "odfi_id",
            "021",
            "Enter the originating bank's id: the first eight digits of its routing number.",
        ),
        ("entry_description", "", "Enter what payers will see as the purpose, such as LOAN PMT."),
        ("entry_description", "LOAN PAYMENT", "Use at most 10 characters: a bank file has no more room."),
        ("cutoffs", [], "Enter at least one cut-off time, such as 16:30."),
        ("cutoffs", ["16:30", "4pm"], "Write each cut-off as hours and minutes, such as 16:30: 4pm is not."),
        ("cutoffs", ["24:00"], "Write each cut-off as hours and minutes, such as 16:30: 24:00 is not."),
        (
            "effective_days",
            3,
            "Choose whether entries settle one or two banking days after the day of the file.",
        ),
        (
            "effective_days",
            None,
            "Choose whether entries settle one or two banking days after the day of the file.",
        ),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_saved(cast: Cast, field: str, value: Any, sentence: str) -> None:
    with in_tenant(cast.lenders.alder):
        with pytest.raises(ProfileWrong) as refused:
            profile(**{field: value})

        assert refused.value.fields == {field: sentence}
        assert get_profile() is None


@pytest.mark.parametrize("text", sorted(RESERVED_DESCRIPTIONS))
def test_a_description_that_nacha_keeps_is_refused_in_any_case(cast: Cast, text: str) -> None:
    with in_tenant(cast.lenders.alder), pytest.raises(ProfileWrong) as refused:
        profile(entry_description=text.lower())

    assert list(refused.value.fields) == ["entry_description"]


def test_what_is_typed_is_tidied(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        saved = profile(destination_routing="021 000 021", cutoffs=["16:30", "09:00", "16:30"], origin_id="abcdefghij")

    assert (saved.destination_routing, saved.cutoffs, saved.origin_id) == (
        "021000021",
        ["09:00", "16:30"],
        "ABCDEFGHIJ",
    )


def test_saving_raises_the_epoch_and_is_audited_with_what_changed(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        before = read_epoch()
        profile(company_name="Alder Autos")

        changes = AuditEntry.objects.filter(action="eft_profile.saved").values_list("facts__changed", flat=True)
        assert read_epoch() == before + 1
        assert sorted(changes) == sorted([["company_name"], FIRST_TIME])


def test_saving_plans_the_next_file_and_the_next_settling_once(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        profile()

        due = OutboxEntry.objects.filter(task__startswith="eft.").order_by("due_at")
        assert [(row.task, row.due_at, row.lender_id) for row in due] == [
            ("eft.generate", CUTOFF, cast.lenders.alder.id),
            ("eft.settle", datetime(2026, 11, 11, 5, 5, tzinfo=UTC), cast.lenders.alder.id),
        ]


def test_a_lender_of_another_currency_is_not_ready(cast: Cast) -> None:
    lender = Lender(**{f.name: getattr(cast.lenders.alder, f.name) for f in Lender._meta.local_concrete_fields})
    lender.currency = "CAD"
    with in_tenant(lender):
        profile()

        assert readiness() == ["Bank files carry US dollars; this lender's currency is CAD."]
