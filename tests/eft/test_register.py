"""The register stands outside the lender's schema: a restored lender repeats no number and changes no row."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection

from portal_api.eft.models import EftEntry, EftFile, EftProfile
from portal_api.eft.queries import entries_of
from portal_api.eft.register.models import RegisteredFile
from portal_api.eft.register.operations import RegisterDisagrees, register_file
from tenants.context import in_platform, in_tenant
from tests.cast import NOW, Cast
from tests.database import SYSTEM
from tests.eft.making import CUTOFF, NEXT_CUTOFF, bank_account, generated, payment, profile


def row(cast: Cast, **changes: Any) -> RegisteredFile:
    fields: dict[str, Any] = {
        "lender_id": cast.lenders.alder.id,
        "file_id": uuid.uuid4(),
        "number": 7,
        "cutoff_at": CUTOFF,
        "file_on": CUTOFF.date(),
        "id_modifier": "C",
        "last_trace": "021000020000041",
        "content_hash": "0" * 64,
        "entry_count": 1,
        "total_minor": 1,
        "payment_ids": [],
        "registered_at": NOW,
    }
    return RegisteredFile(**{**fields, **changes})


def test_a_restored_lender_numbers_files_days_and_entries_after_what_the_register_knows(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        register_file(row(cast))
        payment(cast.ada_loan, cast.ada, bank_account(cast.ada))
        file = generated()

        assert (file.number, file.id_modifier) == (8, "D")
        assert [line.trace_number for line in entries_of(file)] == ["021000020000042"]


def test_the_same_file_is_registered_once_and_another_under_its_number_is_refused(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        entry = row(cast)
        register_file(entry)
        register_file(row(cast, file_id=entry.file_id))

        with pytest.raises(RegisterDisagrees):
            register_file(row(cast))
        assert RegisteredFile.objects.count() == 1


def test_numbers_go_on_where_the_register_is_behind(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        profile()
        method = bank_account(cast.ada)
        payment(cast.ada_loan, cast.ada, method)
        generated()
        payment(cast.ada_loan, cast.ada, method, cancellable_until=NEXT_CUTOFF)
        generated(NEXT_CUTOFF)

        assert list(EftFile.objects.order_by("number").values_list("number", "id_modifier")) == [(1, "A"), (2, "A")]
        assert EftProfile.objects.get().next_trace == EftEntry.objects.count() + 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE public.eft_register_registeredfile SET number = 9", "DELETE FROM public.eft_register_registeredfile"],
)
def test_a_lender_cannot_change_what_was_registered(cast: Cast, statement: str) -> None:
    with in_tenant(cast.lenders.alder):
        register_file(row(cast))
        with connection.cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
            cursor.execute(statement)


def test_a_lender_cannot_register_for_another(cast: Cast) -> None:
    with in_tenant(cast.lenders.birch), pytest.raises(DatabaseError, match="row-level security"):
        register_file(row(cast))


def test_a_lender_reads_its_own_rows_and_the_platform_reads_all(cast: Cast) -> None:
    with in_tenant(cast.lenders.alder):
        register_file(row(cast))
    with in_tenant(cast.lenders.birch):
        assert RegisteredFile.objects.count() == 0
    with in_platform(SYSTEM, "compare the register"):
        assert RegisteredFile.objects.count() == 1
