"""``bootstrap.py demo``, ``bootstrap.py test``: bring the clone up to date for that, and no further."""

from __future__ import annotations

import sys

from .console import StepFailed, complain
from .packages import prepare_packages
from .web import prepare_web

PURPOSES = {"demo": "demo", "test": "dev"}


def main(arguments: list[str]) -> int:
    """Prepare for the purpose named in ``arguments``; return the exit code."""
    if len(arguments) != 1 or arguments[0] not in PURPOSES:
        complain(f"Usage: bootstrap.py {'|'.join(PURPOSES)}")
        return 2
    try:
        prepare_packages(PURPOSES[arguments[0]])
        prepare_web()
    except StepFailed as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        complain("Stopped. Start again: finished steps are kept.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
