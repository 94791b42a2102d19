"""The paths of a clone that the installer reads and writes."""

from __future__ import annotations

from pathlib import Path

TOOLS = Path(__file__).resolve().parent / "tools.txt"
CLONE = Path(__file__).resolve().parents[4]
VENV = CLONE / ".venv"
BIN = VENV / "bin"
VAR = CLONE / "var"
LOG = VAR / "log" / "bootstrap.log"
WEB = CLONE / "portal_web"
