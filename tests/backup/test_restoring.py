"""A lender comes back row by row, in place or under another name; the other lender notices nothing."""

from __future__ import annotations

from pathlib import Path

from portal_api.identity.models import User
from portal_api.wallet.models import BankAccount
from portal_api.wallet.sealed import open_number
from tenants.backup.restoring import go_back, restore, restore_as
from tenants.context import in_tenant
from tenants.models import LenderSchema
from tenants.states import SchemaState
from tests.backup.making import LOGO, House, backed_up, everything, files_of, now_of
from tests.cast import NOW, borrower
from tests.database import SYSTEM
from tests.eft.making import ACCOUNT_NUMBER


def test_under_another_name_every_row_is_the_same_and_sealed_numbers_open(house: House, tmp_path: Path) -> None:
    before, files = everything(house.elm), files_of(house.elm)
    file = backed_up(house, tmp_path)

    restored = restore_as(path=file, slug="elm-copy", hosts=["elm-copy.testserver"], actor=SYSTEM, now=NOW)

    copy = now_of("elm-copy")
    assert (copy.id != house.elm.id, copy.vault_id) == (True, house.elm.id)
    assert everything(copy) == before == everything(house.elm)
    assert files_of(copy) == files
    assert LOGO in files.values()
    assert restored.manifest.row_count == sum(len(rows) for name, rows in before.items() if name != "sequences")
    with in_tenant(copy):
        assert open_number(BankAccount.objects.get(id=house.adas.id)) == ACCOUNT_NUMBER


def test_in_place_what_came_later_is_set_aside_and_the_way_back_brings_it_again(house: House, tmp_path: Path) -> None:
    before, firs = everything(house.elm), everything(house.fir)
    file = backed_up(house, tmp_path)
    with in_tenant(house.elm):
        borrower("dora@example.com", "Dora Later")
    after = everything(house.elm)

    restore(path=file, actor=SYSTEM, now=NOW)
    restored = now_of("elm")
    states = dict(LenderSchema.objects.using("owner").values_list("schema_name", "state"))
    here = everything(restored)
    back = go_back(lender=restored, actor=SYSTEM, now=NOW)

    assert here == before
    assert (states[house.elm.schema_name], states[restored.schema_name]) == (SchemaState.SET_ASIDE, SchemaState.TAKEN)
    assert (back.schema_name, everything(back)) == (house.elm.schema_name, after)
    assert everything(house.fir) == firs
    with in_tenant(back):
        assert User.objects.filter(email="dora@example.com").count() == 1
