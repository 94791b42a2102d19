"""Taking one lender's backup: one moment of the database, then the files that it names, into one encrypted file."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from portico_kernel.actor import Actor
from portico_kernel.audit.operations import record
from portico_kernel.storage import storage
from tenants.context import in_platform
from tenants.models import Lender, LenderSchema, SchemaScript

from . import public_rows, tables
from .archive import Packing
from .envelope import FileKey, write_encrypted
from .errors import CannotRestore
from .manifest import Manifest
from .registry import fleeting_tables

SCRIPT, SEQUENCES = "schema.sql", "sequences.json"
Watch = Callable[[list[str], str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that stands."""

    path: Path
    size: int
    rows: int
    files: int


def file_name(slug: str, now: datetime) -> str:
    """What a backup is called unless somebody names it."""
    return f"{slug}-{now:%Y%m%dT%H%M%SZ}.portico-backup"


def back_up(
    *, lender: Lender, target: Path, actor: Actor, now: datetime, watch: Watch = lambda items, _: items
) -> Taken:
    """Write a lender's backup to ``target``, whole or not at all, and say so in the platform's audit log.

    ``watch`` shows how far it is. Raises FileExistsError, and OSError where the place cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    made: list[Manifest] = []
    size = write_encrypted(target, lambda key: _content(lender.id, key, now, watch, made))
    (manifest,) = made
    with in_platform(actor, f"back up {lender.slug}"), transaction.atomic():
        record(
            actor=actor,
            now=now,
            action="lender.backed_up",
            object_kind="lender",
            object_id=lender.id,
            summary=f"A backup of {lender.name} was taken.",
            facts={"file": target.name, "bytes": size, "rows": manifest.row_count, "files": len(manifest.files())},
        )
    return Taken(target, size, manifest.row_count, len(manifest.files()))


def _content(
    lender_id: uuid.UUID, key: FileKey, now: datetime, watch: Watch, made: list[Manifest]
) -> Generator[bytes, None, None]:
    packing = Packing()
    with tables.reading_as_owner() as cursor:
        lender = Lender.objects.using("owner").get(id=lender_id)
        for rows in public_rows.of_lender(lender_id):
            yield from packing.add(public_rows.part_name(rows.model), public_rows.lines_of(rows), ["*"])
        found = tables.relations_of(cursor, lender.schema_name)
        for table in watch(
            [name for name in found.tables if name not in fleeting_tables()], f"Backing up {lender.slug}"
        ):
            columns = found.tables[table]
            yield from packing.add(
                f"tables/{table}", tables.rows_out(cursor, lender.schema_name, table, columns), columns
            )
        positions = tables.positions_of(cursor, lender.schema_name, found.sequences)
        schema, script = _made_by(lender)
        applied = tables.applied_in(cursor, lender.schema_name)
    yield from packing.add(SEQUENCES, [json.dumps(positions).encode()])
    yield from packing.add(SCRIPT, [script.encode()])
    # After the rows: every file that a row names was stored before the row was committed.
    for object_key in storage().keys_of(lender):
        yield from packing.add(f"files/{object_key}", [storage().get(object_key)])
    made.append(_manifest(lender, schema, applied, packing, now))
    yield from packing.end(made[0], key)


def _made_by(lender: Lender) -> tuple[LenderSchema, str]:
    """What the schema is at, and the script that makes one like it."""
    schema = LenderSchema.objects.using("owner").filter(schema_name=lender.schema_name).first()
    wanted = {} if schema is None else {"fingerprint": schema.fingerprint, "rights": schema.rights}
    script = SchemaScript.objects.using("owner").filter(**wanted).first() if wanted else None
    if schema is None or script is None:
        raise CannotRestore(
            f"The schema of {lender.slug} is not written down with its script, so a backup could not be restored."
            " Run “portico migrate”, then take the backup again."
        )
    return schema, script.sql


def _manifest(
    lender: Lender, schema: LenderSchema, applied: tuple[tuple[str, str], ...], packing: Packing, now: datetime
) -> Manifest:
    return Manifest(
        made_at=now,
        build=settings.PORTICO_BUILD,
        lender_id=lender.id,
        vault_id=lender.vault_id,
        slug=lender.slug,
        name=lender.name,
        fingerprint=schema.fingerprint,
        rights=schema.rights,
        applied=applied,
        left_out=tuple(sorted(fleeting_tables())),
        parts=tuple(packing.parts),
    )
