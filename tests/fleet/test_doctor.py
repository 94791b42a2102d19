"""``portico doctor``: each way in which a fleet can be wrong is broken on purpose, told, and mended."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.utils import InternalError

from tenants.fleet.doctor import findings
from tenants.fleet.shape import difference, looking, rows_of, shape_of, shapes
from tenants.models import LenderSchema
from tenants.positions import prefixed
from tests.database import TwoLenders
from tests.fleet.breaking import broken, fleet_to_break


@pytest.fixture(scope="module")
def lenders() -> Iterator[TwoLenders]:
    """Two lenders of a fleet that is well, instead of the suite's."""
    with fleet_to_break() as made:
        yield made


def template() -> str:
    """The template's schema."""
    return str(LenderSchema.objects.using("owner").get(state="template").schema_name)


def told(*schemas: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """What the doctor finds: code, where, and the lines."""
    return [(found.code, found.where, found.lines) for found in findings(schemas or None)]


def only(code: str, *schemas: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where and the lines of the one finding of a code."""
    ((_, where, lines),) = [found for found in told(*schemas) if found[0] == code]
    return where, lines


def test_a_fresh_fleet_is_well(lenders: TwoLenders) -> None:
    assert told() == []


def test_no_line_of_a_shape_names_its_schema_or_its_role(lenders: TwoLenders) -> None:
    lines = shape_of(lenders.alder.schema_name)

    assert [line for line in lines if lenders.alder.schema_name in line] == []
    assert lines == shape_of(lenders.birch.schema_name)
    assert Counter(line.partition(" ")[0] for line in lines).keys() == {
        "schema", "table", "column", "constraint", "index", "sequence", "grant", "migration",
    }  # fmt: skip


CHANGES = [
    ("ALTER TABLE {s}.feature_flags_switch ADD odd integer DEFAULT 3 NOT NULL",
     "ALTER TABLE {s}.feature_flags_switch DROP odd",
     ["too much: column feature_flags_switch.odd integer not null default 3"]),
    ("ALTER TABLE {s}.feature_flags_switch ALTER is_on DROP NOT NULL",
     "ALTER TABLE {s}.feature_flags_switch ALTER is_on SET NOT NULL",
     ["missing: column feature_flags_switch.is_on boolean not null",
      "too much: column feature_flags_switch.is_on boolean"]),
    ("ALTER TABLE {s}.feature_flags_switch SET UNLOGGED", "ALTER TABLE {s}.feature_flags_switch SET LOGGED",
     ["missing: table feature_flags_switch owned by {owner}",
      "too much: table feature_flags_switch owned by {owner}, not durable"]),
    ("CREATE INDEX odd ON {s}.feature_flags_switch (is_on)", "DROP INDEX {s}.odd",
     ["too much: index CREATE INDEX odd ON feature_flags_switch USING btree (is_on)"]),
    ("ALTER TABLE {s}.payments_payment ADD CONSTRAINT odd CHECK (amount_minor < 7) NOT VALID",
     "ALTER TABLE {s}.payments_payment DROP CONSTRAINT odd",
     ["too much: constraint payments_payment.odd CHECK ((amount_minor < 7)) NOT VALID"]),
    ("ALTER SEQUENCE {s}.audit_auditentry_id_seq MAXVALUE 99",
     "ALTER SEQUENCE {s}.audit_auditentry_id_seq MAXVALUE 9223372036854775807",
     ["missing: sequence audit_auditentry_id_seq bigint from 1 by 1, 1 to 9223372036854775807, cache 1, of"
      " audit_auditentry.id",
      "too much: sequence audit_auditentry_id_seq bigint from 1 by 1, 1 to 99, cache 1, of audit_auditentry.id"]),
    ("GRANT DELETE ON {s}.audit_auditentry TO {r}", "REVOKE DELETE ON {s}.audit_auditentry FROM {r}",
     ["missing: grant on audit_auditentry to role: INSERT, SELECT",
      "too much: grant on audit_auditentry to role: DELETE, INSERT, SELECT"]),
    ("GRANT SELECT (summary) ON {s}.audit_auditentry TO {lookup}",
     "REVOKE SELECT (summary) ON {s}.audit_auditentry FROM {lookup}",
     ["too much: grant on audit_auditentry.summary to {lookup}: SELECT"]),
    ("GRANT CREATE ON SCHEMA {s} TO {r}", "REVOKE CREATE ON SCHEMA {s} FROM {r}",
     ["missing: grant on the schema to role: USAGE", "too much: grant on the schema to role: CREATE, USAGE"]),
    ("ALTER DEFAULT PRIVILEGES IN SCHEMA {s} GRANT SELECT ON TABLES TO {lookup}",
     "ALTER DEFAULT PRIVILEGES IN SCHEMA {s} REVOKE SELECT ON TABLES FROM {lookup}",
     ["too much: default grant on r to {lookup}: SELECT"]),
    ("CREATE POLICY odd ON {s}.audit_auditentry TO {r} USING (true)", "DROP POLICY odd ON {s}.audit_auditentry",
     ["too much: policy odd on audit_auditentry: * to role, using true, with check "]),
    ("CREATE VIEW {s}.odd AS SELECT id FROM {s}.feature_flags_switch", "DROP VIEW {s}.odd",
     ["too much: column odd.id uuid", "too much: grant on odd to {owner}: {all}",
      "too much: view odd as  SELECT id\n   FROM feature_flags_switch;", "too much: view odd owned by {owner}"]),
    ("CREATE FUNCTION {s}.odd() RETURNS integer LANGUAGE sql RETURN 1", "DROP FUNCTION {s}.odd()",
     ["too much: function odd owned by {owner}: CREATE OR REPLACE FUNCTION odd()\n RETURNS integer\n"
      " LANGUAGE sql\nRETURN 1\n",
      "too much: grant on function odd() to everyone: EXECUTE",
      "too much: grant on function odd() to {owner}: EXECUTE"]),
    ("CREATE TYPE {s}.odd AS ENUM ('a', 'b')", "DROP TYPE {s}.odd", ["too much: type odd e: a, b"]),
    ("CREATE TRIGGER odd BEFORE UPDATE ON {s}.audit_auditentry FOR EACH ROW"
     " EXECUTE FUNCTION suppress_redundant_updates_trigger()", "DROP TRIGGER odd ON {s}.audit_auditentry",
     ["too much: trigger on audit_auditentry: CREATE TRIGGER odd BEFORE UPDATE ON audit_auditentry FOR EACH ROW"
      " EXECUTE FUNCTION suppress_redundant_updates_trigger()"]),
    ("INSERT INTO {s}.django_migrations (app, name, applied) VALUES ('wallet', '0001_initial', now())",
     "DELETE FROM {s}.django_migrations WHERE id = (SELECT max(id) FROM {s}.django_migrations)",
     ["too much: migration wallet.0001_initial"]),
]  # fmt: skip


@pytest.mark.parametrize(("by", "mended_by", "lines"), CHANGES)
def test_a_change_by_hand_is_told_in_its_lenders_schema_alone(
    lenders: TwoLenders, by: str, mended_by: str, lines: list[str]
) -> None:
    names = {
        "s": lenders.birch.schema_name,
        "r": lenders.birch.db_role,
        "owner": settings.DATABASES["owner"]["USER"],
        "lookup": prefixed("lookup"),
        "all": "DELETE, INSERT, MAINTAIN, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE",
    }
    # Names of the statements are quoted: a worker of the suite may be called in capitals.
    quoted = {name: f'"{value}"' for name, value in names.items()}
    with broken(by.format(**quoted), mended_by.format(**quoted)):
        found = told()

    birch = f"birch ({lenders.birch.schema_name})"
    assert found == [("differs-from-template", (birch,), tuple(line.format(**names) for line in lines))]


def test_schemas_that_differ_in_the_same_way_are_one_finding(lenders: TwoLenders) -> None:
    alder, birch = lenders.alder.schema_name, lenders.birch.schema_name
    with (
        broken(f"DROP INDEX {alder}.audit_object", f"CREATE INDEX audit_object ON {alder}.{AUDIT_OBJECT}"),
        broken(f"DROP INDEX {birch}.audit_object", f"CREATE INDEX audit_object ON {birch}.{AUDIT_OBJECT}"),
    ):
        ((code, where, lines),) = told()

    assert code == "differs-from-template"
    assert set(where) == {f"alder ({alder})", f"birch ({birch})"}
    assert lines == (f"missing: index CREATE INDEX audit_object ON {AUDIT_OBJECT.replace(' (', ' USING btree (')}",)


AUDIT_OBJECT = "audit_auditentry (object_kind, object_id, at)"


def test_a_schema_that_is_asked_about_alone_is_compared_alone(lenders: TwoLenders) -> None:
    birch = lenders.birch.schema_name
    with broken(f"DROP INDEX {birch}.audit_object", f"CREATE INDEX audit_object ON {birch}.{AUDIT_OBJECT}"):
        assert told(lenders.alder.schema_name) == []
        assert len(told(birch)) == 1


def test_of_many_differences_the_first_twenty_are_told(lenders: TwoLenders) -> None:
    birch = lenders.birch.schema_name
    with broken(
        f"CREATE TABLE {birch}.odd ({', '.join(f'c{n} integer' for n in range(30))})", f"DROP TABLE {birch}.odd"
    ):
        _, lines = only("differs-from-template")

    assert len(lines) == 21
    assert lines[-1] == "and 12 more lines like these"


def test_shapes_of_schemas_that_are_not_there_are_left_out(lenders: TwoLenders) -> None:
    known = shapes([lenders.alder.schema_name, "t_nowhere", template()])

    assert set(known) == {lenders.alder.schema_name, template()}
    assert len(set(known.values())) == 1
    assert difference(lenders.alder.schema_name, template()) == []


def test_looking_can_change_nothing(lenders: TwoLenders) -> None:
    with looking() as connection, pytest.raises(InternalError, match="read-only transaction"):
        rows_of(connection, "DELETE FROM public.tenants_lenderschema RETURNING id")


def test_the_command_says_that_all_is_well(lenders: TwoLenders) -> None:
    out = io.StringIO()

    call_command("doctor", stdout=out)

    count = LenderSchema.objects.using("owner").count() - 1
    assert out.getvalue() == f"{count} schemas equal the template.\n"


def test_the_command_tells_what_where_and_what_next_and_fails(lenders: TwoLenders) -> None:
    out, as_json, birch = io.StringIO(), io.StringIO(), lenders.birch.schema_name
    with broken(f"DROP INDEX {birch}.audit_object", f"CREATE INDEX audit_object ON {birch}.{AUDIT_OBJECT}"):
        with pytest.raises(SystemExit) as ended:
            call_command("doctor", "birch", stdout=out)
        with pytest.raises(SystemExit):
            call_command("doctor", "birch", "--json", stdout=as_json)
        call_command("doctor", "alder", stdout=io.StringIO())

    assert ended.value.code == 1
    assert out.getvalue().splitlines() == [
        "A schema differs from the template:",
        f"  birch ({birch})",
        "    missing: index CREATE INDEX audit_object ON audit_auditentry USING btree (object_kind, object_id, at)",
        "  Next: Run “portico migrate”. What still differs then was changed by hand, and is changed back by hand.",
        "1 finding; 1 schema compared with the template.",
    ]
    answer = json.loads(as_json.getvalue())
    assert (answer["compared"], [found["where"] for found in answer["findings"]]) == (1, [[f"birch ({birch})"]])


def test_the_command_names_the_lenders_when_it_does_not_know_one(lenders: TwoLenders) -> None:
    with pytest.raises(CommandError, match="no lender called 'oak'"):
        call_command("doctor", "oak")
