"""What can go wrong while the development servers start, in sentences that say what to do."""

from __future__ import annotations

from portico_kernel.errors import Unavailable


class DevstackError(Unavailable):
    """A development server or tool could not be started, found or fetched."""

    code = "devstack"


class PortBusy(DevstackError):
    """The port that was asked for is taken by another program."""

    code = "port_busy"

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(f"Port {port} on 127.0.0.1 is in use by another program.")
