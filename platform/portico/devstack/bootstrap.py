"""``make``: from a bare clone to an environment that can run the project, then to what was asked.

Standard library only, and readable by old Pythons: whatever Python the machine has starts it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

CLONE = Path(__file__).resolve().parents[3]
sys.path[0] = str(CLONE / "platform")

from portico.devstack.caches import usable_caches  # noqa: E402  # its path is set above
from portico.devstack.steps import StepFailed, run_logged, say, step  # noqa: E402  # its path is set above

VENV = CLONE / ".venv"
LOG = CLONE / "var" / "log"
UV_LOCK = CLONE / "platform" / "portico" / "devstack" / "uv.lock.txt"
OLDEST = (3, 11)
NEWER_NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")
MODULES = {"demo": "portico.demo"}
COMMANDS = ("demo", "test", "check", "web", "format", "bench", "nightly")
REMOVED_BY_CLEAN = (
    ".venv", "portal_web/node_modules", "portal_web/dist", "portico.egg-info", "test-results",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache",
    "var/log", "var/chromium",
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Prepare the environment for one command and become it; returns only when that fails."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command == "clean":
        clean()
        return 0
    if command not in COMMANDS:
        say(f"Unknown command “{command}”. “make help” lists what there is.")
        return 2
    _use_new_enough_python(arguments)
    os.environ.update(usable_caches(os.environ, CLONE / "var" / "cache"))
    try:
        with _alone():
            prepare(for_development=command in {"test", "check", "format", "bench", "nightly"})
    except StepFailed as failure:
        say(str(failure))
        return 1
    except KeyboardInterrupt:
        say("Stopped. The next start goes on from here.")
        return 130
    python = str(VENV / "bin" / "python")
    module = MODULES.get(command)
    words = ["-m", module, *rest] if module else ["-m", "portico.devstack.commands", command, *rest]
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    os.chdir(CLONE)
    os.execv(python, [python, *words])  # noqa: S606 - the command takes this process's place


def prepare(*, for_development: bool) -> None:
    """Bring the virtual environment up to the lock files; nothing to do is the usual case."""
    wanted = "dev" if for_development else "runtime"
    # What developers have includes all that the demo needs.
    if any(_stamp(name).exists() and _stamp(name).read_text() == _state(name) for name in {wanted, "dev"}):
        return
    _make_environment()
    _install_uv()
    lock = CLONE / ("requirements-dev.lock" if for_development else "requirements.lock")
    # The demo only ever adds: a developer's tools stay where they are.
    action: list[str | Path] = ["pip", "sync"] if for_development else ["pip", "install", "--requirement"]
    with step("Installing the locked Python packages"):
        run_logged([*_uv(), *action, lock, "--require-hashes"], LOG / "packages.log", cwd=CLONE)
    with step("Installing the project itself"):
        project = ["pip", "install", "--no-deps", "--no-build-isolation", "--editable", "."]
        run_logged([*_uv(), *project], LOG / "project.log", cwd=CLONE)
    _stamp(wanted).write_text(_state(wanted))


def clean() -> None:
    """Remove what was installed and built; the demo's data stays (“make demo RESET=1” removes it)."""
    for name in REMOVED_BY_CLEAN:
        shutil.rmtree(CLONE / name, ignore_errors=True)
    say("Removed what was installed and built. The demo's data in var/demo stays.")


def _use_new_enough_python(arguments: list[str]) -> None:
    if sys.version_info >= OLDEST:
        return
    found = next(filter(None, map(shutil.which, NEWER_NAMES)), None)
    if found:
        os.execv(found, [found, __file__, *arguments])  # noqa: S606 - a newer Python takes over
    say(
        f"Portico needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is "
        f"{sys.version_info[0]}.{sys.version_info[1]}. On Debian 12 or newer: apt-get install python3 "
        "python3-venv. Where it has another name: make PYTHON=/path/to/python3 …"
    )
    raise SystemExit(1)


def _make_environment() -> None:
    python = VENV / "bin" / "python"
    if _works(python) and _made_here():
        return
    try:
        __import__("ensurepip")
        __import__("venv")
    except ImportError as error:
        name = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise StepFailed(
            f"This Python ({sys.executable}) comes without its venv part. On Debian and Ubuntu: "
            f"apt-get install {name} — then run the same command again."
        ) from error
    with step("Making a Python environment in .venv"):
        run_logged([sys.executable, "-m", "venv", "--clear", VENV], LOG / "venv.log", cwd=CLONE)
        (VENV / ".portico-home").write_text(str(CLONE))


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    asked = [str(python), "-c", f"import sys; sys.exit(sys.version_info < {OLDEST})"]
    return subprocess.run(asked, stdin=subprocess.DEVNULL, check=False).returncode == 0  # noqa: S603


def _made_here() -> bool:
    """Programs of an environment name its folder, so a clone that was moved needs a new one."""
    home = VENV / ".portico-home"
    return not home.exists() or home.read_text() == str(CLONE)


def _uv() -> list[str | Path]:
    return [VENV / "bin" / "python", "-m", "uv", "--no-progress"]


def _install_uv() -> None:
    with step("Installing uv, the package installer"):
        run_logged(
            [
                VENV / "bin" / "python", "-m", "pip", "install", "--disable-pip-version-check",
                "--no-deps", "--require-hashes", "--requirement", UV_LOCK,
            ],
            LOG / "uv.log",
            cwd=CLONE,
        )  # fmt: skip


def _stamp(name: str) -> Path:
    return VENV / f".portico-{name}"


def _state(name: str) -> str:
    """What the environment was made from: another state means that it has to be brought up to date."""
    lock = "requirements-dev.lock" if name == "dev" else "requirements.lock"
    sources = (CLONE / lock, CLONE / "pyproject.toml", UV_LOCK)
    digest = hashlib.sha256(str(CLONE).encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two makes at once take turns."""
    (CLONE / "var").mkdir(exist_ok=True)
    with (CLONE / "var" / "bootstrap.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
