"""Serving: takes the port, tells the addresses, and ends quickly although streams are open."""

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import uvicorn
from fastapi import FastAPI

from admin.errors import CannotRun

GRACE_SECONDS: Final = 2
"""How long requests may take to end after Ctrl-C; event streams end themselves at once."""


def take_port(host: str, port: int) -> socket.socket:
    """A listening socket. Raises CannotRun when another program has the port or it may not be used."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio switches Nagle's algorithm off: else an answer can wait 40 ms.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(2048)
    except OSError as error:
        sock.close()
        raise CannotRun(
            f"Port {port} of {host} cannot be used ({error.strerror}); choose another one with PORT=..."
        ) from error
    return sock


class Server(uvicorn.Server):
    """Tells the application that it is ending before it waits for the open requests."""

    def __init__(self, config: uvicorn.Config, end_streams: Callable[[], None]) -> None:
        super().__init__(config)
        self._end_streams = end_streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._end_streams()
        await super().shutdown(sockets)


def serve(app: FastAPI, sock: socket.socket, end_streams: Callable[[], None]) -> None:
    """Serves until Ctrl-C or a termination signal; `end_streams` is called first of all then."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    with suppress(KeyboardInterrupt):  # Ctrl-C is how it is meant to end
        Server(config, end_streams).run(sockets=[sock])
