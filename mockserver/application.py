"""The Starlette application around the edge."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Lifespan, Receive, Scope, Send

from mockserver.edge import Edge


class MockApplication(Starlette):
    """A Starlette application whose requests go straight to the edge.

    The edge answers every path and lets no exception out, so the middleware that
    Starlette keeps for both would only cost time on each request.
    """

    def __init__(self, edge: Edge, *, lifespan: Lifespan[Starlette]) -> None:
        super().__init__(
            routes=[Route("/{path:path}", endpoint=edge)], lifespan=lifespan
        )
        self._edge = edge

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or take part in the server's lifespan."""
        if scope["type"] == "http":
            await self._edge(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
