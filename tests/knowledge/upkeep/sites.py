"""Small sites on this machine, with the faults of real ones."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

from knowledge.upkeep.addresses import Address
from knowledge.upkeep.links import Manners

HERE = ip_address("127.0.0.1")


async def no_pause(_seconds: float) -> None:
    """Does not wait."""


async def names(host: str, _port: int) -> list[Address]:
    """Every name is this machine, but for those that nobody has."""
    if host.startswith("nobody"):
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    return [HERE]


HURRIED = Manners(sleep=no_pause, limit=2, inside=True, look_up=names)


@dataclass
class Site:
    """`said` are the requests it was asked, as "HEAD /path"."""

    port: int = 0
    said: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def site() -> Iterator[Site]:
    """/200, /404 ... answer with that status; /to/x redirects for good, /now/x for today, /round to itself;
    /no-head knows no HEAD; /silence closes the connection."""
    here = Site()

    class Pages(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def _answer(self) -> None:
            here.said.append(f"{self.command} {self.path}")
            here.agents.add(self.headers["User-Agent"])
            kind, _, rest = self.path.strip("/").partition("/")
            if kind == "silence":
                self.connection.close()
                return
            if kind in ("to", "now"):
                self._redirect(301 if kind == "to" else 302, f"/{rest}")
            elif kind == "away":
                self._redirect(302, f"http://{rest}/")
            elif kind == "round":
                self._redirect(302, "/round")
            elif kind == "no-head":
                self._status(405 if self.command == "HEAD" else 200)
            else:
                self._status(int(kind) if kind.isdigit() else 200)

        def _redirect(self, status: int, to: str) -> None:
            self.send_response(status)
            self.send_header("Location", to)
            self.end_headers()

        def _status(self, status: int) -> None:
            self.send_response(status)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(b"x" * 100)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    here.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join(5)
