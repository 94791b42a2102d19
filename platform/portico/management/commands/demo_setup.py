"""``portico demo_setup``: make the demo's lenders, brands, accounts and people. Safe to run again."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portico.demo.setup import as_json, prepare_demo
from portico_kernel.clock import read_clock


class Command(BaseCommand):
    """Prepare the demo."""

    help = "Make the demo's lenders, brands, accounts and people. Safe to run again; refuses outside the demo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to write what was made."""
        parser.add_argument("--json-out", type=Path, help="write lenders, logins and notes to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then write the summary."""
        if not settings.PORTICO_DEMO:
            raise CommandError("This makes people with a known password: set PORTICO_DEMO=1 if this is a demo.")
        prepared = as_json(prepare_demo(now=read_clock(), report=self.stdout.write))
        if options["json_out"]:
            options["json_out"].write_text(json.dumps(prepared, indent=1))
