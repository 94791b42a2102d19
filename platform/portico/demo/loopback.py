"""The web server listens on 127.0.0.1; some browsers ask ::1 for ``*.localhost`` first. Both lead there."""

from __future__ import annotations

import asyncio
import threading

from portico.devstack import ports

CHUNK = 65_536


def listen_on_ipv6_too(port: int) -> threading.Thread:
    """Pass connections to ``port`` of ::1 on to 127.0.0.1, in the background, for as long as we run.

    A machine without IPv6 has no browser that asks there: nothing happens then.
    """
    thread = threading.Thread(target=_serve, args=(port,), daemon=True, name="loopback")
    thread.start()
    return thread


def _serve(port: int) -> None:
    try:
        asyncio.run(_listen(port))
    except OSError:
        return


async def _listen(port: int) -> None:
    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(ports.LOOPBACK, port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pass_on(reader, far_writer), _pass_on(far_reader, writer))

    server = await asyncio.start_server(join, "::1", port)
    async with server:
        await server.serve_forever()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()
