"""``portico``: Django's commands and ours."""

from __future__ import annotations

import json
import os
import secrets
import sys
from pathlib import Path
from textwrap import wrap

from django.core.management import ManagementUtility, get_commands, load_command_class

from tenants.errors import UnsafePooler

DEMO = Path(__file__).resolve().parents[2] / "var" / "demo" / "environment.json"
NEEDS_NO_DEPLOYMENT = {"makemigrations", "check", "spectacular"}
OUR_PACKAGES = {"portico", "portico_kernel", "tenants", "branding", "feature_flags", "portal_api", "admin_console"}
HELP = {"help", "-h", "--help"}


def main() -> None:
    """Run one command; ``portico help`` lists them. Without a deployment's settings it acts in the demo."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portico.settings")
    # A person reads a command's answer; what serving programs log of every step is not for a terminal.
    os.environ.setdefault("PORTICO_LOG_LEVEL", "WARNING")
    asked = sys.argv[1] if len(sys.argv) > 1 else "help"
    if "PORTICO_SECRET_KEY" not in os.environ and asked not in NEEDS_NO_DEPLOYMENT:
        if asked in HELP or HELP.intersection(sys.argv[2:]):
            # Nothing is signed while a command is explained.
            os.environ["PORTICO_SECRET_KEY"] = secrets.token_hex(32)
        else:
            _take_the_demos_settings()
    try:
        Portico(["portico", *sys.argv[1:]]).execute()
    except UnsafePooler as refusal:
        sys.exit(str(refusal))


class Portico(ManagementUtility):
    """Django's way to find and run commands, with a help that begins with ours."""

    def main_help_text(self, commands_only: bool = False) -> str:
        """Our commands with a line each, then the names of Django's and the libraries'."""
        if commands_only:
            return super().main_help_text(commands_only)
        commands = get_commands()
        ours = {name: app for name, app in commands.items() if app.partition(".")[0] in OUR_PACKAGES}
        width = max(map(len, ours), default=0)
        lines = [f"  {name:{width}}  {_first_sentence(app, name)}" for name, app in sorted(ours.items())]
        # Settings that do not load leave Django's alone; then that is what there is to say.
        lines = lines or [f"  Portico's commands are missing: {self.settings_exception}"]
        others = wrap(", ".join(sorted(set(commands) - set(ours))), 76)
        return "\n".join(
            [
                "usage: portico COMMAND ...",
                "",
                *lines,
                "",
                "portico COMMAND --help says more about one of them.",
                "",
                "Django's own:",
                *(f"  {line}" for line in others),
            ]
        )


def _first_sentence(app: str, name: str) -> str:
    return str(load_command_class(app, name).help).partition(". ")[0].rstrip(".")


def _take_the_demos_settings() -> None:
    try:
        kept = json.loads(DEMO.read_text(encoding="utf-8"))
    except OSError:
        sys.stderr.write(
            "Nothing to act on: set PORTICO_SECRET_KEY, DATABASE_URL and REDIS_URL, or start the demo (make demo).\n"
        )
        sys.exit(2)
    os.environ.update({name: value for name, value in kept.items() if name not in os.environ})
