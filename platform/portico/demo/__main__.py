"""``make demo``: start the demo, or say where it runs; ``RESET=1`` begins afresh, ``PORT`` names a port."""

from __future__ import annotations

import os
import signal
import sys
import time
from types import FrameType

from portico.demo.folder import AlreadyRunning, DemoFolder
from portico.demo.stack import DEFAULT_PORT, run_demo
from portico.devstack import processes
from portico.devstack.errors import DevstackError
from portico.devstack.places import CLONE
from portico.devstack.steps import StepFailed, say, step

OURS = "portico.demo"
RESET_SECONDS = 60.0


def main() -> int:
    """Run until Ctrl-C; return the exit status."""
    folder = DemoFolder(CLONE / "var")
    try:
        port = _wanted_port()
        if os.environ.get("RESET", "") not in {"", "0"}:
            _reset(folder)
        with folder.held():
            for wanted in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                signal.signal(wanted, _stop)
            run_demo(folder, port)
    except AlreadyRunning as other:
        _tell(folder, other.pid)
    except (StepFailed, DevstackError) as failure:
        say(str(failure))
        return 1
    except KeyboardInterrupt:
        say("\nThe demo is stopped. “make demo” goes on where it was.")
    return 0


def _wanted_port() -> int:
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise StepFailed(f"PORT={text} is not a port number. Use one from 1024 to 65535.")
    return int(text)


def _stop(number: int, frame: FrameType | None) -> None:
    """From here on the stop is under way, and a second request for it must not break it off."""
    for wanted in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(wanted, signal.SIG_IGN)
    raise KeyboardInterrupt


def _tell(folder: DemoFolder, pid: int | None) -> None:
    summary = folder.read_summary()
    if summary.get("pids", {}).get("supervisor") == pid:
        say(f"The demo runs already, at {summary['base_url']} (process {pid}); see var/demo.json.")
        for host in (*summary["hosts"]["lenders"].values(), summary["hosts"]["support"]):
            say(f"  http://{host}:{summary['port']}/")
    else:
        say(f"The demo is being started already, by process {pid}.")


def _reset(folder: DemoFolder) -> None:
    deadline = time.monotonic() + RESET_SECONDS
    while True:
        try:
            with folder.held(), step("Removing the old demo"):
                folder.forget()
            return
        except AlreadyRunning as other:
            if time.monotonic() > deadline:
                raise StepFailed(f"The running demo (process {other.pid}) does not stop.") from other
            if other.pid is not None:
                with step("Stopping the running demo"):
                    processes.end(other.pid, OURS, seconds=RESET_SECONDS)
            time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
