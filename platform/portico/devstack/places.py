"""Where a server that may not run as root keeps its files.

PostgreSQL refuses to run as root, so root starts it as ``nobody``. That user cannot look below a private
home directory: then the program and its data live in a folder of root's under ``/var/tmp`` instead.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portico.devstack.errors import DevstackError

CLONE = Path(__file__).resolve().parents[3]
OUTSIDE_ROOT = Path("/var/tmp")  # noqa: S108 - the folder made in it is checked to be ours


@dataclass(frozen=True)
class Runner:
    """The user that a server runs as: ourselves, or ``nobody`` when we are root."""

    uid: int
    gid: int
    is_other: bool

    def popen_arguments(self) -> dict[str, Any]:
        """Return the arguments that make ``subprocess`` run as this user."""
        if not self.is_other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make ``path`` belong to this user."""
        if self.is_other:
            os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Tell whether this user may enter every folder down to ``path`` and read it."""
        if not self.is_other:
            return True
        path = path.resolve()
        existing = [p for p in (path, *path.parents) if p.exists()]
        return all(p.stat().st_mode & self._needed(p) == self._needed(p) for p in existing)

    @staticmethod
    def _needed(path: Path) -> int:
        return stat.S_IXOTH if path.is_dir() else stat.S_IROTH


def runner() -> Runner:
    """Return the user that PostgreSQL has to run as. Raises DevstackError where root has no ``nobody``."""
    if os.geteuid() != 0:
        return Runner(os.geteuid(), os.getegid(), is_other=False)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise DevstackError(
            "PostgreSQL does not run as root and this machine has no user “nobody” to run it as. "
            "Start again as an ordinary user."
        ) from error
    return Runner(nobody.pw_uid, nobody.pw_gid, is_other=True)


def outside() -> Path:
    """Return this clone's folder outside private homes, made on first use. Raises DevstackError."""
    digest = hashlib.sha256(str(CLONE).encode()).hexdigest()[:12]
    folder = OUTSIDE_ROOT / f"portico-{os.geteuid()}-{digest}"
    folder.mkdir(mode=0o755, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise DevstackError(f"{folder} belongs to another user. Remove it, then start again.")
    folder.chmod(0o755)
    return folder


def data_home(folder: Path, user: Runner) -> Path:
    """Return where a server asked to live in ``folder`` keeps its data: there, or outside."""
    folder = folder.resolve()
    if user.reaches(folder):
        return folder
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    home = outside() / f"data-{digest}"
    home.mkdir(mode=0o755, exist_ok=True)
    home.chmod(0o755)
    return home


def reachable_copy(base: Path, parts: Iterable[str], name: str, user: Runner) -> Path:
    """Return ``base``, or a copy of its ``parts`` called ``name`` where ``user`` cannot read them; copied once.

    Parts that are not there are left out; the others keep their places, since programs find their
    libraries by them.
    """
    there = [part for part in parts if (base / part).exists()]
    if all(user.reaches(probe) for part in there for probe in (base / part, *(base / part).glob("bin/*"))):
        return base
    target = outside() / name
    if target.exists():
        return target
    unfinished = outside() / f"{name}.{os.getpid()}"
    shutil.rmtree(unfinished, ignore_errors=True)
    for part in there:
        shutil.copytree(base / part, unfinished / part, symlinks=True)
    _open_to_read(unfinished)
    try:
        unfinished.rename(target)
    except OSError:
        # Another process was faster; its copy is as good.
        shutil.rmtree(unfinished)
    return target


def forget_data(folder: Path) -> None:
    """Remove what a server kept for ``folder``, in it or outside. The server must be stopped."""
    user = runner()
    home = data_home(folder, user)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


def forget_everything() -> None:
    """Remove this clone's folder outside private homes, if there is one."""
    if os.geteuid() == 0:
        shutil.rmtree(outside())


def _open_to_read(folder: Path) -> None:
    for root, _, names in os.walk(folder):
        Path(root).chmod(0o755)
        for name in names:
            path = Path(root) / name
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | 0o444 | (0o111 if path.stat().st_mode & 0o100 else 0))
