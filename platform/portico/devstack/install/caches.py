"""The environment of the tools: their caches where they can be used, ours under ``var/`` where not."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from .places import BIN, VAR

# The variable that moves each tool's cache, and where the cache is below the home directory.
CACHES = {"PIP_CACHE_DIR": ".cache/pip", "UV_CACHE_DIR": ".cache/uv", "npm_config_cache": ".npm"}
OURS = VAR / "cache"


def tool_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return ``environment`` made safe for pip, uv and npm.

    A home directory or a cache that belongs to somebody else (after ``sudo``, in a container) is replaced
    by a folder of the clone's.
    """
    made = {name: value for name, value in environment.items() if name not in {"PYTHONPATH", "PYTHONHOME"}}
    made["PATH"] = os.pathsep.join((str(BIN), environment.get("PATH", os.defpath)))
    made["VIRTUAL_ENV"] = str(BIN.parent)
    made["NO_COLOR"] = "1"
    home = Path(environment.get("HOME") or "/nonexistent")
    for name, below_home in CACHES.items():
        cache = Path(environment.get(name) or home / below_home)
        if not is_usable(cache):
            made[name] = str(OURS / name.split("_")[0].lower())
    if not os.access(home, os.R_OK | os.X_OK):
        made["HOME"] = str(OURS / "home")
        Path(made["HOME"]).mkdir(parents=True, exist_ok=True)
    return made


def is_usable(folder: Path) -> bool:
    """Tell whether we may write into ``folder`` and the folders in it, or may create it."""
    rights = os.R_OK | os.W_OK | os.X_OK
    try:
        if folder.exists():
            return os.access(folder, rights) and all(
                os.access(inner, rights) for inner in folder.iterdir() if inner.is_dir()
            )
    except OSError:
        return False
    return folder.parent != folder and is_usable_parent(folder.parent)


def is_usable_parent(folder: Path) -> bool:
    """Tell whether a folder can be created in ``folder``, which may have to be created itself."""
    try:
        if folder.exists():
            return os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        return False
    return folder.parent != folder and is_usable_parent(folder.parent)
