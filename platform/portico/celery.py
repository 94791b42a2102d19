"""Celery: a tick every two seconds that does what is due, and a nudge after each commit that made work."""

from __future__ import annotations

import os

from celery import Celery
from django.conf import settings

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
    # A nudge is only a hint: where Redis is gone it must fail at once and hold up nobody.
    broker_transport_options={"socket_connect_timeout": 0.3, "socket_timeout": 5},
    beat_schedule={"run what is due": {"task": "portico.run_outbox", "schedule": 2.0, "options": {"expires": 10}}},
)
app.autodiscover_tasks(["portico"], related_name="tasks")


def nudge_workers() -> None:
    """Tell the workers that there is work; raises whatever the broker raises."""
    if settings.REDIS_URL:
        app.send_task("portico.run_outbox", retry=False, ignore_result=True)
