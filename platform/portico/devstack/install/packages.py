"""The virtual environment: made once, filled from a lock file, touched again only when a lock changed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from .caches import tool_environment
from .console import run
from .places import BIN, CLONE, TOOLS, VENV

LOCKS = {"demo": CLONE / "requirements.lock", "dev": CLONE / "requirements-dev.lock"}
STAMP = VENV / "portico-stamp.json"


def prepare_packages(kind: str) -> None:
    """Install what ``kind`` ("demo" or "dev") needs; at once when that is there. Raises StepFailed.

    An environment that has the developers' packages keeps them when the demo is asked for.
    """
    stamp = _read_stamp()
    if stamp.get("kind") == "dev":
        kind = "dev"
    wanted = _wanted_stamp(kind)
    if stamp == wanted and BIN.joinpath("python").exists():
        return
    STAMP.unlink(missing_ok=True)
    env = tool_environment()
    if not _works() or stamp.get("clone", str(CLONE)) != str(CLONE):
        run("Making the virtual environment", [sys.executable, "-m", "venv", "--clear", VENV], env=env)
    pip: list[str | Path] = [BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run("Fetching the installer uv", [*pip, "--require-hashes", "-r", TOOLS], env=env)
    uv: list[str | Path] = [BIN / "python", "-m", "uv", "pip"]
    run(f"Installing {LOCKS[kind].name}", [*uv, "sync", "--require-hashes", LOCKS[kind]], env=env)

    editable: list[str | Path] = ["--no-deps", "--no-build-isolation", "--editable", CLONE]
    run("Installing Portico itself", [*uv, "install", *editable], env=env)
    STAMP.write_text(json.dumps(wanted), encoding="utf-8")


def _read_stamp() -> dict[str, str]:
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _wanted_stamp(kind: str) -> dict[str, str]:
    return {
        "kind": kind,
        "clone": str(CLONE),
        "lock": _digest(LOCKS[kind]),
        "tools": _digest(TOOLS),
        "project": _digest(CLONE / "pyproject.toml"),
    }


def _works() -> bool:
    """Whether the environment's Python starts, is new enough and has pip."""
    probe = "import sys, pip; sys.exit(sys.version_info[:2] < (3, 11))"
    try:
        tried = subprocess.run(  # noqa: S603 - the environment's own Python
            [BIN / "python", "-c", probe], capture_output=True, check=False
        )
    except OSError:
        return False
    return tried.returncode == 0


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
