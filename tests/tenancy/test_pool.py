"""The process's connections: a lender goes to the one that knows it, and none knows too many."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import connection, transaction

from tenants.backend import pool
from tenants.backend.pool import AffinityPool
from tenants.context import in_platform, in_tenant
from tenants.errors import NoLenderEntered
from tenants.models import Lender
from tests.database import SYSTEM, TwoLenders, superuser_dsn

UsePool = Callable[..., AffinityPool]
BOTH = ("alder", "birch")


@pytest.fixture
def use_pool(lenders: TwoLenders, monkeypatch: pytest.MonkeyPatch) -> Iterator[UsePool]:
    """Gives this process a pool of its own for one test."""
    connection.close()
    made: list[AffinityPool] = []

    def use(*, size: int, most_met: int) -> AffinityPool:
        made.append(AffinityPool(size=size, most_met=most_met))
        monkeypatch.setattr(pool, "pool_for", lambda address: made[-1])
        monkeypatch.setattr("tenants.backend.base.pool_for", lambda address: made[-1])
        return made[-1]

    yield use
    for one in made:
        one.close_idle()


def backend_of(lender: Lender) -> int:
    """The process of PostgreSQL that answers inside a lender."""
    with in_tenant(lender), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_each_lender_comes_back_to_the_connection_that_knows_it(lenders: TwoLenders, use_pool: UsePool) -> None:
    use_pool(size=2, most_met=1)

    visits = [backend_of(lender) for lender in (lenders.alder, lenders.birch) * 3]

    assert visits == visits[:2] * 3
    assert visits[0] != visits[1]


def test_lenders_share_a_connection_while_it_has_room(lenders: TwoLenders, use_pool: UsePool) -> None:
    use_pool(size=2, most_met=2)

    assert backend_of(lenders.alder) == backend_of(lenders.birch)


def test_a_connection_that_met_too_many_is_replaced(lenders: TwoLenders, use_pool: UsePool) -> None:
    use_pool(size=1, most_met=1)

    alder, birch, alder_again = backend_of(lenders.alder), backend_of(lenders.birch), backend_of(lenders.alder)

    assert alder == birch
    assert alder_again != alder


def test_two_threads_in_one_lender_have_a_connection_each(lenders: TwoLenders, use_pool: UsePool) -> None:
    use_pool(size=1, most_met=9)
    both_inside, seen = threading.Barrier(2, timeout=10), []

    def visit() -> None:
        with in_tenant(lenders.alder):
            both_inside.wait()
            seen.append(backend_of(lenders.alder))
            both_inside.wait()

    threads = [threading.Thread(target=visit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(seen)) == 2


def test_a_lender_inside_the_platform_keeps_the_position_of_both(lenders: TwoLenders, use_pool: UsePool) -> None:
    use_pool(size=2, most_met=9)
    backend_of(lenders.birch)
    with in_platform(SYSTEM, "look"):
        before = Lender.objects.count()
        with in_tenant(lenders.birch), connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            inside = cursor.fetchone()[0]
        after = Lender.objects.count()

    assert inside == lenders.birch.db_role
    assert before == after


def test_inside_a_transaction_the_connection_stays(lenders: TwoLenders, use_pool: UsePool) -> None:
    use_pool(size=2, most_met=1)
    with in_tenant(lenders.alder), transaction.atomic():
        outer = backend_of(lenders.alder)

        assert backend_of(lenders.alder) == outer


def test_a_connection_that_died_while_nobody_used_it_is_replaced_in_silence(
    lenders: TwoLenders, use_pool: UsePool
) -> None:
    use_pool(size=1, most_met=9)
    before = backend_of(lenders.alder)
    with psycopg.connect(superuser_dsn()) as superuser:
        superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [before])

    assert backend_of(lenders.alder) != before


def test_what_is_left_inside_a_transaction_is_not_kept(lenders: TwoLenders, use_pool: UsePool) -> None:
    use_pool(size=1, most_met=9)
    with in_tenant(lenders.alder), connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT pg_backend_pid()")
        left = cursor.fetchone()[0]

    assert backend_of(lenders.alder) != left


def where() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        user, schema = cursor.fetchone()
        return user, schema


def test_no_door_inside_another_leaves_an_older_place_to_the_next_visit(lenders: TwoLenders, use_pool: UsePool) -> None:
    """As support's page does it: the platform, a lender inside it, and then that connection's former lender."""
    use_pool(size=3, most_met=9)
    with in_platform(SYSTEM, "so that one connection knows the platform and alder"):
        where()
    with in_tenant(lenders.alder):
        where()
        thread = threading.Thread(target=backend_of, args=(lenders.birch,))
        thread.start()
        thread.join()
    with in_platform(SYSTEM, "a page of the support console"):
        where()
        with in_tenant(lenders.birch):
            where()

    for lender in (lenders.alder, lenders.birch) * 2:
        with in_tenant(lender):
            assert where() == (lender.db_role, lender.schema_name)


def test_nested_doors_of_many_threads_never_stand_elsewhere(lenders: TwoLenders, use_pool: UsePool) -> None:
    use_pool(size=6, most_met=2)
    wrong: list[object] = []

    def walk(seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(60):
            outer, inner = dice.choice(BOTH), dice.choice(BOTH)
            entered = in_platform(SYSTEM, "look") if dice.random() < 0.4 else in_tenant(getattr(lenders, outer))
            with entered:
                before = where()
                with in_tenant(getattr(lenders, inner)):
                    stood = where()
                if stood != (getattr(lenders, inner).db_role, getattr(lenders, inner).schema_name):
                    wrong.append((outer, inner, stood))
                if where() != before:
                    wrong.append((outer, inner, "the outer door"))

    threads = [threading.Thread(target=walk, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


@pytest.mark.parametrize("kind", ["cursor", "planned_cursor"])
def test_a_cursor_that_outlives_its_door_is_refused(lenders: TwoLenders, use_pool: UsePool, kind: str) -> None:
    use_pool(size=2, most_met=1)
    with in_tenant(lenders.alder):
        where()
        kept = getattr(connection, kind)()

    with pytest.raises(NoLenderEntered):
        kept.execute("SELECT 1")
    with in_tenant(lenders.birch):
        where()
        with pytest.raises(NoLenderEntered):
            kept.execute("SELECT 1")
        assert where() == (lenders.birch.db_role, lenders.birch.schema_name)


def test_a_child_process_has_no_connection_of_its_parent(lenders: TwoLenders) -> None:
    backend_of(lenders.alder)

    child = os.fork()
    if child == 0:
        os._exit(len(pool._pools))
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert len(pool._pools) > 0
