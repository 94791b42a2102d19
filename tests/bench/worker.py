"""A process that does what it is told, a line of JSON at a time: each side of a comparison has its own.

The product, stock django-tenants and the bare projects cannot share a process: each has other settings.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from portico.devstack.places import CLONE
from portico.devstack.steps import StepFailed, tail


class Worker:
    """A running ``python -m MODULE`` that answers questions."""

    def __init__(self, module: str, environment: Mapping[str, str], log: Path) -> None:
        self._log = log
        self._module = module
        with log.open("ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module],
                cwd=CLONE, env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True,
            )  # fmt: skip

    def ask(self, do: str, **arguments: Any) -> Any:
        """Have one of the module's commands done and return what it answered. Raises StepFailed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, "with": arguments}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise StepFailed(f"{self._module} ended while it did “{do}”.\n{tail(self._log)}")
        answer = json.loads(line)
        if "failed" in answer:
            raise StepFailed(f"{self._module} could not do “{do}”.\n{answer['failed']}")
        return answer["answer"]

    def close(self) -> None:
        """Let it end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def answer_questions(commands: Mapping[str, Callable[..., Any]]) -> None:
    """Do what standard input says until it ends. What commands print goes to the log."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"answer": commands[asked["do"]](**asked["with"])}
        except Exception:  # the asking process says it to a person and stops
            answer = {"failed": traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
