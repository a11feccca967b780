"""An event loop's worth of serving: from listening sockets to a bounded end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from email.utils import formatdate
from typing import Any, cast

from uvicorn import Config
from uvicorn.server import ServerState

from mockserver.errors import ServerError
from mockserver.protocol import Limits, Parser, hardened_protocol
from mockserver.server.lifespan import AsgiApp, Lifespan
from mockserver.server.listening import Listener

# What is cut off gets this long to clean up behind itself.
_CLEANUP_SECONDS = 0.25

# An application has closed its files in much less; one that has not never will.
_APPLICATION_SECONDS = 1.0


class _Connections(set[Any]):
    """The open connections; tells when the last one is gone."""

    def __init__(self) -> None:
        super().__init__()
        self.gone = asyncio.Event()

    def discard(self, connection: Any) -> None:
        """Forget a connection."""
        super().discard(connection)
        if not self:
            self.gone.set()


class Serving:
    """Serves one application on one event loop, once."""

    def __init__(
        self,
        app: AsgiApp,
        listener: Listener,
        *,
        limits: Limits,
        parser: Parser = "auto",
        drain_seconds: float,
    ) -> None:
        self._listener = listener
        self._drain_seconds = drain_seconds
        self._lifespan = Lifespan(app)
        self._config = _config(app, hardened_protocol(limits, parser=parser))
        self._state = ServerState()
        self._connections = _Connections()
        self._state.connections = self._connections
        self._stop = asyncio.Event()
        self._force = asyncio.Event()
        self._date_timer: asyncio.TimerHandle | None = None

    def stop(self) -> None:
        """Drain, then end; called a second time, end without draining."""
        if self._stop.is_set():
            self._force.set()
        self._stop.set()

    async def run(self, on_ready: Callable[[], None]) -> None:
        """Serve until :meth:`stop`; call ``on_ready`` when a request would be answered.

        Raise ServerError when the application does not start or stop.
        """
        await self._lifespan.startup()
        servers = [
            await asyncio.get_running_loop().create_server(self._protocol, sock=each)
            for each in self._listener.sockets
        ]
        self._renew_date()
        try:
            on_ready()
            await self._stop.wait()
        finally:
            for server in servers:
                server.close()
            self._listener.close()
            await self._end_connections()
            if self._date_timer is not None:
                self._date_timer.cancel()
            await self._end_application()

    async def _end_application(self) -> None:
        try:
            async with asyncio.timeout(_APPLICATION_SECONDS):
                await self._lifespan.shutdown()
        except TimeoutError as error:
            raise ServerError(
                f"the application did not stop within {_APPLICATION_SECONDS:g} seconds"
            ) from error

    def _protocol(self) -> asyncio.Protocol:
        make = cast(Callable[..., asyncio.Protocol], self._config.http_protocol_class)
        return make(
            config=self._config,
            server_state=self._state,
            app_state=self._lifespan.state,
            _loop=asyncio.get_running_loop(),
        )

    def _renew_date(self) -> None:
        """Put the Date field (RFC 9110, section 6.6.1) into replies, once a second."""
        now = time.time()
        date = formatdate(now, usegmt=True).encode()
        self._state.default_headers = [(b"date", date)]
        # At the next whole second, which is what the field can tell.
        self._date_timer = asyncio.get_running_loop().call_later(
            1.0 - now % 1.0, self._renew_date
        )

    async def _end_connections(self) -> None:
        for connection in list(self._connections):
            connection.shutdown()
        if self._connections:
            self._connections.gone.clear()
            await _first_of(self._drain_seconds, self._connections.gone, self._force)
        tasks = list(self._state.tasks)
        for connection in list(self._connections):
            connection.cut()
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_CLEANUP_SECONDS)
        if self._connections:
            self._connections.gone.clear()
            await _first_of(_CLEANUP_SECONDS, self._connections.gone)


async def _first_of(seconds: float, *events: asyncio.Event) -> None:
    """Wait until one of the events is set, or for so many seconds."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
    await asyncio.wait(waits)


def _config(app: AsgiApp, protocol: type[asyncio.Protocol]) -> Config:
    config = Config(
        cast(Any, app),  # uvicorn spells the same type with typed dictionaries
        http=protocol,
        ws="none",
        lifespan="off",  # run by lifespan.py, which keeps what goes wrong
        interface="asgi3",
        log_config=None,  # or it would take over the logging of the whole process
        proxy_headers=False,  # X-Forwarded-For of any local client would be believed
        server_header=False,
        workers=1,  # or WEB_CONCURRENCY of the environment is read
    )
    config.load()
    return config
