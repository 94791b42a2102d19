"""A worker without Celery: for each instant on standard input one round of the outbox, told on one line."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime

import django

django.setup()

from tenants.outbox import run_due  # noqa: E402  # models need Django

for line in sys.stdin:
    done = run_due(now=datetime.fromisoformat(line.strip()))
    sys.stdout.write(json.dumps(asdict(done)) + "\n")
    sys.stdout.flush()
