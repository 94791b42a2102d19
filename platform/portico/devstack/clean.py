"""``make clean``: remove all that the commands made. The sources stay."""

from __future__ import annotations

import shutil
import sys

from portico.devstack.errors import DevstackError
from portico.devstack.places import CLONE, forget_everything
from portico.devstack.postgres import stop_postgres

FOLDERS = (
    "var", ".venv", "portal_web/node_modules", "portal_web/dist", "portico.egg-info", "build",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache", "test-results",
)  # fmt: skip


def main() -> int:
    """Stop the tests' server and remove the folders; refuse while a demo runs."""
    if (CLONE / "var" / "demo.json").exists():
        sys.stderr.write("A demo is running from this folder. Stop it first (Ctrl-C in its window).\n")
        return 1
    try:
        if (CLONE / "var" / "test-pg").exists():
            stop_postgres(CLONE / "var" / "test-pg")
    except DevstackError as error:
        sys.stderr.write(f"{error.message}\n")
        return 1
    for name in FOLDERS:
        shutil.rmtree(CLONE / name, ignore_errors=True)
    forget_everything()
    return 0


if __name__ == "__main__":
    sys.exit(main())
