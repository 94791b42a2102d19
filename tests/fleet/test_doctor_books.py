"""``portico doctor`` on what was written down, on roles and on rights in public."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings

from tenants.fleet.doctor import findings
from tenants.positions import prefixed
from tests.database import TwoLenders, superuser_dsn
from tests.fleet.breaking import broken, fleet_to_break
from tests.fleet.test_doctor import only, template, told

ROW = (
    "INSERT INTO public.tenants_lenderschema"
    " (id, schema_name, db_role, state, fingerprint, rights, made_at, migrated_at)"
    " SELECT gen_random_uuid(), '{schema}', '{role}', '{state}', fingerprint, rights, now(), now()"
    " FROM public.tenants_lenderschema WHERE state = 'template'"
)
NO_ROW = "DELETE FROM public.tenants_lenderschema WHERE schema_name = '{schema}'"


@pytest.fixture(scope="module")
def lenders() -> Iterator[TwoLenders]:
    """Two lenders of a fleet that is well, instead of the suite's."""
    with fleet_to_break() as made:
        yield made


def codes() -> list[tuple[str, tuple[str, ...]]]:
    """What the doctor finds, and where."""
    return [(found.code, found.where) for found in findings()]


def test_a_schema_that_nothing_was_written_down_about(lenders: TwoLenders) -> None:
    with broken("CREATE SCHEMA stray", "DROP SCHEMA stray"):
        assert codes() == [("schema-without-row", ("stray",))]


def test_a_row_without_a_schema_or_a_role_that_says_taken(lenders: TwoLenders) -> None:
    row = {"schema": "t_gone", "role": prefixed("t_gone"), "state": "taken"}
    with broken(ROW.format(**row), NO_ROW.format(**row)):
        found = codes()

    assert found == [
        ("row-without-schema", ("t_gone",)),
        ("taken-by-nobody", ("t_gone",)),
        ("role-missing", (prefixed("t_gone"),)),
        ("membership-missing", (prefixed("t_gone"), settings.PORTICO_APP_ROLE)),
    ]


def test_a_schema_that_is_marked_otherwise_than_the_template(lenders: TwoLenders) -> None:
    mark = "UPDATE public.tenants_lenderschema SET rights = {} WHERE schema_name = '" + lenders.birch.schema_name + "'"
    right = f"(SELECT rights FROM public.tenants_lenderschema WHERE schema_name = '{template()}')"
    with broken(mark.format("'x'"), mark.format(right)):
        whole, alone = codes(), told(lenders.birch.schema_name)

    birch = (f"birch ({lenders.birch.schema_name})",)
    assert (whole, alone) == ([("marked-otherwise", birch)], [("marked-otherwise", birch, ())])


def test_a_fleet_without_a_template(lenders: TwoLenders) -> None:
    change = "UPDATE public.tenants_lenderschema SET state = '{}' WHERE schema_name = '" + template() + "'"
    with broken(change.format("set_aside"), change.format("template")):
        assert codes() == [("no-template", ("the fleet",))]


def test_a_template_that_is_behind_this_version_and_so_no_schema_equals_it(lenders: TwoLenders) -> None:
    table = f"{template()}.django_migrations"
    back = f"INSERT INTO {table} (app, name, applied) VALUES ('wallet', '0001_initial', now())"
    with broken(f"DELETE FROM {table} WHERE app = 'wallet' AND name = '0001_initial'", back):
        found = told()

    assert [code for code, _, _ in found] == ["differs-from-template", "behind"]
    assert found[0][2] == ("too much: migration wallet.0001_initial",)
    assert found[1][1:] == ((template(),), ("wallet.0001_initial",))


def test_a_public_schema_that_a_newer_version_migrated(lenders: TwoLenders) -> None:
    by = "INSERT INTO public.django_migrations (app, name, applied) VALUES ('tenants', '0999_later', now())"
    with broken(by, "DELETE FROM public.django_migrations WHERE name = '0999_later'"):
        assert told() == [("ahead", ("public",), ("tenants.0999_later",))]


def test_a_lender_whose_schema_was_never_given_out(lenders: TwoLenders) -> None:
    change = (
        "UPDATE public.tenants_lenderschema SET state = '{}' WHERE schema_name = '" + lenders.birch.schema_name + "'"
    )
    with broken(change.format("set_aside"), change.format("taken")):
        assert codes() == [("lender-not-at-home", (f"birch ({lenders.birch.schema_name})",))]


def test_a_lender_under_another_role_than_its_schemas(lenders: TwoLenders) -> None:
    change = "UPDATE public.tenants_lender SET db_role = '{}' WHERE slug = 'birch'"
    with broken(change.format("other"), change.format(lenders.birch.db_role)):
        assert codes() == [("lender-under-another-role", (f"birch (other instead of {lenders.birch.db_role})",))]


