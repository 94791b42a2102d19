"""A Celery worker with its beat, as the product starts them, from NOW on."""

from __future__ import annotations

import sys

import time_machine

from portico.celery import app
from portico.wsgi import application  # as Celery would: apps are ready before the first task
from tests.cast import NOW

assert application
with time_machine.travel(NOW, tick=True):
    app.worker_main(
        ["worker", "--queues=portico", "--concurrency=1", "--beat", f"--schedule={sys.argv[1]}", "--loglevel=INFO"]
    )
