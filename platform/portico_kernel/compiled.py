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
from django.db.models.base import ModelState
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
        self._columns = slice(first, last)
        names = [column[0].target.attname for column in compiler.select[self._columns]]
        self._made_of: _Maker[Found] = _Maker(described["model"], names)
        # The stubs are those of a later Django, which asks for one argument more.
        related = get_related_populators(described, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        self._related = [_Related(populator) for populator in related]
        self._annotations = list((compiler.annotation_col_map or {}).items())
        self._compiler, self._converters = compiler, compiler.get_converters([column[0] for column in compiler.select])

    def ask(self, values: Mapping[str, Any]) -> list[Found]:
        """The instances for these values."""
        given = [values[part.name] if isinstance(part, _Place) else part for part in self._arguments]
        # Our backend keeps the plan of what is asked so often; another one that is named in settings need not.
        open_cursor = getattr(connection, "planned_cursor", connection.cursor)
        with open_cursor() as cursor:
            cursor.execute(self._sql, given)
            found = cursor.fetchall()
        rows = self._compiler.apply_converters(found, self._converters) if self._converters else found
        return [self._instance(row) for row in rows]

    def _instance(self, row: tuple[Any, ...]) -> Found:
        made = self._made_of(row[self._columns])
        for related in self._related:
            related.put_on(made, row)
        for name, column in self._annotations:
            setattr(made, name, row[column])
        return made


class _Maker(Generic[Found]):
    """Makes instances as ``Model.from_db`` does, without telling of each by two signals, to which nobody listens.

    A column that ``only()`` left out is not there, and Django reads it when it is asked for.
    """

    def __init__(self, model: type[Found], names: list[str]) -> None:
        self._model, self._names = model, names

    def __call__(self, values: tuple[Any, ...]) -> Found:
        made = self._model.__new__(self._model)
        state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        made.__dict__.update(zip(self._names, values, strict=True), _state=state)
        return made


class _Related:
    """Puts the row of ``select_related`` on its instance, or None where an outer join found none."""

    def __init__(self, populator: Any) -> None:
        if populator.related_populators or populator.reorder_for_init:
            raise TypeError("this query follows a relation of a relation: ask it in the usual way")
        self._columns = slice(populator.cols_start, populator.cols_end)
        self._key = populator.cols_start + populator.pk_idx
        self._made_of: _Maker[models.Model] = _Maker(populator.model_cls, populator.init_list)
        self._here, self._there = populator.local_setter, populator.remote_setter

    def put_on(self, instance: models.Model, row: tuple[Any, ...]) -> None:
        """Add what the row holds of it."""
        other = None if row[self._key] is None else self._made_of(row[self._columns])
        self._here(instance, other)
        if other is not None:
            self._there(other, instance)


def _with_places(arguments: tuple[Any, ...], stand_ins: Mapping[str, Any]) -> list[Any]:
    """The arguments of the SQL with a place for every stand-in."""
    places = {stand_in: _Place(name) for name, stand_in in stand_ins.items()}
    parts = [places.get(argument, argument) for argument in arguments]
    missing = stand_ins.keys() - {part.name for part in parts if isinstance(part, _Place)}
    if missing:
        raise TypeError(f"the query does not use {sorted(missing)} as it is given")
    return parts
