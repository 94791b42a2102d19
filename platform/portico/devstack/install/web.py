"""The borrower's web app, built with the Node of the virtual environment when its sources changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from .caches import tool_environment
from .console import run
from .places import BIN, WEB

DIST_STAMP = WEB / "dist" / ".stamp"
MODULES_STAMP = WEB / "node_modules" / ".portico-stamp"
NOT_SOURCES = {"node_modules", "dist", "coverage"}


def prepare_web() -> None:
    """Install the web app's packages and build it, each only when its inputs changed. Raises StepFailed."""
    if not (WEB / "package.json").exists():
        return
    prepare_web_packages()
    wanted = sources_digest(WEB)
    if _read(DIST_STAMP) == wanted:
        return
    run("Building the web app", [BIN / "npm", "run", "build"], env=tool_environment(), cwd=WEB)
    DIST_STAMP.parent.mkdir(exist_ok=True)
    DIST_STAMP.write_text(wanted, encoding="ascii")


def prepare_web_packages() -> None:
    """Install the web app's locked packages when the lock changed. Raises StepFailed."""
    wanted = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    if _read(MODULES_STAMP) == wanted:
        return
    run("Fetching the web app's packages", [BIN / "npm", "ci"], env=tool_environment(), cwd=WEB)
    MODULES_STAMP.parent.mkdir(exist_ok=True)
    MODULES_STAMP.write_text(wanted, encoding="ascii")


def sources_digest(folder: Path) -> str:
    """Return one digest of the names and contents of all source files in ``folder``."""
    digest = hashlib.sha256()
    for path in sorted(_sources(folder)):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(folder)} {content}\n".encode())
    return digest.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        yield from (Path(root) / name for name in names)


def _read(stamp: Path) -> str:
    try:
        return stamp.read_text(encoding="ascii")
    except OSError:
        return ""
