"""Queries that Django writes once: the SQL of a hot read is the ORM's own, kept for the next time it is asked.

Writing the SQL of such a query takes Django longer than PostgreSQL takes to answer it, and it writes the same
text each time. Only the text is kept, never a row. It names no schema, so it is the same for every lender and
is read in the schema that is entered.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

Found = TypeVar("Found", bound=models.Model)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value goes in the arguments of the SQL."""

    name: str


class CompiledQuery(Generic[Found]):
    """One query of instances with named places: ``CompiledQuery(tokens_by, digest=str).all(digest="…")``.

    ``make`` is called once, with a stand-in for each place, and returns the query set; what it selects, related
    rows and annotations among it, is on each instance as the query set itself would put it there.
    """

    def __init__(self, make: Callable[..., QuerySet[Found]], **places: type[str] | type[uuid.UUID]) -> None:
        self._make = make
        self._stand_ins = {name: kind(str(uuid.uuid4())) for name, kind in places.items()}
        self._written: _Written[Found] | None = None

    def all(self, **values: Any) -> list[Found]:
        """Ask with these values in the places. One query."""
        if values.keys() != self._stand_ins.keys():
            raise TypeError(f"this query asks for {sorted(self._stand_ins)}, not for {sorted(values)}")
        if self._written is None:
            self._written = _Written(self._make(**self._stand_ins), self._stand_ins)
        return self._written.ask(values)

    def first(self, **values: Any) -> Found | None:
        """The first that is found, or None. The query says itself that it wants no more than one."""
        found = self.all(**values)
        return found[0] if found else None


class _Written(Generic[Found]):
    """The SQL of a query set, and how a row of it becomes an instance: what django.db.models.query does."""

    def __init__(self, wanted: QuerySet[Found], stand_ins: Mapping[str, Any]) -> None:
        compiler = wanted.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, arguments = compiler.as_sql()
        self._arguments = _with_places(arguments, stand_ins)
        described: Any = compiler.klass_info
        first, last = described["select_fields"][0], described["select_fields"][-1] + 1
        self._model: type[Found] = described["model"]
        self._columns = slice(first, last)
        self._names = [column[0].target.attname for column in compiler.select[self._columns]]
        # The stubs are those of a later Django, which asks for one argument more.
        self._related = get_related_populators(described, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        self._annotations = list((compiler.annotation_col_map or {}).items())
        if compiler.get_converters([column[0] for column in compiler.select]):
            raise TypeError("this query reads a column that Django converts: ask it in the usual way")

    def ask(self, values: Mapping[str, Any]) -> list[Found]:
        """The instances for these values."""
        given = [values[part.name] if isinstance(part, _Place) else part for part in self._arguments]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, given)
            return [self._instance(row) for row in cursor.fetchall()]

    def _instance(self, row: tuple[Any, ...]) -> Found:
        made = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._columns])
        for related in self._related:
            related.populate(row, made)
        for name, column in self._annotations:
            setattr(made, name, row[column])
        return made


def _with_places(arguments: tuple[Any, ...], stand_ins: Mapping[str, Any]) -> list[Any]:
    """The arguments of the SQL with a place for every stand-in."""
    places = {stand_in: _Place(name) for name, stand_in in stand_ins.items()}
    parts = [places.get(argument, argument) for argument in arguments]
    missing = stand_ins.keys() - {part.name for part in parts if isinstance(part, _Place)}
    if missing:
        raise TypeError(f"the query does not use {sorted(missing)} as it is given")
    return parts
