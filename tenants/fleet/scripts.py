"""Making a schema with its role, tables and rights in one go, from a script that was recorded once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tenants.grants import SCHEMA, grants_inside_lender, lender_role_sql, written_for
from tenants.migrating import owner_connection
from tenants.models import LenderSchema, SchemaScript
from tenants.positions import prefixed
from tenants.states import SchemaState

from .errors import TemplateBehind
from .fingerprint import Fingerprint
from .lock import no_migration_meanwhile
from .plans import plan_after, wanted
from .recording import in_a_transaction, joined, record_from_nothing


def make_schema(*, state: SchemaState, now: datetime) -> LenderSchema:
    """Make a schema that equals the template, with its role, and write it down; all of it or nothing.

    Raises TemplateBehind where there is no template to equal, MigrationUnderWay while the fleet is migrated.
    """
    owner_connection().set_schema_to_public()
    with transaction.atomic(using="owner"), no_migration_meanwhile():
        template = LenderSchema.objects.using("owner").filter(state=SchemaState.TEMPLATE).first()
        if template is None:
            raise TemplateBehind()
        return make_schema_at(Fingerprint(template.fingerprint, template.rights), state=state, now=now)


def ensure_template(*, now: datetime) -> LenderSchema:
    """The template; made where there is none, at this version's migrations. Doing it twice is fine."""
    owner_connection().set_schema_to_public()
    template = LenderSchema.objects.using("owner").filter(state=SchemaState.TEMPLATE).first()
    if template is not None:
        return template
    ensure_script(now=now)
    with transaction.atomic(using="owner"):
        return make_schema_at(wanted(), state=SchemaState.TEMPLATE, now=now)


def ensure_script(*, now: datetime) -> SchemaScript:
    """The script of this version; recorded where nobody has needed it yet. Doing it twice is fine."""
    applied, rights = wanted()
    owner_connection().set_schema_to_public()
    found = SchemaScript.objects.using("owner").filter(fingerprint=applied, rights=rights).first()
    if found is not None:
        return found
    return _keep(Fingerprint(applied, rights), joined(record_from_nothing(plan_after([]))), _rights_now(), now)


def extend_script(before: Fingerprint, after: Fingerprint, statements: Sequence[str], *, now: datetime) -> None:
    """Keep a script for where the template stands now: that of where it stood, and what was done to it.

    The template has no rows, so that this is what an empty schema needs. Where the former script is not there,
    ensure_script records one.
    """
    scripts = SchemaScript.objects.using("owner")
    former = scripts.filter(fingerprint=before.applied, rights=before.rights).first()
    if former is None or scripts.filter(fingerprint=after.applied, rights=after.rights).exists():
        return
    tables, _, rights = former.sql.partition(RIGHTS_BEGIN)
    if after.rights != before.rights:
        rights = _rights_now()
    _keep(after, joined([tables, *in_a_transaction(statements)]), rights, now)


def make_schema_at(fingerprint: Fingerprint, *, state: SchemaState, now: datetime) -> LenderSchema:
    """Make a schema as an earlier version had it, in the owner's transaction, from the script that is kept of it.

    Raises TemplateBehind where there is no such script.
    """
    scripts = SchemaScript.objects.using("owner")
    script = scripts.filter(fingerprint=fingerprint.applied, rights=fingerprint.rights).first()
    if script is None:
        raise TemplateBehind()
    # Opaque and permanent: a lender may change its name, and nobody guesses another's schema.
    name = f"t_{secrets.token_hex(6)}"
    row = LenderSchema.objects.using("owner").create(
        schema_name=name,
        db_role=prefixed(name),
        state=state,
        fingerprint=script.fingerprint,
        rights=script.rights,
        made_at=now,
        migrated_at=now,
    )
    _run(row, script.sql)
    return row


def _run(row: LenderSchema, script: str) -> None:
    """One text, one round trip; the path is the new schema alone until the transaction ends."""
    whole = joined([*lender_role_sql(), f"SET LOCAL search_path TO {SCHEMA}", script])
    with owner_connection().cursor() as cursor:
        cursor.execute(written_for(whole, schema=row.schema_name, role=row.db_role))


RIGHTS_BEGIN = "\n;\n/* rights */\n"


def _rights_now() -> str:
    return joined(grants_inside_lender())


def _keep(fingerprint: Fingerprint, tables: str, rights: str, now: datetime) -> SchemaScript:
    return SchemaScript.objects.using("owner").create(
        fingerprint=fingerprint.applied, rights=fingerprint.rights, sql=f"{tables}{RIGHTS_BEGIN}{rights}", made_at=now
    )
