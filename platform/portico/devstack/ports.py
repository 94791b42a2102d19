"""TCP ports on the loopback address."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterable

from portico.devstack.errors import DevstackError, PortBusy

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Tell whether a server could listen on ``port`` of 127.0.0.1 now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Tell whether something accepts connections on ``port`` of 127.0.0.1."""
    with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=0.5):
        return True
    return False


def free_port(preferred: Iterable[int] = ()) -> int:
    """Return the first free port of ``preferred``, else any free one."""
    for port in preferred:
        if is_free(port):
            return port
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def claim(port: int | None) -> int:
    """Return ``port`` when it is free, or any free one for ``None``. Raises PortBusy."""
    if port is None:
        return free_port()
    if not 0 < port < 65536:
        raise DevstackError(f"{port} is not a port number. Use one between 1 and 65535.")
    if not is_free(port):
        raise PortBusy(port)
    return port
