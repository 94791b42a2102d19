"""Find Chromium, or bring it: by apt as root, unpacked below ``var/`` as anyone else."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from portico.devstack.errors import DevstackError
from portico.devstack.places import CLONE
from portico.devstack.steps import StepFailed, run_logged, step

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLAYWRIGHTS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium_headless_shell-*/chrome-*/*headless*shell",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
FOLDER = CLONE / "var" / "chromium"
LOG = CLONE / "var" / "log"
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
        _install_by_apt() if os.geteuid() == 0 else _unpack()
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


def _need(*programs: str) -> None:
    if sys.platform != "linux" or any(shutil.which(program) is None for program in programs):
        raise StepFailed(f"This is {platform.system()} without {' and '.join(programs)}: it cannot be done for you.")


def _install_by_apt() -> None:
    _need("apt-get")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    with step("Installing Chromium for the browser tests"):
        run_logged(["apt-get", "update"], LOG / "apt-update.log", cwd=CLONE, environment=quiet)
        install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        run_logged(install, LOG / "chromium.log", cwd=CLONE, environment=quiet)


def _unpack() -> None:
    """Unpack Chromium and every package of it that this machine lacks; apt works in folders of ours."""
    _need("apt-get", "dpkg-deb")
    work, root = FOLDER / "apt", FOLDER / "root"
    shutil.rmtree(FOLDER, ignore_errors=True)
    for folder in (work / "lists" / "partial", work / "cache" / "archives" / "partial", work / "debs", root):
        folder.mkdir(parents=True)
    apt = [
        "apt-get", "-o", f"Dir::State::lists={work / 'lists'}", "-o", f"Dir::Cache={work / 'cache'}",
        "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User=",
    ]  # fmt: skip
    with step("Fetching Chromium for the browser tests (no root needed)"):
        run_logged([*apt, "update"], LOG / "apt-update.log", cwd=work)
        plan = LOG / "chromium-plan.log"
        run_logged([*apt, "--simulate", "--no-install-recommends", "install", "chromium"], plan, cwd=work)
        lines = plan.read_text(encoding="utf-8").splitlines()
        packages = [line.split()[1] for line in lines if line.startswith("Inst ")]
        run_logged([*apt, "download", *packages], LOG / "chromium.log", cwd=work / "debs")
        for package in sorted((work / "debs").glob("*.deb")):
            run_logged(["dpkg-deb", "--extract", package, root], LOG / "chromium-unpack.log", cwd=work)
    _write_wrapper(root)
    shutil.rmtree(work)


def _write_wrapper(root: Path) -> None:
    folders = [root / "usr/lib/chromium", *root.glob("usr/lib/*-linux-gnu*"), *root.glob("lib/*-linux-gnu*")]
    nested = [path for folder in folders for path in folder.glob("*/") if any(path.glob("lib*.so*"))]
    (root / "fonts.conf").write_text(FONTS.format(root=root), encoding="utf-8")
    wrapper = FOLDER / "chromium"
    libraries = ":".join(map(str, [*folders, *nested]))
    wrapper.write_text(WRAPPER.format(root=root, libraries=libraries), encoding="utf-8")
    wrapper.chmod(0o755)
