"""One web process: the product's WSGI application on one thread, so on one lasting connection, from NOW on."""

from __future__ import annotations

import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import time_machine

from portico.wsgi import application
from tests.cast import NOW


class Handler(WSGIRequestHandler):
    """Writes no lines of its own: standard error holds the product's alone."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


with time_machine.travel(NOW, tick=True):
    make_server("127.0.0.1", int(sys.argv[1]), application, handler_class=Handler).serve_forever()
