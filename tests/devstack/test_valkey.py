"""Valkey from its wheel."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import redis

from portico.devstack import ports
from portico.devstack.errors import PortBusy
from portico.devstack.valkey import valkey_server


def test_answers_while_the_block_lasts_and_is_gone_after_it(folder: Path) -> None:
    with valkey_server(folder) as server, redis.Redis.from_url(server.url) as client:
        assert client.ping() is True

    assert not ports.answers(server.port)


def test_says_that_a_port_is_busy(folder: Path) -> None:
    with (
        valkey_server(folder / "one") as first,
        pytest.raises(PortBusy, match=str(first.port)),
        valkey_server(folder / "two", first.port),
    ):
        pytest.fail("it started on a port that was taken")


def test_takes_over_from_a_server_that_nobody_stopped(folder: Path) -> None:
    leave_behind = (
        "import os, sys; from pathlib import Path; from portico.devstack.valkey import valkey_server\n"
        "context = valkey_server(Path(sys.argv[1])); print(context.__enter__().port, flush=True); os._exit(9)"
    )
    left = subprocess.run([sys.executable, "-c", leave_behind, folder], capture_output=True, text=True, check=False)

    with valkey_server(folder):
        assert not ports.answers(int(left.stdout))


def test_leaves_a_process_alone_whose_number_only_looks_like_its_own(folder: Path) -> None:
    folder.mkdir()
    (folder / "valkey.pid").write_text(str(os.getpid()), encoding="ascii")

    with valkey_server(folder) as server:
        assert ports.answers(server.port)
