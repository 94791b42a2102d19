"""Find Chromium, or bring it: by apt as root, unpacked below ``var/`` as anyone else."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from portico.devstack import debian
from portico.devstack.errors import DevstackError
from portico.devstack.places import CLONE
from portico.devstack.steps import StepFailed

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLAYWRIGHTS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium_headless_shell-*/chrome-*/*headless*shell",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
FOLDER = CLONE / "var" / "chromium"
MANUAL = "Install it with “apt-get install --no-install-recommends chromium”, or name one: PORTICO_CHROMIUM=/path"
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{root}/usr/share/fonts</dir><dir>/usr/share/fonts</dir>
<cachedir>{root}/font-cache</cachedir></fontconfig>
"""
WRAPPER = """#!/bin/sh
# Made by portico.devstack.browser: Debian's Chromium, unpacked instead of installed.
root="{root}"
LD_LIBRARY_PATH="{libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
export LD_LIBRARY_PATH
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$root/fonts.conf"
exec "$root/usr/lib/chromium/chromium" "$@"
"""


def find_or_fetch_chromium() -> Path:
    """Return a Chromium that starts, fetched if need be. Raises DevstackError with the one command to run."""
    named = os.environ.get("PORTICO_CHROMIUM")
    if named:
        if _starts(Path(named)):
            return Path(named)
        raise DevstackError(f"PORTICO_CHROMIUM names {named}, which does not start. {MANUAL}.")
    found = find_chromium()
    if found is not None:
        return found
    try:
        debian.install("chromium") if os.geteuid() == 0 else _unpack()
    except (StepFailed, OSError) as failure:
        raise DevstackError(f"There is no Chromium, and fetching it failed. {MANUAL}.\n{failure}") from failure
    found = find_chromium()
    if found is None:
        raise DevstackError(f"Chromium was fetched, but it does not start. {MANUAL}.")
    return found


def find_chromium() -> Path | None:
    """Return the first Chromium on this machine that starts."""
    return next((program for program in _candidates() if _starts(program)), None)


def _candidates() -> Iterator[Path]:
    for name in ON_PATH:
        found = shutil.which(name)
        if found:
            yield Path(found)
    yield Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    homes = (os.environ.get("PLAYWRIGHT_BROWSERS_PATH"), "~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
    for home in filter(None, homes):
        for pattern in PLAYWRIGHTS:
            yield from sorted(Path(home).expanduser().glob(pattern), reverse=True)
    yield FOLDER / "chromium"


def _starts(program: Path) -> bool:
    """Some distributions put a stub there that only says where to get the real one."""
    if not program.is_file():
        return False
    try:
        asked = subprocess.run(  # noqa: S603 - a browser that was found or named
            [program, "--version"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0 and "chrom" in asked.stdout.lower()


def _unpack() -> None:
    root = debian.unpack("chromium", FOLDER)
    folders = ":".join(map(str, [root / "usr/lib/chromium", *debian.library_folders(root)]))
    (root / "fonts.conf").write_text(FONTS.format(root=root), encoding="utf-8")
    wrapper = FOLDER / "chromium"
    wrapper.write_text(WRAPPER.format(root=root, libraries=folders), encoding="utf-8")
    wrapper.chmod(0o755)
