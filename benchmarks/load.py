"""A load generator: a fixed number of requests over 32 kept-alive connections."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

from benchmarks.process import Server

CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Load:
    """What a round cost: the server's CPU for a request, and requests a second."""

    cpu_microseconds: float
    requests_per_second: float


def http(
    method: str, path: str, *, key: str = "gi_mock_good", body: Any = None
) -> bytes:
    """Return a request as a client would send it."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "User-Agent: benchmark",
        "Accept: */*",
        f"Authorization: Bearer {key}",
    ]
    if content:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


async def fetch(port: int, request: bytes) -> Any:
    """Send one request; return the JSON of its reply, which must be 200."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        return json.loads(await _exchange(reader, writer, request))
    finally:
        writer.close()
        await writer.wait_closed()


async def load(server: Server, request: bytes, count: int) -> Load:
    """Send ``count`` requests and measure the server; every reply must be 200."""
    streams = [
        await asyncio.open_connection("127.0.0.1", server.port, limit=2**22)
        for _ in range(CONNECTIONS)
    ]
    share = max(1, count // CONNECTIONS)

    async def send(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(share):
            await _exchange(reader, writer, request)

    cpu, started = server.cpu_seconds(), time.perf_counter()
    try:
        await asyncio.gather(*(send(*stream) for stream in streams))
        seconds = time.perf_counter() - started
        spent = server.cpu_seconds() - cpu
    finally:
        for _, writer in streams:
            writer.close()
        closing = (writer.wait_closed() for _, writer in streams)
        await asyncio.gather(*closing, return_exceptions=True)
    sent = share * CONNECTIONS
    return Load(spent / sent * 1e6, sent / seconds)


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> bytes:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.partition(b"\r\n")[0].decode())
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return await reader.readexactly(int(value))
        if name == b"transfer-encoding":
            return await _chunks(reader)
    raise RuntimeError("a reply without length")


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while True:
        size = int(await reader.readline(), 16)
        body += await reader.readexactly(size)
        await reader.readline()
        if size == 0:
            return body
