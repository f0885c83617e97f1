"""A few lines of HTTP for many clients in one process, where a library would cost more than the service."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any


class Connection:
    """Kept open between calls; not for two calls at once."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self._port, self._headers = port, headers
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def call(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        """The body of the answer. Raises RuntimeError for anything but success."""
        if self._streams is None or self._streams[0].at_eof():  # idle too long for the server
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        content = b"" if body is None else json.dumps(body).encode()
        writer.write(request(method, path, {**self._headers, **(headers or {})}, content))
        await writer.drain()
        status, answered = await _head(reader)
        answer = await reader.readexactly(int(answered.get("content-length", 0)))
        if status not in (200, 201, 204):
            raise RuntimeError(f"{path}: {status} {answer[:300]!r}")
        return answer


async def events(
    port: int, path: str, headers: Mapping[str, str]
) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """The Server-Sent Events of a stream, by name. Raises RuntimeError when it is refused."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request("GET", path, headers))
    status, _ = await _head(reader)
    if status != 200:
        raise RuntimeError(f"{path}: {status}")
    name = ""
    while line := await reader.readline():
        if line.startswith(b"event: "):
            name = line[7:].strip().decode()
        elif line.startswith(b"data: "):
            yield name, json.loads(line[6:])


def request(method: str, path: str, headers: Mapping[str, str], content: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{k}: {v}" for k, v in headers.items())]
    if content:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    parted = (line.partition(":") for line in lines if line)
    return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in parted}