def test_a_lender_without_a_host_unless_it_has_left(lenders: TwoLenders) -> None:
    change = "UPDATE public.tenants_domain SET tenant_id = (SELECT id FROM public.tenants_lender WHERE slug = '{}')"
    change += " WHERE domain = 'birch.testserver'"
    left = "UPDATE public.tenants_lender SET offboarded_at = {} WHERE slug = 'birch'"
    with broken(change.format("alder"), change.format("birch")):
        here = codes()
        with broken(left.format("now()"), left.format("NULL")):
            gone = codes()

    assert (here, gone) == ([("lender-without-host", ("birch",))], [])


def test_fewer_spare_schemas_than_asked(lenders: TwoLenders) -> None:
    (found,) = findings(spares=1_000)

    assert found.code == "too-few-spares"
    assert found.next_step == "Run “portico spares --keep 1000”."


def test_a_foreign_key_that_leaves_its_schema(lenders: TwoLenders) -> None:
    alder, birch = lenders.alder.schema_name, lenders.birch.schema_name
    by = (
        f"ALTER TABLE {birch}.accounts_access ADD CONSTRAINT odd FOREIGN KEY (user_id) REFERENCES {alder}.identity_user"
    )
    with broken(by, f"ALTER TABLE {birch}.accounts_access DROP CONSTRAINT odd"):
        where, lines = only("foreign-key-leaves")
        apart = only("differs-from-template")

    assert (where, lines) == ((birch,), (f"{birch}.accounts_access: odd to {alder}.identity_user",))
    assert apart[1] == (
        f"too much: constraint accounts_access.odd FOREIGN KEY (user_id) REFERENCES {alder}.identity_user(id)",
    )


def test_a_lenders_role_that_may_log_in(lenders: TwoLenders) -> None:
    role = lenders.birch.db_role
    with broken(f'ALTER ROLE "{role}" LOGIN', f'ALTER ROLE "{role}" NOLOGIN'):
        assert codes() == [("role-too-strong", (role,))]


def test_a_lenders_role_that_belongs_to_the_platform(lenders: TwoLenders) -> None:
    role, platform = lenders.birch.db_role, prefixed("platform")
    with broken(f'GRANT "{platform}" TO "{role}"', f'REVOKE "{platform}" FROM "{role}"'):
        assert told() == [("membership-beyond", (role,), (f'REVOKE "{platform}" FROM "{role}";',))]


def test_an_app_that_inherits_a_lenders_rights(lenders: TwoLenders) -> None:
    role, app = lenders.birch.db_role, settings.PORTICO_APP_ROLE
    grant = f'GRANT "{role}" TO "{app}" WITH INHERIT {{}}, SET TRUE;'
    with broken(grant.format("TRUE"), grant.format("FALSE")):
        found = told()

    assert found == [("membership-missing", (app,), (grant.format("FALSE"),)), ("membership-beyond", (app,), ())]


def test_an_app_whose_login_inherits(lenders: TwoLenders) -> None:
    app = settings.PORTICO_APP_ROLE
    with psycopg.connect(superuser_dsn(), autocommit=True) as superuser:
        superuser.execute(f'ALTER ROLE "{app}" INHERIT'.encode())
        try:
            found = codes()
        finally:
            superuser.execute(f'ALTER ROLE "{app}" NOINHERIT'.encode())

    assert found == [("app-not-confined", (app,))]


@pytest.mark.parametrize(
    ("may", "of", "to"),
    [
        ("DELETE", "tenants_lender", "lenders"),
        ("SELECT", "identity_user", "lookup"),
        ("TRUNCATE", "audit_auditentry", "platform"),
        ("SELECT", "django_migrations", "PUBLIC"),
    ],
)
def test_a_right_in_public_beyond_what_its_table_declares(lenders: TwoLenders, may: str, of: str, to: str) -> None:
    role = to if to == "PUBLIC" else f'"{prefixed(to)}"'
    with broken(f"GRANT {may} ON public.{of} TO {role}", f"REVOKE {may} ON public.{of} FROM {role}"):
        found = told()

    name = "everyone" if to == "PUBLIC" else prefixed(to)
    assert found == [("rights-beyond", (name,), (f"{name} may {may} {of}",))]


def test_a_right_in_public_that_is_missing(lenders: TwoLenders) -> None:
    role = prefixed("lookup")
    change = "{} SELECT ON public.tenants_domain {} " + f'"{role}"'
    with broken(change.format("REVOKE", "FROM"), change.format("GRANT", "TO")):
        assert told() == [("rights-missing", (role,), (f"{role} may not SELECT tenants_domain",))]


def test_a_public_table_that_shows_lenders_each_others_rows(lenders: TwoLenders) -> None:
    role, table = prefixed("lenders"), "public.tickets_ticket"
    off = broken(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    odd = broken(f'CREATE POLICY odd ON {table} TO "{role}" USING (true)', f"DROP POLICY odd ON {table}")
    with off:
        without = told()
    with odd:
        beyond = told()

    assert without == [("row-policies", ("tickets_ticket",), ("tickets_ticket: row security is off",))]
    assert beyond == [("row-policies", ("tickets_ticket",), (f"tickets_ticket: odd for {role} is not ours",))]
