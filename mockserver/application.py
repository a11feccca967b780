"""The mock as an ASGI application, and as a Starlette application.

A server in this package serves the plain one: the edge answers every path and
lets no exception out, so that routing and middleware would have nothing to do,
and loading Starlette takes a fifth of the time from start to first answer. Who
builds on the mock (mounts it, adds routes) gets the Starlette one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.types import ASGIApp, Receive, Scope, Send


class MockApplication:
    """An ASGI application over an edge; ``close`` is called when it ends."""

    def __init__(self, edge: ASGIApp, close: Callable[[], None]) -> None:
        self._edge = edge
        self.close = close

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or take part in the server's lifespan."""
        if scope["type"] == "http":
            await self._edge(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            # The document has no WebSockets; closing unaccepted answers 403.
            await send({"type": "websocket.close", "code": 1000})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.close()
        await send({"type": "lifespan.shutdown.complete"})


def as_starlette(application: MockApplication) -> Starlette:
    """Return a Starlette application whose every path is the mock's."""
    # Late, see above.
    from starlette.applications import Starlette
    from starlette.routing import Mount

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            application.close()

    return Starlette(routes=[Mount("/", app=application)], lifespan=lifespan)
