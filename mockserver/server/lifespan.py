"""The lifespan of an ASGI application, with its failures kept.

ASGI specification, lifespan protocol. uvicorn's own class logs a failure and loses
it; a caller of the server needs it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from mockserver.errors import ServerError

Message = MutableMapping[str, Any]
AsgiApp = Callable[
    [
        MutableMapping[str, Any],
        Callable[[], Awaitable[Message]],
        Callable[[Message], Awaitable[None]],
    ],
    Awaitable[None],
]


class Lifespan:
    """Runs the lifespan task of one application."""

    def __init__(self, app: AsgiApp) -> None:
        self.state: dict[str, Any] = {}
        """What the application hands to its requests; filled during start-up."""
        self._app = app
        self._events: asyncio.Queue[Message] = asyncio.Queue()
        self._answers: asyncio.Queue[Message] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def startup(self) -> None:
        """Start the application; raise ServerError when it refuses or fails."""
        self._task = asyncio.get_running_loop().create_task(self._run())
        await self._events.put({"type": "lifespan.startup"})
        await self._answer("start")

    async def shutdown(self) -> None:
        """Stop the application; raise ServerError when it refuses or fails."""
        if self._task is None or self._task.done():
            return
        await self._events.put({"type": "lifespan.shutdown"})
        await self._answer("stop")
        await asyncio.wait([self._task])

    async def _answer(self, verb: str) -> None:
        message = await self._answers.get()
        if message["type"].endswith(".complete"):
            return
        reason = message.get("message") or "it gave no reason"
        raise ServerError(f"the application did not {verb}: {reason}") from message.get(
            "error"
        )

    async def _run(self) -> None:
        scope = {
            "type": "lifespan",
            "asgi": {"version": "3.0", "spec_version": "2.0"},
            "state": self.state,
        }
        try:
            await self._app(scope, self._events.get, self._answers.put)
        except Exception as error:
            # Handed to whoever waits for the application; an application that fails
            # after its answer has nobody, and is done anyway.
            await self._answers.put(
                {"type": "failed", "message": str(error) or repr(error), "error": error}
            )
        else:
            await self._answers.put(
                {"type": "failed", "message": "its lifespan ended without an answer"}
            )
