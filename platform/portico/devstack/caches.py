"""An environment in which pip, uv and npm can work: caches and a home that this user may use.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

# The variable that moves each tool's cache, and where the cache is below the home directory.
CACHES = {"PIP_CACHE_DIR": ".cache/pip", "UV_CACHE_DIR": ".cache/uv", "npm_config_cache": ".npm"}
# pip trusts what the machine trusts; uv and Node only when they are told.
CERTIFICATES = {"UV_SYSTEM_CERTS": "1", "NODE_USE_SYSTEM_CA": "1"}
RIGHTS = os.R_OK | os.W_OK | os.X_OK


def usable_caches(environment: Mapping[str, str], ours: Path) -> dict[str, str]:
    """Return what has to be changed in ``environment``; nothing where home and caches can be used.

    A home or a cache that belongs to somebody else (after ``sudo``, in a container) is replaced by a
    folder in ``ours``. The certificates that count are the machine's, unless the environment says else.
    """
    home = Path(environment.get("HOME") or "/nonexistent")
    changes = {name: value for name, value in CERTIFICATES.items() if name not in environment}
    if not os.access(home, os.R_OK | os.X_OK):
        home = ours / "home"
        changes["HOME"] = str(home)
    for name, below_home in CACHES.items():
        named = environment.get(name)
        if not _is_usable(Path(named) if named else home / below_home):
            changes[name] = str(ours / name.split("_")[0].lower())
    return changes


def _is_usable(folder: Path) -> bool:
    """Whether we may write into ``folder`` and the folders in it, or may create it."""
    try:
        if folder.exists():
            inner = [path for path in folder.iterdir() if path.is_dir()]
            return all(os.access(path, RIGHTS) for path in (folder, *inner))
    except OSError:
        return False
    return _can_be_made(folder)


def _can_be_made(folder: Path) -> bool:
    for parent in folder.parents:
        try:
            if parent.exists():
                return os.access(parent, os.W_OK | os.X_OK)
        except OSError:
            return False
    return False
