"""A small relay before the deployment, for misbehaviour below HTTP's semantics."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a reply goes over the wire: in which pieces, and whether it is then cut."""

    pieces: tuple[bytes, ...]
    pause: float = 0.0
    close: bool = False
    abort: bool = False


# Gets the head of the request, its number, and the bytes of the reply.
Wire = Callable[[str, int, bytes], Delivery]


async def _message(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    lower = head.lower()
    if b"transfer-encoding: chunked" in lower:
        data = head
        while True:
            line = await reader.readuntil(b"\r\n")
            data += line
            data += await reader.readexactly(int(line.split(b";")[0], 16) + 2)
            if line.split(b";")[0].strip() == b"0":
                return data
    length = 0
    for line in lower.split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    return head + await reader.readexactly(length)


async def _ask(port: int, message: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(message)
        await writer.drain()
        if message.startswith(b"HEAD"):
            return await reader.readuntil(b"\r\n\r\n")
        return await _message(reader)
    finally:
        writer.close()


class Front:
    """Relay each request to the port behind, and deliver the reply as told."""

    def __init__(self, wire: Wire, port: int) -> None:
        self.wire = wire
        self.port = port
        self.number = 0

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one connection until either side ends it."""
        endings = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
        with contextlib.suppress(*endings):
            while await self._exchange(reader, writer):
                pass
        writer.close()

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        message = await _message(reader)
        self.number += 1
        number = self.number
        reply = await _ask(self.port, message)
        head = message.split(b"\r\n\r\n")[0].decode("latin-1")
        delivery = self.wire(head, number, reply)
        for piece in delivery.pieces[:-1]:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(delivery.pause)
        for piece in delivery.pieces[-1:]:
            writer.write(piece)
        if delivery.abort:
            writer.transport.abort()
        if delivery.close:
            # At once, so that the end reaches the client together with the reply.
            writer.close()
        return not (delivery.close or delivery.abort)
