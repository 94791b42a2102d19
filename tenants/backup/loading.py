"""From a backup to a schema of its own with every row in it: all of it, held against the manifest, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path

import psycopg
from django.db import DatabaseError, IntegrityError, transaction
from django.db.backends.utils import CursorWrapper

from portico_kernel.storage import ObjectKey, storage
from tenants.fleet.fan_out import FanOut
from tenants.fleet.fingerprint import Fingerprint
from tenants.fleet.lock import no_migration_meanwhile, the_only_migration
from tenants.fleet.plans import wanted
from tenants.fleet.scripts import make_schema_at
from tenants.migrating import owner_connection
from tenants.models import LenderSchema, SchemaScript
from tenants.states import SchemaState

from . import tables
from .archive import MANIFEST, SIGNATURE, pieces_of
from .envelope import opened
from .errors import BackupDamaged, CannotRestore
from .manifest import Manifest
from .taking import SCRIPT, SEQUENCES, Watch


@dataclass
class Loaded:
    """A schema with a backup's rows, at this version's migrations, and the backup's rows of public, as text."""

    schema: LenderSchema
    public: dict[str, bytes] = field(default_factory=dict)
    files: list[ObjectKey] = field(default_factory=list)  # those that were put back


@contextmanager
def loaded(path: Path, manifest: Manifest, *, now: datetime, watch: Watch = lambda items, _: items) -> Iterator[Loaded]:
    """Make a schema from a backup that was verified, for the length of a block that lets somebody live in it.

    Files that the vault lacks are put back; those that it has stay as they are. Raises BackupDamaged or
    CannotRestore; after these and after whatever the block raises, nothing of it stands.
    """
    made = _load(path, manifest, now, watch)
    try:
        _bring_up(made.schema, now)
        yield made
    except BaseException:
        owner = owner_connection()
        owner.set_schema_to_public()
        with transaction.atomic(using="owner"), owner.cursor() as cursor:
            tables.drop_schema(cursor, made.schema.schema_name, made.schema.db_role)
            LenderSchema.objects.using("owner").filter(id=made.schema.id).delete()
        _forget(made.files)
        raise


def _load(path: Path, manifest: Manifest, now: datetime, watch: Watch) -> Loaded:
    files: list[ObjectKey] = []
    try:
        owner_connection().set_schema_to_public()
        with transaction.atomic(using="owner"), no_migration_meanwhile():
            script = _script_of(path, manifest, now)
            # Nobody lives in it yet, and no new lender may be given it.
            stands_at = Fingerprint(script.fingerprint, script.rights)
            made = Loaded(make_schema_at(stands_at, state=SchemaState.SET_ASIDE, now=now), files=files)
            _take_rows(path, manifest, made, watch)
    except BaseException:
        _forget(files)
        raise
    return made


def _forget(files: Iterable[ObjectKey]) -> None:
    for key in files:
        storage().remove(key)


def _script_of(path: Path, manifest: Manifest, now: datetime) -> SchemaScript:
    """The script of the backup's own day, from the fleet's shelf or from the backup."""
    shelf = SchemaScript.objects.using("owner")
    found = shelf.filter(fingerprint=manifest.fingerprint, rights=manifest.rights).first()
    if found is not None:
        return found
    with opened(path) as (_, stream):
        text = b"".join(piece for name, piece in pieces_of(stream) if name == SCRIPT).decode()
    return shelf.create(fingerprint=manifest.fingerprint, rights=manifest.rights, sql=text, made_at=now)


def _take_rows(path: Path, manifest: Manifest, loaded: Loaded, watch: Watch) -> None:
    schema = loaded.schema.schema_name
    with owner_connection().cursor() as cursor:
        cursor.execute(tables.STEADY)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        _refuse_other_tables(cursor, schema, manifest)
        # What the script itself wrote is older than the backup's rows.
        tables.empty(cursor, schema, manifest.tables())
        try:
            with opened(path) as (_, stream):
                for name, pieces in groupby(pieces_of(stream), key=lambda each: each[0]):
                    _take(cursor, loaded, manifest, name, (piece for _, piece in pieces))
            found = manifest.tables()
            for name in watch(list(found), "Comparing rows"):
                if tables.hash_of(cursor, schema, name, found[name].columns) != found[name].sha256:
                    raise CannotRestore(f"The rows of {name} are not what the backup has. Nothing was changed.")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except (IntegrityError, psycopg.IntegrityError) as error:
            raise BackupDamaged("a row of it points at another that it lacks.") from error
        except (DatabaseError, psycopg.Error) as error:
            raise CannotRestore(f"The rows do not fit: {str(error).splitlines()[0]}. Nothing was changed.") from error


def _refuse_other_tables(cursor: CursorWrapper, schema: str, manifest: Manifest) -> None:
    there = tables.relations_of(cursor, schema).tables
    for name, part in manifest.tables().items():
        if set(there.get(name, ())) != set(part.columns):
            raise CannotRestore(f"The table {name} of this backup does not fit the schema that its own script makes.")


def _take(cursor: CursorWrapper, loaded: Loaded, manifest: Manifest, name: str, pieces: Iterable[bytes]) -> None:
    """Bring one part to where it belongs."""
    kind, _, rest = name.partition("/")
    schema = loaded.schema.schema_name
    if kind == "tables":
        with tables.rows_in(cursor, schema, rest, manifest.part(name).columns) as copy:
            for piece in pieces:
                copy.write(piece)
    elif kind == "public":
        loaded.public[rest] = b"".join(pieces)
    elif name == SEQUENCES:
        tables.set_positions(cursor, schema, json.loads(b"".join(pieces)))
    elif kind == "files":
        key = ObjectKey(rest)
        if not storage().exists(key):
            loaded.files.append(key)
            storage().put(key, b"".join(pieces))
    elif name not in {SCRIPT, MANIFEST, SIGNATURE}:
        raise BackupDamaged(f"it holds {name}, which nobody knows.")


def _bring_up(schema: LenderSchema, now: datetime) -> None:
    """Migrate a schema of an earlier day, as the whole fleet is migrated."""
    if (schema.fingerprint, schema.rights) == wanted():
        return
    with the_only_migration():
        run = FanOut(jobs=1, now=now)
        if not run.bring_up([schema.id]):
            raise CannotRestore(
                f"The restored rows could not be brought to this version: {'; '.join(run.failed.values())}."
                " Nothing was changed."
            )
    schema.refresh_from_db(using="owner")
