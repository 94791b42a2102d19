"""One browser with one connection that stays open, thin enough not to hide what it measures."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

from .stage import Web

BIG = 65_536
LAST_CHUNK = b"0\r\n\r\n"


class Browser:
    """Asks for one address again and again, over one connection."""

    def __init__(self, web: Web, path: str, *, cookie: str = "", host: str = "") -> None:
        head = f"GET {path} HTTP/1.1\r\nHost: {host or web.host}\r\nAccept: application/json\r\n"
        self._request = (head + (f"Cookie: {cookie}\r\n" if cookie else "") + "\r\n").encode()
        self._where = f"{host or web.host}{path}"
        self._socket = socket.create_connection(("127.0.0.1", web.port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self) -> tuple[float, bytes]:
        """Ask once; return the seconds it took and the body. Raises ConnectionError unless the answer is a 200."""
        began = time.perf_counter()
        self._socket.sendall(self._request)
        head, _, body = self._socket.recv(BIG).partition(b"\r\n\r\n")
        is_whole = _ending(head)
        while not is_whole(body):
            body += self._more()
        seconds = time.perf_counter() - began
        if not head.startswith(b"HTTP/1.1 200"):
            raise ConnectionError(f"{self._where} answered {head[:40]!r}: {body[:300]!r}")
        return seconds, body

    def ask_often(self, times: int) -> list[float]:
        """Ask many times; return the seconds of each."""
        return [self.ask()[0] for _ in range(times)]

    def _more(self) -> bytes:
        more = self._socket.recv(BIG)
        if not more:
            raise ConnectionError(f"{self._where} hung up in the middle of an answer.")
        return more

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def _ending(head: bytes) -> Callable[[bytes], bool]:
    """How the end of a body is known: by its length, or by the last chunk."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
            return lambda body: len(body) >= length
    return lambda body: body.endswith(LAST_CHUNK)
