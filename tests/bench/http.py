"""One browser with one connection that stays open, thin enough not to hide what it measures."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from itertools import cycle

from .stage import Web

BIG = 65_536
LAST_CHUNK = b"0\r\n\r\n"


class Browser:
    """Asks for one path again and again, over one connection, at each of its hosts in turn."""

    def __init__(self, web: Web, path: str, *, cookie: str = "", hosts: Sequence[str] = ()) -> None:
        self._requests = cycle([_request(host, path, cookie) for host in hosts or [web.host]])
        self._path = path
        self._socket = socket.create_connection(("127.0.0.1", web.port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self) -> float:
        """Ask once; return the seconds it took. Raises ConnectionError unless the answer is a 200."""
        request = next(self._requests)
        began = time.perf_counter()
        self._socket.sendall(request)
        head, _, body = self._socket.recv(BIG).partition(b"\r\n\r\n")
        is_whole = _ending(head)
        while not is_whole(body):
            body += self._more()
        seconds = time.perf_counter() - began
        if not head.startswith(b"HTTP/1.1 200"):
            raise ConnectionError(f"{self._path} answered {head[:40]!r}: {body[:300]!r}")
        return seconds

    def ask_often(self, times: int) -> list[float]:
        """Ask many times; return the seconds of each."""
        return [self.ask() for _ in range(times)]

    def _more(self) -> bytes:
        more = self._socket.recv(BIG)
        if not more:
            raise ConnectionError(f"{self._path} hung up in the middle of an answer.")
        return more

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def _request(host: str, path: str, cookie: str) -> bytes:
    carried = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: application/json\r\n{carried}\r\n".encode()


def _ending(head: bytes) -> Callable[[bytes], bool]:
    """How the end of a body is known: by its length, or by the last chunk."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
            return lambda body: len(body) >= length
    return lambda body: body.endswith(LAST_CHUNK)
