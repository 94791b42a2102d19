"""A migration that Django ran in one schema, replayed in the others: they end up equal."""

from __future__ import annotations

from pathlib import Path

from tenants.fleet.plans import plan_after
from tenants.fleet.recording import run_recorded
from tenants.fleet.shape import difference
from tests.database import TwoLenders
from tests.fleet.breaking import as_owner
from tests.fleet.later import later_version
from tests.fleet.looking import ask, differences, rows, template, upgrade

COLUMN = r"""
    migrations.AddField(
        "storedanswer", "color", models.CharField(max_length=40, default="it's 100% {\"blue\"}")
    )
"""
TABLE = """
    migrations.CreateModel("Probe", [
        ("id", models.BigAutoField(primary_key=True)),
        ("answer", models.ForeignKey("idempotency.storedanswer", models.PROTECT)),
        ("word", models.CharField(max_length=9, unique=True)),
        ("size", models.PositiveIntegerField(default=3)),
    ]),
    migrations.AddIndex("probe", models.Index(fields=["size", "word"], name="probe_size")),
    migrations.AddConstraint("probe", models.CheckConstraint(condition=models.Q(size__lt=9), name="probe_small")),
"""
AWKWARD = "migrations.RunSQL('COMMENT ON TABLE idempotency_storedanswer IS $$50% of \\'it\\'; -- so$$ -- said', '')"


def test_a_schema_made_by_the_script_equals_one_that_django_migrated(fleet: TwoLenders) -> None:
    as_owner("CREATE SCHEMA by_django")

    run_recorded("by_django", plan_after([]))

    lines = [line for line in difference("by_django", template()) if "grant " not in line]
    assert lines == []


def test_every_schema_of_a_fresh_fleet_equals_the_template(fleet: TwoLenders) -> None:
    assert differences() == {}
    assert sorted(row.state for row in rows()) == ["spare", "spare", "taken", "taken", "template"]


def test_a_column_with_an_awkward_default_reaches_every_schema(fleet: TwoLenders, tmp_path: Path) -> None:
    with later_version(tmp_path, color=COLUMN):
        report = upgrade()

    (step,) = report.steps
    assert (step.migrations, step.by_django, step.replayed) == (["idempotency.0002_color"], 1, 4)
    assert differences() == {}
    assert (report.up_to_date, report.schemas, report.is_complete) == (5, 5, True)


def test_rows_that_stood_before_get_the_default(fleet: TwoLenders, tmp_path: Path) -> None:
    insert = (
        "INSERT INTO {}.idempotency_storedanswer VALUES"
        " (gen_random_uuid(), gen_random_uuid(), 'k', 'r', 'h', 200, '{{}}', now())"
    )
    as_owner(*(insert.format(lender.schema_name) for lender in (fleet.alder, fleet.birch)))

    with later_version(tmp_path, color=COLUMN):
        upgrade()

    for lender in (fleet.alder, fleet.birch):
        found = ask(f"SELECT key, color FROM {lender.schema_name}.idempotency_storedanswer")
        assert found == [("k", 'it\'s 100% {"blue"}')]


def test_tables_indexes_constraints_and_awkward_sql_are_the_same_everywhere(fleet: TwoLenders, tmp_path: Path) -> None:
    with later_version(tmp_path, probe=TABLE, comment=AWKWARD, color=COLUMN):
        report = upgrade()

    assert [len(step.migrations) for step in report.steps] == [3]
    assert differences() == {}
    comments = "SELECT obj_description((%s || '.idempotency_storedanswer')::regclass)"
    assert {ask(comments, row.schema_name)[0][0] for row in rows()} == {"50% of 'it'; -- so"}
    written = "SELECT count(*) FROM {}.django_migrations WHERE app = 'idempotency'"
    assert {ask(written.format(row.schema_name))[0][0] for row in rows()} == {4}


def test_a_new_schema_of_the_later_version_equals_the_migrated_ones(fleet: TwoLenders, tmp_path: Path) -> None:
    with later_version(tmp_path, probe=TABLE, color=COLUMN):
        report = upgrade(keep=4)

    assert (report.spares_made, len(rows())) == (2, 7)
    assert differences() == {}


def test_a_second_run_has_nothing_to_do(fleet: TwoLenders, tmp_path: Path) -> None:
    with later_version(tmp_path, color=COLUMN):
        upgrade()
        again = upgrade()

    assert (again.steps, again.public, again.up_to_date, again.is_complete) == ([], 0, 5, True)


def test_an_older_version_leaves_a_later_schema_alone(fleet: TwoLenders, tmp_path: Path) -> None:
    with later_version(tmp_path, color=COLUMN):
        upgrade()

    report = upgrade()

    assert (sorted(report.ahead), report.steps) == ([row.schema_name for row in rows()], [])
    assert report.is_complete is True
