"""Small ASGI applications for the tests of the server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


async def lifespan(receive: Receive, send: Send) -> None:
    """Answer every lifespan event with its completion."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


async def answer(
    send: Send, body: bytes, *, headers: tuple[tuple[bytes, bytes], ...] = ()
) -> None:
    """Send a whole reply of status 200."""
    length = (b"content-length", b"%d" % len(body))
    await send(
        {"type": "http.response.start", "status": 200, "headers": [length, *headers]}
    )
    await send({"type": "http.response.body", "body": body})


async def read(receive: Receive) -> bytes | None:
    """Return the whole body, or None when the client is gone."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        piece: bytes = message["body"]
        body += piece
        if not message["more_body"]:
            return body


async def echo(scope: Message, receive: Receive, send: Send) -> None:
    """Tell method, path, and size of the body, which is read to its end."""
    if scope["type"] == "lifespan":
        return await lifespan(receive, send)
    body = await read(receive)
    if body is not None:
        await answer(send, f"{scope['method']} {scope['path']} {len(body)}".encode())
    return None


class Unread:
    """Answers without reading the body."""

    def __init__(self, *headers: tuple[bytes, bytes]) -> None:
        self._headers = headers

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await lifespan(receive, send)
        await answer(send, b"unread", headers=self._headers)
        return None


class Reader:
    """Keeps what it was given, and tells when the client of a request is gone."""

    def __init__(self) -> None:
        self.scopes: list[Message] = []
        self.bodies: list[bytes | None] = []
        self.entered = threading.Event()
        self.gone = threading.Event()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await lifespan(receive, send)
        self.scopes.append(scope)
        self.entered.set()
        body = await read(receive)
        self.bodies.append(body)
        if body is None:
            self.gone.set()
        else:
            await answer(send, b"read")
        return None


class Waiting:
    """Answers when it is let go; ``/quick`` at once."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.gone = threading.Event()
        self._go = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def go(self) -> None:
        """Let every request be answered."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._go.set)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await lifespan(receive, send)
        self._loop = asyncio.get_running_loop()
        if scope["path"] != "/quick":
            self.entered.set()
            try:
                await self._go.wait()
            except asyncio.CancelledError:
                self.gone.set()
                raise
        await answer(send, scope["path"].encode())
        return None


class Large:
    """Answers with many pieces of 64 KiB, and tells when it was cut short."""

    def __init__(self, pieces: int) -> None:
        self._pieces = pieces
        self.sent = 0
        self.gone = threading.Event()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await lifespan(receive, send)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        watch = asyncio.ensure_future(self._watch(receive))
        for _ in range(self._pieces):
            body = b"x" * 65536
            await send({"type": "http.response.body", "body": body, "more_body": True})
            if watch.done():
                self.gone.set()
                return None
            self.sent += 1
        watch.cancel()
        await send({"type": "http.response.body", "body": b""})
        return None

    async def _watch(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
