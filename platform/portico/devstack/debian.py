"""Programs that come as Debian packages: by apt as root, unpacked below ``var/`` as anyone else."""

from __future__ import annotations

import contextlib
import fcntl
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from portico.devstack.errors import DevstackError
from portico.devstack.places import CLONE
from portico.devstack.steps import StepFailed, run_logged, step

UNPACKED = CLONE / "var" / "debian"
LOG = CLONE / "var" / "log"
# Servers stand in the second kind of folder, which an ordinary user's PATH leaves out.
FOLDERS = ("usr/bin", "usr/sbin", "bin", "sbin")
APT_GET = ("apt-get", "-o", "DPkg::Lock::Timeout=300")  # two processes that install take turns
# A package of a server would start it (and on each boot): runlevel 1 is the one in which nothing starts.
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
WRAPPER = """#!/bin/sh
# Made by portico.devstack.debian: a Debian package, unpacked instead of installed.
LD_LIBRARY_PATH="{libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
export LD_LIBRARY_PATH
exec "{program}" "$@"
"""


def program(name: str, *, package: str | None = None) -> Path:
    """Return the program ``name``, fetched with its Debian ``package`` (of the same name) if need be.

    Doing it twice is fine, also in several processes. Raises DevstackError with the one command to run.
    """
    package = package or name
    found = _find(name, package)
    if found is not None:
        return found
    manual = f"Install it with “apt-get install --no-install-recommends {package}”"
    try:
        if os.geteuid() == 0:
            install(package)
        else:
            _unpack_and_wrap(name, package)
    except (StepFailed, OSError) as failure:
        raise DevstackError(f"There is no {name}, and fetching it failed. {manual}.\n{failure}") from failure
    found = _find(name, package)
    if found is None:
        raise DevstackError(f"The package {package} was fetched, but there is no {name} in it. {manual}.")
    return found


def install(package: str) -> None:
    """Install a package for the whole machine; needs root. Raises StepFailed."""
    _need("apt-get")
    with step(f"Installing {package}"):
        run_logged([*APT_GET, "update"], LOG / "apt-update.log", cwd=CLONE, environment=QUIET)
        words = [*APT_GET, "install", "-y", "--no-install-recommends", package]
        run_logged(words, LOG / f"{package}.log", cwd=CLONE, environment=QUIET)


def unpack(package: str, folder: Path) -> Path:
    """Unpack a package and all of its packages that this machine lacks into ``folder``; return their root.

    apt works in folders of ours, so nothing of this needs root. What stood in ``folder`` is replaced.
    Raises StepFailed.
    """
    _need("apt-get", "dpkg-deb")
    work, root = folder / "apt", folder / "root"
    shutil.rmtree(folder, ignore_errors=True)
    for made in (work / "lists" / "partial", work / "cache" / "archives" / "partial", work / "debs", root):
        made.mkdir(parents=True)
    apt = [
        "apt-get", "-o", f"Dir::State::lists={work / 'lists'}", "-o", f"Dir::Cache={work / 'cache'}",
        "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User=",
    ]  # fmt: skip
    with step(f"Fetching {package} (no root needed)"):
        run_logged([*apt, "update"], LOG / "apt-update.log", cwd=work)
        plan = LOG / f"{package}-plan.log"
        run_logged([*apt, "--simulate", "--no-install-recommends", "install", package], plan, cwd=work)
        lines = plan.read_text(encoding="utf-8").splitlines()
        packages = [line.split()[1] for line in lines if line.startswith("Inst ")]
        run_logged([*apt, "download", *packages], LOG / f"{package}.log", cwd=work / "debs")
        for deb in sorted((work / "debs").glob("*.deb")):
            run_logged(["dpkg-deb", "--extract", deb, root], LOG / f"{package}-unpack.log", cwd=work)
    shutil.rmtree(work)
    return root


def library_folders(root: Path) -> list[Path]:
    """Where the shared libraries of an unpacked package are."""
    folders = [*root.glob("usr/lib/*-linux-gnu*"), *root.glob("lib/*-linux-gnu*")]
    return [*folders, *(path for folder in folders for path in folder.glob("*/") if any(path.glob("lib*.so*")))]


def _find(name: str, package: str) -> Path | None:
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
    found = shutil.which(name, path=path)
    if found:
        return Path(found)
    wrapper = UNPACKED / package / name
    return wrapper if wrapper.exists() else None


def _unpack_and_wrap(name: str, package: str) -> None:
    with _alone():
        folder = UNPACKED / package
        if (folder / name).exists():
            return  # another process was faster
        root = unpack(package, folder)
        program_file = next((root / f / name for f in FOLDERS if (root / f / name).is_file()), None)
        if program_file is None:
            return
        libraries = ":".join(map(str, library_folders(root)))
        unfinished = folder / f"{name}.unfinished"
        unfinished.write_text(WRAPPER.format(libraries=libraries, program=program_file), encoding="utf-8")
        unfinished.chmod(0o755)
        unfinished.rename(folder / name)


def _need(*programs: str) -> None:
    if sys.platform != "linux" or any(shutil.which(needed) is None for needed in programs):
        raise StepFailed(f"This is {platform.system()} without {' and '.join(programs)}: it cannot be done for you.")


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    UNPACKED.mkdir(parents=True, exist_ok=True)
    with (UNPACKED / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
