"""Requests per second, counted by wrk."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from portico.devstack.debian import program
from portico.devstack.steps import StepFailed

from .stage import Web

CONNECTIONS = 16
PER_SECOND = re.compile(r"Requests/sec:\s+([\d.]+)")
# Each of wrk's requests goes to the next lender of a shuffled list, so that all are met soon.
MANY_HOSTS = """
local hosts = {{ {hosts} }}
local at = 0
request = function()
  at = at % #hosts + 1
  return wrk.format("GET", "{path}", {{ ["Host"] = hosts[at], ["Cookie"] = "{cookie}" }})
end
"""


def requests_per_second(web: Web, path: str, *, seconds: int, headers: Mapping[str, str] | None = None) -> float:
    """Ask one address as fast as it goes. Raises StepFailed where an answer was none of the 200s."""
    words = [
        word for name, value in {"Host": web.host, **(headers or {})}.items() for word in ("-H", f"{name}: {value}")
    ]
    return _counted([*words, f"http://127.0.0.1:{web.port}{path}"], seconds)


def requests_per_second_of_many(
    web: Web, path: str, *, hosts: list[str], cookie: str, seconds: int, script: Path
) -> float:
    """The same with each request for the next of many hosts; ``script`` is where wrk's program is written."""
    named = ", ".join(f'"{host}"' for host in hosts)
    script.write_text(MANY_HOSTS.format(hosts=named, path=path, cookie=cookie), encoding="utf-8")
    return _counted(["-s", str(script), f"http://127.0.0.1:{web.port}"], seconds)


def _counted(words: list[str], seconds: int) -> float:
    command = [str(program("wrk")), "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s", *words]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    found = PER_SECOND.search(ended.stdout)
    if found is None or "Non-2xx" in ended.stdout or "Socket errors" in ended.stdout:
        raise StepFailed(f"wrk counted what cannot be used:\n{ended.stdout}{ended.stderr}")
    return float(found[1])
