"""An object store that behaves, over loopback HTTP: as much of S3 as the adapter speaks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

MISSING = b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>gone</Message></Error>'


class _Handler(BaseHTTPRequestHandler):
    objects: dict[str, bytes]

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = _unchunked(body)
        self.objects[self.path.partition("?")[0]] = body
        self._answer(200, b"")

    def do_GET(self) -> None:
        if "list-type=2" in self.path:
            self._answer(200, self._listing(parse_qs(urlsplit(self.path).query)))
            return
        found = self.objects.get(self.path.partition("?")[0])
        self._answer(200 if found is not None else 404, MISSING if found is None else found)

    def do_HEAD(self) -> None:
        self._answer(200 if self.path.partition("?")[0] in self.objects else 404, b"")

    def do_DELETE(self) -> None:
        self.objects.pop(self.path.partition("?")[0], None)
        self._answer(204, b"")

    def _listing(self, asked: dict[str, list[str]]) -> bytes:
        """Two keys to a page, so that a second page is asked for."""
        keys = sorted(path.split("/", 2)[2] for path in self.objects)
        after = asked.get("continuation-token", [""])[0]
        found = [key for key in keys if key.startswith(asked["prefix"][0]) and key > after]
        page, rest = found[:2], found[2:]
        listed = "".join(f"<Contents><Key>{key}</Key></Contents>" for key in page)
        more = f"<NextContinuationToken>{page[-1]}</NextContinuationToken>" if rest else ""
        truncated = f"<IsTruncated>{'true' if rest else 'false'}</IsTruncated>"
        return f'<?xml version="1.0"?><ListBucketResult>{truncated}{more}{listed}</ListBucketResult>'.encode()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"x"')
        self.end_headers()
        self.wfile.write(body)


def _unchunked(body: bytes) -> bytes:
    clear = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        if length == 0:
            break
        clear, body = clear + rest[:length], rest[length + 2 :]
    return clear


@contextmanager
def s3_server() -> Iterator[tuple[str, dict[str, bytes]]]:
    """Serve for the length of the block; gives the address and what is stored, by path."""
    objects: dict[str, bytes] = {}
    handler = type("Handler", (_Handler,), {"objects": objects})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", objects
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
