"""A server in a thread of its own, for tests and notebooks."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import suppress
from types import TracebackType
from typing import Self

from mockserver.errors import ServerError
from mockserver.protocol import Limits, Parser
from mockserver.server.lifespan import AsgiApp
from mockserver.server.listening import Listener, listen
from mockserver.server.looping import run
from mockserver.server.serving import Serving

# Beyond the draining: cutting off, the application's own end, its threads.
_STOP_SLACK_SECONDS = 3.0


class ServerThread:
    """An ASGI application served by a thread, as a context manager.

    Works in any thread, and inside a running event loop (``async with``). It may be
    started again after it was stopped.
    """

    def __init__(
        self,
        app: AsgiApp,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        limits: Limits | None = None,
        parser: Parser = "auto",
        drain_seconds: float = 1.0,
    ) -> None:
        self._app = app
        self._host = host
        self._port = port
        self._limits = Limits() if limits is None else limits
        self._parser: Parser = parser
        self._drain_seconds = drain_seconds
        self._listener: Listener | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._serving: Serving | None = None
        self._ready: Future[None] = Future()
        self._ended: Future[None] = Future()

    @property
    def url(self) -> str:
        """The base URL, without a slash at its end; raise ServerError when stopped."""
        return self._running().url

    @property
    def port(self) -> int:
        """The TCP port that is listened on; raise ServerError when stopped."""
        port = self._running().port
        assert port is not None
        return port

    def _running(self) -> Listener:
        if self._listener is None:
            raise ServerError("the server is not running; call start() or use `with`")
        return self._listener

    def start(self) -> Self:
        """Start to serve, and return when a request would be answered.

        Raise ServerError when the port cannot be had or the application fails.
        """
        self._launch()
        try:
            self._ready.result()
        except BaseException:
            self._forget()
            raise
        return self

    def stop(self) -> None:
        """Answer what is under way, for ``drain_seconds`` at most, and end.

        Harmless when it is stopped. Raise ServerError when the application fails to
        stop, or blocks the event loop so that it cannot be stopped.
        """
        if self._thread is None:
            return
        self._ask_to_stop()
        if threading.current_thread() is self._thread:
            return  # it ends when the caller returns to the event loop
        try:
            self._ended.result(self._stop_seconds)
        except TimeoutError as error:
            raise self._stuck() from error
        finally:
            self._forget()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        self._launch()
        try:
            await asyncio.wrap_future(self._ready)
        except BaseException:
            self._ask_to_stop()
            self._forget()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._thread is None:
            return
        self._ask_to_stop()
        ended = asyncio.wrap_future(self._ended)
        try:
            await asyncio.wait_for(asyncio.shield(ended), self._stop_seconds)
        except TimeoutError as late:
            raise self._stuck() from late
        finally:
            self._forget()

    @property
    def _stop_seconds(self) -> float:
        return self._drain_seconds + _STOP_SLACK_SECONDS

    def _stuck(self) -> ServerError:
        return ServerError(
            f"the server on port {self._port} did not stop within "
            f"{self._stop_seconds:g} seconds: the application blocks its event loop"
        )

    def _launch(self) -> None:
        if self._thread is not None:
            raise ServerError(f"the server runs already, on {self.url}")
        self._listener = listen(self._host, self._port)
        self._ready, self._ended = Future(), Future()
        # A daemon, so that a server that nobody stops does not keep the process.
        self._thread = threading.Thread(
            target=self._work, name=f"mockserver-{self.port}", daemon=True
        )
        self._thread.start()

    def _work(self) -> None:
        assert self._listener is not None
        ready, ended, listener = self._ready, self._ended, self._listener
        failure: BaseException | None = None
        try:
            run(self._serve)
        except BaseException as error:
            failure = error
        finally:
            listener.close()
        # Told last, so that whoever waits finds a thread that is at its end.
        if failure is None or not ready.done():
            ended.set_result(None)
        else:
            ended.set_exception(failure)
        if failure is not None and not ready.done():
            ready.set_exception(failure)

    async def _serve(self) -> None:
        assert self._listener is not None
        self._loop = asyncio.get_running_loop()
        self._serving = Serving(
            self._app,
            self._listener,
            limits=self._limits,
            parser=self._parser,
            drain_seconds=self._drain_seconds,
        )
        await self._serving.run(lambda: self._ready.set_result(None))

    def _ask_to_stop(self) -> None:
        if self._loop is None or self._serving is None:
            return
        with suppress(RuntimeError):  # the loop is closed: it has ended by itself
            self._loop.call_soon_threadsafe(self._serving.stop)

    def _forget(self) -> None:
        thread = self._thread
        if thread is not None and self._ended.done():
            thread.join()
        self._thread = self._listener = self._loop = self._serving = None
