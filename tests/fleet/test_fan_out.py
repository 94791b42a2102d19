"""What happens where a migration cannot be replayed, somebody is in the way, or a schema is not like the others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.db import connections, models

from portico_kernel.errors import NotFound
from portico_kernel.idempotency.models import StoredAnswer
from portico_kernel.rows import Row
from tenants.fleet import fan_out
from tenants.fleet.errors import MigrationUnderWay
from tenants.fleet.lock import the_only_migration
from tenants.fleet.preview import describe
from tenants.fleet.scripts import make_schema
from tenants.migrating import owner_connection
from tenants.models import Lender
from tenants.states import SchemaState
from tests.database import TwoLenders
from tests.fleet.breaking import as_owner
from tests.fleet.later import later_version
from tests.fleet.looking import NOW, ask, differences, rows, template, upgrade

COLOR = 'migrations.AddField("storedanswer", "color", models.CharField(max_length=9, null=True))'
SIZE = 'migrations.AddField("storedanswer", "size", models.IntegerField(null=True))'
PAINT = """
    migrations.RunPython(
        lambda apps, editor: apps.get_model("idempotency", "StoredAnswer").objects.using("owner").update(color="red")
    )
"""
ONE_KEY = 'migrations.AlterField("storedanswer", "key", models.CharField(max_length=80, unique=True))'
INDEX = 'AddIndexConcurrently("storedanswer", models.Index(fields=["route"], name="answer_route"))'
PROBE = 'migrations.CreateModel("Probe", [("id", models.UUIDField(primary_key=True)), ("word", models.TextField())])'


def add_answers(schema: str, count: int) -> None:
    """That many stored answers under one key."""
    as_owner(
        f"INSERT INTO {schema}.idempotency_storedanswer"
        " SELECT gen_random_uuid(), gen_random_uuid(), 'k', 'r', 'h', 200, '{}', now()"
        f" FROM generate_series(1, {count})"
    )


@contextmanager
def somebody_reads(schema: str) -> Iterator[threading.Event]:
    """Another session that holds a table of the schema until it is told to let go."""
    parameters = owner_connection().get_connection_params()
    login = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port")}
    with psycopg.connect(**login) as other:
        other.execute(f"SELECT count(*) FROM {schema}.idempotency_storedanswer".encode())
        let_go = threading.Event()

        def wait() -> None:
            let_go.wait()
            other.rollback()

        waiter = threading.Thread(target=wait)
        waiter.start()
        yield let_go
        let_go.set()
        waiter.join()


def test_a_migration_in_python_runs_in_each_schema_and_what_comes_after_is_replayed(
    fleet: TwoLenders, tmp_path: Path
) -> None:
    add_answers(fleet.alder.schema_name, 2)
    add_answers(fleet.birch.schema_name, 1)

    with later_version(tmp_path, color=COLOR, paint=PAINT, size=SIZE):
        report = upgrade()

    assert [(step.migrations[0][-5:], step.by_django, step.replayed) for step in report.steps] == [
        ("color", 1, 4), ("paint", 5, 0), ("_size", 1, 4),
    ]  # fmt: skip
    painted = [ask(f"SELECT color FROM {lender.schema_name}.idempotency_storedanswer") for lender in two(fleet)]
    assert painted == [[("red",), ("red",)], [("red",)]]
    assert differences() == {}


def test_an_index_that_is_built_concurrently_is_built_by_django_in_each_schema(
    fleet: TwoLenders, tmp_path: Path
) -> None:
    with later_version(tmp_path, atomic=False, route=INDEX):
        report = upgrade(keep=3)

    assert [(step.by_django, step.replayed) for step in report.steps] == [(5, 0)]
    assert (report.spares_made, differences()) == (1, {})


def test_a_schema_where_it_fails_is_named_and_stops_no_other(fleet: TwoLenders, tmp_path: Path) -> None:
    add_answers(fleet.birch.schema_name, 2)

    with later_version(tmp_path, key=ONE_KEY):
        report = upgrade()

        assert list(report.failed) == [fleet.birch.schema_name]
        assert report.failed[fleet.birch.schema_name].startswith("UniqueViolation: could not create unique index")
        assert (report.up_to_date, report.is_complete) == (4, False)
        assert list(differences()) == [fleet.birch.schema_name]


def test_the_next_run_goes_on_where_the_last_one_ended(fleet: TwoLenders, tmp_path: Path) -> None:
    add_answers(fleet.birch.schema_name, 2)
    with later_version(tmp_path, key=ONE_KEY):
        upgrade()
        as_owner(f"DELETE FROM {fleet.birch.schema_name}.idempotency_storedanswer")

        report = upgrade()

    assert [(step.by_django, step.replayed) for step in report.steps] == [(1, 0)]
    assert (report.up_to_date, differences()) == (5, {})


def test_what_fails_in_the_template_touches_no_other_schema(fleet: TwoLenders, tmp_path: Path) -> None:
    add_answers(template(), 2)

    with later_version(tmp_path, key=ONE_KEY):
        report = upgrade()

    assert report.stopped == "Stopped at the template: no other schema was touched."
    assert (list(report.failed), report.up_to_date) == ([template()], 0)


def test_a_schema_that_somebody_holds_is_tried_again(
    fleet: TwoLenders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with somebody_reads(fleet.birch.schema_name) as let_go, later_version(tmp_path, color=COLOR):
        monkeypatch.setattr("time.sleep", lambda _: let_go.set())
        report = upgrade()

    assert (report.failed, report.up_to_date, differences()) == ({}, 5, {})


def test_a_schema_that_is_never_let_go_is_reported(
    fleet: TwoLenders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fan_out, "WAITS", (0.0,))
    with somebody_reads(fleet.birch.schema_name), later_version(tmp_path, color=COLOR):
        report = upgrade()

    assert {name: why.partition(":")[0] for name, why in report.failed.items()} == {
        fleet.birch.schema_name: "LockNotAvailable"
    }
    assert report.up_to_date == 4


def test_a_schema_that_nobody_wrote_down_is_adopted(fleet: TwoLenders, tmp_path: Path) -> None:
    schema = fleet.birch.schema_name
    as_owner(
        f"DELETE FROM tenants_lenderschema WHERE schema_name = '{schema}'",
        f"INSERT INTO {schema}.django_migrations (app, name, applied) VALUES ('tenants', '0001_initial', now())",
        f"GRANT DELETE ON {schema}.audit_auditentry TO {fleet.birch.db_role}",
    )

    with later_version(tmp_path, color=COLOR):
        report = upgrade()

    assert (report.adopted, report.up_to_date, differences()) == (1, 5, {})
    (row,) = [row for row in rows() if row.schema_name == schema]
    assert (row.state, row.db_role, row.made_at) == ("taken", fleet.birch.db_role, fleet.birch.created_at)


def test_rights_that_changed_are_granted_again_without_any_migration(
    fleet: TwoLenders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StoredAnswer, "append_only", True)

    report = upgrade()

    assert [(step.title, step.by_django, step.replayed) for step in report.steps] == [("rights", 1, 4)]
    for lender in two(fleet):
        table = f"{lender.schema_name}.idempotency_storedanswer"
        may = "SELECT has_table_privilege(%s, %s, 'INSERT'), has_table_privilege(%s, %s, 'DELETE')"
        assert ask(may, lender.db_role, table, lender.db_role, table) == [(True, False)]
    assert differences() == {}


def test_a_new_table_comes_with_its_rights(fleet: TwoLenders, tmp_path: Path) -> None:
    with later_version(tmp_path, probe=PROBE), known_model():
        upgrade(keep=3)

    may = "SELECT has_table_privilege(%s, %s, 'SELECT, INSERT, UPDATE, DELETE')"
    assert {ask(may, row.db_role, f"{row.schema_name}.idempotency_probe")[0][0] for row in rows()} == {True}
    assert (len(rows()), differences()) == (6, {})


def test_a_second_migration_at_the_same_time_is_refused_and_so_is_a_new_schema(fleet: TwoLenders) -> None:
    refused: list[str] = []

    def rival() -> None:
        for attempt in (upgrade, lambda: make_schema(state=SchemaState.SPARE, now=NOW)):
            try:
                attempt()
            except MigrationUnderWay as error:
                refused.append(error.message)
        connections.close_all()

    with the_only_migration():
        thread = threading.Thread(target=rival)
        thread.start()
        thread.join()

    assert refused == [MigrationUnderWay.message] * 2


def test_the_plan_says_what_would_be_done_and_does_nothing(fleet: TwoLenders, tmp_path: Path) -> None:
    with later_version(tmp_path, color=COLOR, paint=PAINT, size=SIZE):
        said = list(describe())
        behind = len(fan_out.FanOut(jobs=1, now=NOW).behind())

    assert (behind, said) == (5, [
        "5 schemas: idempotency.0002_color (replayed)",
        "5 schemas: idempotency.0003_paint (one schema at a time by Django)",
        "5 schemas: idempotency.0004_size (replayed)",
    ])  # fmt: skip
    assert list(describe()) == ["Nothing: every schema is up to date."]


def test_a_schema_that_was_set_aside_is_migrated_too(fleet: TwoLenders, tmp_path: Path) -> None:
    as_owner("UPDATE tenants_lenderschema SET state = 'set_aside' WHERE state = 'spare'")

    with later_version(tmp_path, color=COLOR):
        report = upgrade()

    assert (report.up_to_date, differences()) == (5, {})


def test_the_canary_goes_first_and_the_others_wait_for_the_next_run(fleet: TwoLenders, tmp_path: Path) -> None:
    with later_version(tmp_path, color=COLOR):
        first = upgrade(canary_lenders=["birch"], stop_after_canary=True)
        behind = [row.schema_name for row in fan_out.FanOut(jobs=1, now=NOW).behind()]
        second = upgrade()

    assert (first.canary, behind) == ([fleet.birch.schema_name], [fleet.alder.schema_name])
    assert (second.up_to_date, second.is_complete) == (5, True)


def test_a_canary_that_nobody_knows_is_refused_before_anything_moves(fleet: TwoLenders, tmp_path: Path) -> None:
    with later_version(tmp_path, color=COLOR):
        with pytest.raises(NotFound, match="no lender called 'nosuch', so nothing was migrated"):
            upgrade(canary_lenders=["alder", "nosuch"])
        behind = len(fan_out.FanOut(jobs=1, now=NOW).behind())

    assert behind == 5


def test_a_canary_that_differs_from_the_template_stops_the_rest(fleet: TwoLenders, tmp_path: Path) -> None:
    as_owner(f"ALTER TABLE {fleet.alder.schema_name}.feature_flags_switch ADD odd integer")

    with later_version(tmp_path, color=COLOR):
        report = upgrade(canary_lenders=["alder"])

    assert report.stopped.startswith(f"Stopped after the canary: {fleet.alder.schema_name} differs from the template:")
    assert report.up_to_date == 4


def two(fleet: TwoLenders) -> tuple[Lender, Lender]:
    """Both lenders."""
    return fleet.alder, fleet.birch


@contextmanager
def known_model() -> Iterator[None]:
    """A version whose code knows the table of PROBE."""
    meta = type("Meta", (), {"app_label": "idempotency"})
    type("Probe", (Row,), {"__module__": __name__, "Meta": meta, "word": models.TextField()})
    try:
        yield
    finally:
        del apps.all_models["idempotency"]["probe"]
        apps.clear_cache()
