"""The database backend: every cursor stands where the current door put it, or does not open at all.

Differences from django-tenants' own backend, whose interface it keeps for migrations and introspection:

* one ``set_config`` sets role *and* search path, only when the connection stands elsewhere, and in the message
  of the next statement: it costs no round trip;
* a rollback, or a rollback to a savepoint, makes the position unknown, because PostgreSQL undoes
  ``set_config`` with it (seen on PostgreSQL 18); it is sent again with the next statement;
* no position means no cursor (STYLE rule 22), and another position inside ``atomic()`` is refused;
* the app's connection is lent by its process for as long as it stands somewhere (tenants.backend.pool).
"""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db.backends.postgresql.operations import DatabaseOperations
from django_tenants.postgresql_backend.base import DatabaseWrapper as DjangoTenantsWrapper
from django_tenants.postgresql_backend.base import FakeTenant
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus

from tenants.backend.cursor import Opening, PlacedCursor, PlannedCursor, opening_for
from tenants.backend.pool import AffinityPool, PooledConnection, pool_for
from tenants.backend.poolers import refuse_unsafe_pooler
from tenants.errors import LEFT, EnteringInsideTransaction, NoLenderEntered
from tenants.positions import Position

# A statement is planned for good when it comes for the second time, and of each lender this many are kept.
PLANNED_FROM = 1
PLANS_FOR_EACH = 3


