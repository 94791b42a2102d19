"""Celery: a tick every two seconds that does what is due, and a nudge after each commit that made work."""

from __future__ import annotations

import os
import time
from functools import cache
from typing import Any

import structlog
from celery import Celery
from celery.signals import worker_init
from django.conf import settings
from kombu import Connection
from kombu.exceptions import OperationalError
from kombu.pools import producers
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import TimeoutError as NotInTime

from tenants.backend.poolers import check_route_to_database
from tenants.errors import UnsafePooler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portico.settings")

app = Celery("portico")
app.conf.update(
    broker_url=os.environ.get("REDIS_URL", ""),
    task_ignore_result=True,
    task_acks_late=True,
    task_default_queue="portico",
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"socket_connect_timeout": 0.3, "socket_timeout": 5},
    beat_schedule={
        "run what is due": {"task": "portico.run_outbox", "schedule": 2.0, "options": {"expires": 10}},
        # Hourly, for a beat that was down at any one hour; the first of a day plans the day.
        "remove what has expired": {"task": "portico.plan_removal", "schedule": 3600.0, "options": {"expires": 600}},
    },
)
app.autodiscover_tasks(["portico"], related_name="tasks")


# A nudge is only a hint: it asks once and briefly (kombu's own default tries for six seconds), and where
# Redis did not take one it leaves it alone for a while, so that no request waits for it twice.
NUDGE_OPTIONS = {"socket_timeout": 0.5, "max_retries": 0}
LEFT_ALONE_SECONDS = 5
NOT_THERE = (OperationalError, NotConnected, NotInTime, OSError)
log = structlog.get_logger(__name__)
_left_alone_until = float("-inf")


@worker_init.connect
def refuse_an_unsafe_pooler(**_: Any) -> None:
    """Keep a worker from starting behind a connection pooler that would mix lenders."""
    try:
        check_route_to_database()
    except UnsafePooler as refusal:
        # Whatever else a hook raises, Celery logs and goes on.
        raise SystemExit(str(refusal)) from refusal


def nudge_workers() -> None:
    """Tell the workers that there is work. A broker that does not answer is a warning: the tick finds the work."""
    global _left_alone_until
    if not settings.REDIS_URL or time.monotonic() < _left_alone_until:
        return
    try:
        with producers[_nudging()].acquire(block=True) as producer:
            app.send_task("portico.run_outbox", producer=producer, retry=False, ignore_result=True)
    except NOT_THERE as error:
        _left_alone_until = time.monotonic() + LEFT_ALONE_SECONDS
        log.warning("workers_not_nudged", reason=type(error).__name__)


@cache
def _nudging() -> Connection:
    return app.connection_for_write(transport_options=NUDGE_OPTIONS)
