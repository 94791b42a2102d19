"""Importing a small file: what it makes, what it leaves out, and doing it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import models

from portal_api.accounts.models import Account, AccountParty, AccountSnapshot, LoanTerms, Party
from portal_api.servicing.importing.errors import CurrencyRefused, DayRefused, RowsRefused
from portal_api.servicing.importing.operations import ImportOutcome, import_tape
from portal_api.servicing.models import (
    ImportBatch,
    Instalment,
    LedgerLine,
    LedgerOpening,
    LedgerTransaction,
    ScheduleVersion,
)
from portal_api.servicing.nightly import verify_ledger
from portal_api.servicing.tape.mapping import TapeMapping
from portal_api.servicing.tape.reader import TapeUnreadable
from portal_api.servicing.tape.rows import BadRow
from portico_kernel.audit.models import AuditEntry
from portico_kernel.outbox.models import OutboxEntry
from tenants.context import in_tenant
from tests.cast import NOW
from tests.database import SYSTEM, TwoLenders
from tests.servicing.tape.tapes import MAPPING, csv_bytes, mapping

AS_OF = date(2026, 6, 25)
TABLES: tuple[type[models.Model], ...] = (
    Account,
    LoanTerms,
    AccountSnapshot,
    Party,
    AccountParty,
    ScheduleVersion,
    Instalment,
    LedgerOpening,
    LedgerTransaction,
    LedgerLine,
    ImportBatch,
    AuditEntry,
)


def run(
    folder: Path,
    tape: bytes,
    *,
    how: TapeMapping | None = None,
    as_of: date | None = None,
    strict: bool = False,
    dry_run: bool = False,
    bad: list[BadRow] | None = None,
) -> ImportOutcome:
    path = folder / "tape.csv"
    path.write_bytes(tape)
    return import_tape(
        path=path,
        mapping=how or replace(mapping(), shift_to_import_day=False),
        mapping_text=MAPPING,
        actor=SYSTEM,
        now=NOW,
        as_of=as_of,
        strict=strict,
        dry_run=dry_run,
        on_bad=(bad if bad is not None else []).append,
    )


def everything() -> dict[str, list[dict[str, object]]]:
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in TABLES}


def test_a_row_becomes_an_account_with_terms_figures_schedule_and_ledger(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        outcome = run(tmp_path, csv_bytes({"loan": "T-1"}))

        account = Account.objects.select_related("loan_terms", "snapshot").get()
        opening, snapshot = LedgerOpening.objects.get(), account.snapshot
        assert (outcome.read, outcome.added, outcome.known, outcome.bad) == (1, 1, 0, 0)
        assert (account.number, account.title, account.currency) == ("T-1", "Loan", "USD")
        assert (account.loan_terms.original_minor, account.loan_terms.term) == (12_000_00, 12)
        assert (snapshot.principal_minor, snapshot.paid_principal_minor) == (7_000_00, 5_000_00)
        assert (snapshot.instalments_met, snapshot.remaining_payments) == (5, 7)
        assert (snapshot.source, snapshot.standing, snapshot.past_due_minor) == ("import", "current", 0)
        assert snapshot.as_of.isoformat() == "2026-06-26T04:00:00+00:00"
        assert (opening.opened_on, opening.principal_minor, opening.instalments_met) == (AS_OF, 7_000_00, 5)
        assert verify_ledger() == []


def test_the_schedule_is_stored_whole_and_its_rest_pays_back_the_balance(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        run(tmp_path, csv_bytes({"loan": "T-1"}))

        lines = list(Instalment.objects.order_by("number"))
        assert [line.number for line in lines] == list(range(1, 13))
        assert sum(line.principal_minor for line in lines[5:]) == 7_000_00
        assert lines[-1].balance_after_minor == 0
        assert lines[5].due_on == AccountSnapshot.objects.get().next_due_on


def test_what_was_paid_before_is_one_line_and_no_history_is_invented(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        run(tmp_path, csv_bytes({"loan": "T-1", "paid_fees": "25.00", "paid_total": "5025.00"}))

        only = LedgerTransaction.objects.get()
        assert (only.kind, only.effective_on, only.principal_after_minor) == (
            "brought_forward",
            AS_OF,
            7_000_00,
        )
        assert dict(only.lines.values_list("bucket", "amount_minor")) == {
            "principal": -5_000_00,
            "fee": -25_00,
        }


def test_a_loan_with_nothing_paid_begins_with_an_empty_ledger(db: TwoLenders, tmp_path: Path) -> None:
    new = {"issued": "Jun-2026", "balance": "12000.00", "paid_principal": "0.00", "paid_total": "0.00"}
    with in_tenant(db.alder):
        run(tmp_path, csv_bytes({"loan": "T-1"} | new))

        assert (Account.objects.get().number, LedgerTransaction.objects.count()) == ("T-1", 0)
        assert verify_ledger() == []


def test_principal_written_off_has_a_line_of_its_own(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        run(tmp_path, csv_bytes({"loan": "T-1", "status": "Charged Off", "balance": "0.00"}))

        kinds = list(LedgerTransaction.objects.order_by("sequence").values_list("kind", flat=True))
        assert kinds == ["brought_forward", "adjustment"]
        assert AccountSnapshot.objects.get().paid_principal_minor == 5_000_00
        assert verify_ledger() == []


def test_a_late_row_keeps_the_sources_standing_in_its_words(db: TwoLenders, tmp_path: Path) -> None:
    late = {
        "loan": "T-1",
        "status": "Late 31",
        "balance": "9000.00",
        "paid_principal": "3000.00",
        "paid_total": "3000.00",
    }
    with in_tenant(db.alder):
        run(tmp_path, csv_bytes(late))

        snapshot = AccountSnapshot.objects.get()
        assert (snapshot.standing, snapshot.standing_note) == ("past_due", "Late (31–120 days)")
        assert snapshot.past_due_minor % 1_000_00 == 0
        assert snapshot.amount_due_minor == snapshot.past_due_minor + 1_000_00


def test_a_joint_row_gets_a_co_borrower(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        run(tmp_path, csv_bytes({"loan": "T-1", "application": "joint"}))

        assert list(AccountParty.objects.order_by("role").values_list("role", "party__external_id")) == [
            ("borrower", "T-1/borrower"),
            ("co_borrower", "T-1/co_borrower"),
        ]


def test_someone_named_with_an_address_is_one_party_on_all_their_loans(db: TwoLenders, tmp_path: Path) -> None:
    how = replace(
        mapping(('state = "state"', 'state = "state"\nname = "who"\nemail = "mail"')),
        shift_to_import_day=False,
    )
    rows = csv_bytes({"loan": "T-1"}, {"loan": "T-2"}).decode().splitlines()
    named = "\n".join([f"{rows[0]},who,mail", *(f"{row},Ada Lopez,ada@example.com" for row in rows[1:])])
    with in_tenant(db.alder):
        run(tmp_path, named.encode(), how=how)

        party = Party.objects.get()
        assert (party.name, party.email, party.roles.count()) == ("Ada Lopez", "ada@example.com", 2)


def test_made_up_people_are_the_same_again_and_differ_between_lenders(db: TwoLenders, tmp_path: Path) -> None:
    names = []
    for lender in (db.alder, db.birch):
        with in_tenant(lender):
            run(tmp_path, csv_bytes({"loan": "T-1"}))
            names.append(Party.objects.get().name)

    assert names[0] != names[1]


def test_run_twice_nothing_changes(db: TwoLenders, tmp_path: Path) -> None:
    tape = csv_bytes({"loan": "T-1"}, {"loan": "T-2", "application": "joint"}, {"loan": "T-3", "term": "x"})
    with in_tenant(db.alder):
        run(tmp_path, tape)
        before = everything()

        again = run(tmp_path, tape)

        assert (again.read, again.added, again.known, again.bad) == (3, 0, 2, 1)
        assert everything() == before


def test_a_longer_file_adds_what_is_new_on_the_day_of_the_first_import(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        run(tmp_path, csv_bytes({"loan": "T-1"}), how=mapping(), as_of=date(2026, 10, 1))

        again = run(tmp_path, csv_bytes({"loan": "T-1"}, {"loan": "T-2"}), how=mapping())

        assert (again.added, again.known, again.as_of_on) == (1, 1, date(2026, 10, 1))
        days = LedgerOpening.objects.values_list("opened_on", flat=True).distinct()
        assert list(days) == [date(2026, 10, 1)]


def test_the_first_import_moves_the_file_to_today_where_the_mapping_says_so(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        outcome = run(tmp_path, csv_bytes({"loan": "T-1"}), how=replace(mapping(), shift_to_import_day=True))

        batch = ImportBatch.objects.get()
        assert (batch.tape_as_of_on, batch.as_of_on, outcome.as_of_on) == (
            AS_OF,
            date(2026, 11, 10),
            date(2026, 11, 10),
        )


@pytest.mark.parametrize("asked", [date(2026, 10, 2), date(2026, 12, 1)])
def test_another_day_than_the_first_imports_or_one_to_come_is_refused(
    db: TwoLenders, tmp_path: Path, asked: date
) -> None:
    with in_tenant(db.alder):
        if asked < NOW.date():
            run(tmp_path, csv_bytes({"loan": "T-1"}), as_of=date(2026, 10, 1))

        sentence = (
            "has not come yet" if asked > NOW.date() else f"The first import at {db.alder.slug} set .* to 2026-10-01"
        )
        with pytest.raises(DayRefused, match=sentence):
            run(tmp_path, csv_bytes({"loan": "T-2"}), as_of=asked)

        assert not Account.objects.filter(number="T-2").exists()


def test_a_dry_run_lists_every_bad_row_and_changes_nothing(db: TwoLenders, tmp_path: Path) -> None:
    tape = csv_bytes({"loan": "T-1"}, {"loan": "T-2", "amount": "-5"}, {"loan": "T-1"}, {"loan": "", "term": "x"})
    with in_tenant(db.alder):
        before, bad = everything(), list[BadRow]()

        outcome = run(tmp_path, tape, dry_run=True, bad=bad)

        assert (outcome.read, outcome.added, outcome.bad) == (4, 1, 3)
        assert [(row.line, [problem.column for problem in row.problems]) for row in bad] == [
            (3, ["amount"]),
            (4, ["loan"]),
            (5, ["loan", "term"]),
        ]
        assert bad[1].reason == "The loan T-1 stands on line 2 already."
        assert bad[1].raw.startswith("T-1,12000.00,12,")
        assert everything() == before


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        # Neither paid nor late, five months after its first due date.
        (
            {"balance": "12000.00", "paid_principal": "0.00", "paid_total": "0.00"},
            "falls due on 2026-02-28 at the latest",
        ),
        ({"loan": "T-1"}, "stands on line 2 already"),
    ],
)
def test_a_row_refused_after_reading_is_told_with_its_own_text(
    db: TwoLenders, tmp_path: Path, changes: dict[str, str], reason: str
) -> None:
    tape = csv_bytes({"loan": "T-1"}, {"loan": "T-2"} | changes)
    with in_tenant(db.alder):
        bad = list[BadRow]()

        run(tmp_path, tape, bad=bad)

        assert [row.raw for row in bad] == [tape.decode().splitlines(keepends=True)[2]]
        assert reason in bad[0].reason


def test_strict_takes_every_row_or_none(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        before = everything()

        with pytest.raises(RowsRefused, match="1 row is bad, so nothing was imported"):
            run(tmp_path, csv_bytes({"loan": "T-1"}, {"loan": "T-2", "term": "x"}), strict=True)

        assert everything() == before


@pytest.mark.parametrize(
    ("tape", "sentence"),
    [
        (b"", "The file is empty"),
        ("loan;Straße".encode("latin-1"), "not utf-8 text"),
        (b"\xff\xfel\x00o\x00", "UTF-16"),
        (b"loan,amount\nT-1,5\n", "does not name these columns"),
    ],
)
def test_a_file_that_is_no_tape_is_refused_with_a_sentence(
    db: TwoLenders, tmp_path: Path, tape: bytes, sentence: str
) -> None:
    with in_tenant(db.alder), pytest.raises(TapeUnreadable, match=sentence):
        run(tmp_path, tape)


def test_a_mapping_in_another_currency_is_refused(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder), pytest.raises(CurrencyRefused, match="this lender's accounts are in USD"):
        run(tmp_path, csv_bytes({}), how=replace(mapping(), currency="CAD"))


def test_another_lender_has_nothing_of_it(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.birch):
        before = everything()
    with in_tenant(db.alder):
        run(tmp_path, csv_bytes({"loan": "T-1"}))

    with in_tenant(db.birch):
        assert everything() == before


def test_an_import_is_audited_and_plans_the_lenders_next_night(db: TwoLenders, tmp_path: Path) -> None:
    with in_tenant(db.alder):
        run(tmp_path, csv_bytes({"loan": "T-1"}))

        entry = AuditEntry.objects.get(action="accounts.imported")
        planned = OutboxEntry.objects.get(task="servicing.new_day")
        assert (entry.actor_label, entry.summary) == ("tests", "Imported 1 account from tape.csv")
        assert (planned.lender_id, planned.due_at.isoformat()) == (db.alder.id, "2026-11-11T05:20:00+00:00")
