"""Alterations of the messages as they leave, below what a reply says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from mockserver.alteration import Alteration
from mockserver.defects.entry import Make

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

    from mockserver.server.lifespan import AsgiApp

    Whole = Callable[[Message, bytes, Send], Awaitable[None]]
    """Sends a reply: its start message, its whole body, and where to send it."""

    Chosen = Callable[[str, str, int, int], bool]
    """Chooses by method, raw path, status, and the number of the request."""


class _Wired(Alteration):
    def __init__(self, chosen: Chosen, send_whole: Whole) -> None:
        self._chosen = chosen
        self._send_whole = send_whole
        self._count = 0

    def application(self, application: AsgiApp) -> AsgiApp:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            self._count += 1
            number = self._count
            start: Message = {}

            async def altered(message: Message) -> None:
                nonlocal start
                if message["type"] == "http.response.start":
                    start = message
                    return
                # The edge sends a body in one piece.
                if self._chosen(
                    scope["method"], scope["path"], start["status"], number
                ):
                    await self._send_whole(start, message["body"], send)
                    return
                await send(start)
                await send(message)

            await application(scope, receive, altered)

        return app


def wired(chosen: Chosen, send_whole: Whole) -> Make:
    """Send the chosen replies in another way than a server should."""
    return lambda: _Wired(chosen, send_whole)