class Operations(DatabaseOperations):
    """Django's own, which also knows what a planned cursor was asked."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """The statement with its values, for whoever counts or reads statements."""
        return (
            self.compose_sql(sql, params)
            if isinstance(cursor, PlannedCursor)
            else super().last_executed_query(cursor, sql, params)
        )


class DatabaseWrapper(DjangoTenantsWrapper):  # type: ignore[misc]  # django-tenants ships no types
    """A PostgreSQL connection that knows where it stands."""

    connection: Any
    ops_class = Operations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._wanted: Position | None = None
        self._lent: PooledConnection | None = None
        self._actual: Position | None = None
        self._busy_placing = False
        self._must_prove_alive = False
        super().__init__(*args, **kwargs)

    # -- what django-tenants, its router and its introspection call ------------------------------------

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Stand in a schema as the login itself. Only the owner's connection may: others use the doors."""
        self.tenant = tenant
        self.schema_name = tenant.schema_name
        self.include_public_schema = include_public
        if self.alias == "owner":
            path = (tenant.schema_name,) if tenant.schema_name == "public" else (tenant.schema_name, "public")
            self._wanted = Position(role=None, search_path=path if include_public else path[:1])

    def set_schema_to_public(self) -> None:
        """What django-tenants calls a fresh start. For the app's connection that is: nowhere."""
        if self.alias == "owner":
            self.set_tenant(FakeTenant(schema_name="public"))
        else:
            self._stand(None)

    # -- our own interface ------------------------------------------------------------------------------

    @property
    def position(self) -> Position | None:
        """Where the next statement will run; None means that it will be refused."""
        return self._wanted

    @contextmanager
    def standing_at(self, position: Position) -> Iterator[None]:
        """Stand at ``position`` for the length of the block, then return.

        Raises EnteringInsideTransaction when that would change the position inside ``atomic()``.
        """
        before = self._wanted
        if position != before and self._inside_our_own_transaction():
            raise EnteringInsideTransaction(f"leave the transaction before entering {position.search_path[0]}")
        self._stand(position)
        self._borrow(position)
        try:
            yield
        finally:
            self._stand(before)
            if before is None:
                self._give_back()

    def prove_alive_at_next_statement(self) -> None:
        """Look before the next statement whether the connection was closed on the other side, and replace it.

        Called when a request or a round of the outbox begins: after a restart of PostgreSQL it then
        reconnects by itself.
        """
        self._must_prove_alive = True

    # -- inside -----------------------------------------------------------------------------------------

    def _stand(self, position: Position | None) -> None:
        self._wanted = position
        self.schema_name = position.search_path[0] if position else None
        self.tenant = FakeTenant(schema_name=self.schema_name) if position else None

    def _borrow(self, position: Position) -> None:
        """Hold a connection from the outermost door on: the one that knows this schema best.

        Doors inside it stay on it. A connection that was exchanged meanwhile would leave what the outer door
        has open (a cursor, the place where it stands) to whoever is lent it next.
        """
        if self.in_atomic_block or self.alias == "owner":
            return
        schema = position.search_path[0]
        if self._lent is not None:
            self._lent.met.add(schema)
            return
        if self.connection is not None:
            return  # opened outside of every door, for as long as its thread likes
        self._lent = lent = self._pool().take(schema)
        self.connection, self._actual = lent.raw, lent.position
        self._must_prove_alive = True
        # What connect() would say of it: whoever gave it back left it at rest.
        self.autocommit = lent.raw is not None

    def _give_back(self) -> None:
        if self._lent is None or self.in_atomic_block:
            return
        lent, self._lent = self._lent, None
        # Where nobody knows it will be said anew: the next who is lent this one must not trust an older visit.
        lent.position = self._actual
        self.connection, self._actual = None, None
        self._pool().give_back(lent)

    def _pool(self) -> AffinityPool:
        told = self.settings_dict
        return pool_for(tuple(str(told[name]) for name in ("HOST", "PORT", "NAME", "USER")))

    def _inside_our_own_transaction(self) -> bool:
        # Django's TestCase wraps each test in a block of its own, marked as such: that one may hold many lenders.
        return any(not getattr(block, "_from_testcase", False) for block in self.atomic_blocks)

    def _forget_position(self) -> None:
        self._actual = None

    def set_autocommit(self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False) -> None:
        # Inside a transaction a dead connection can no longer be replaced, so it has to show itself before one.
        if not autocommit:
            self._see_that_it_lives()
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)

    def get_connection_params(self) -> dict[str, Any]:
        """As ever, with our cursor."""
        return {**super().get_connection_params(), "cursor_factory": PlacedCursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that leads to a server of its own, as far as PORTICO_POOLER asks. Raises UnsafePooler."""
        raw = super().get_new_connection({**conn_params, "autocommit": True})
        try:
            refuse_unsafe_pooler(raw, alias=self.alias, told=self.settings_dict)
        except BaseException:
            raw.close()
            raise
        return raw

    def connect(self) -> None:
        self._forget_position()
        self._busy_placing = True  # Django's own start-up statements need no position
        try:
            super().connect()
        finally:
            self._busy_placing = False
        self._keep_plans()
        if self._lent is not None:
            self._lent.raw, self._lent.met = self.connection, set(self._wanted.search_path[:1] if self._wanted else ())

    def _keep_plans(self) -> None:
        """Let the server keep the plans of planned_cursor, for as many lenders as a connection may meet."""
        self.connection.prepare_threshold = PLANNED_FROM
        self.connection.prepared_max = PLANS_FOR_EACH * settings.PORTICO_SCHEMAS_PER_CONNECTION
        self.connection.execute("SET plan_cache_mode TO force_generic_plan")

    def close(self) -> None:
        self._forget_position()
        super().close()
        if self._lent is not None and self.connection is None:
            self._lent.raw = None

    def rollback(self) -> None:
        self._forget_position()
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        try:
            super().savepoint_rollback(sid)
        finally:
            self._forget_position()

    def _savepoint_rollback(self, sid: str) -> None:
        # Atomic's own exit comes this way, without passing savepoint_rollback().
        try:
            super()._savepoint_rollback(sid)
        finally:
            self._forget_position()

    def _rollback(self) -> Any:
        self._forget_position()
        return super()._rollback()

    def _cursor(self, name: str | None = None) -> Any:
        if not self._busy_placing:
            if self._wanted is None:
                raise NoLenderEntered(
                    "no lender is entered: use tenants.context.in_tenant(lender) or in_platform(actor, reason)"
                )
            self._see_that_it_lives()
        # Past django-tenants' own override, which would send its search path again.
        return super(DjangoTenantsWrapper, self)._cursor(name)

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that asks this connection, before each statement, where it stands."""
        cursor = super().create_cursor(name)
        if isinstance(cursor, PlacedCursor):
            raw = self.connection
            cursor.opening, cursor.opened = lambda: self._opening_on(raw), self._has_opened
        return cursor

    def planned_cursor(self) -> Any:
        """A cursor for a statement that is asked again and again where this connection stands: its plan is kept."""
        if self._wanted is None:
            return self.cursor()  # refuses
        self._see_that_it_lives()
        self.ensure_connection()
        if self._actual != self._wanted:
            self._move()
        with self.wrap_database_errors:
            raw, there = self.connection, self._wanted
            cursor = PlannedCursor(raw)
            cursor.mark = there.search_path[0]
            cursor.may_run = lambda: self.connection is raw and self._wanted == self._actual == there
        return self._prepare_cursor(cursor)

    def _move(self) -> None:
        """Send the position by itself: a statement whose plan is kept has no room for it in its message.

        By the driver's own call: a cursor for it would take longer than PostgreSQL does.
        """
        opening = self._opening()
        if opening is None:
            return
        with self.wrap_database_errors:
            answer = self.connection.pgconn.exec_(opening.text.encode())
            if answer.status != ExecStatus.TUPLES_OK:
                raise error_from_result(answer)
        if self.queries_logged:
            self.queries_log.append({"sql": opening.text, "time": "0.000"})
        self._has_opened()

    def _opening_on(self, raw: Any) -> Opening | None:
        """What has to go before the next statement of a cursor on this connection; refuses one that was given back."""
        if not self._busy_placing and (self._wanted is None or self.connection is not raw):
            raise NoLenderEntered(LEFT)
        return self._opening()

    def _opening(self) -> Opening | None:
        """What has to go before the next statement."""
        if self._busy_placing or self._wanted is None:
            return None
        # In a transaction that failed nothing runs but its rollback.
        failed = self.connection.pgconn.transaction_status == TransactionStatus.INERROR
        if failed or self._actual == self._wanted:
            return None
        # The owner makes indexes concurrently, which no message may do that does anything else.
        return opening_for(self._wanted)._replace(apart=self.alias == "owner")

    def _has_opened(self) -> None:
        self._actual = self._wanted

    def _see_that_it_lives(self) -> None:
        if not self._must_prove_alive or self.in_atomic_block or self._busy_placing:
            return
        self._must_prove_alive = False
        if self.connection is None:
            return
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        # Nobody has asked anything, so what there is to read is the end, or words that come before it.
        if waiting.poll(0) and not self.is_usable():
            self.close()
            self.connect()
