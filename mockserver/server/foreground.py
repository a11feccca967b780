"""A server in the foreground: signals, a ready line, and an exit code."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType

from mockserver.errors import ServerError
from mockserver.protocol import Limits, Parser
from mockserver.server.descriptors import allow_many_descriptors
from mockserver.server.lifespan import AsgiApp
from mockserver.server.listening import Listener, listen, listen_on_path
from mockserver.server.looping import run
from mockserver.server.port_file import port_file as write_port
from mockserver.server.serving import Serving

# Beyond the draining, before the process is ended from outside its event loop; only
# an application that blocks the loop needs it.
_WATCHDOG_SLACK_SECONDS = 2.0


def announce(url: str) -> None:
    """Print the ready line, which other programs wait for."""
    with suppress(OSError):  # a reader that has gone away does not stop the server
        sys.stdout.write(f"mockserver listening on {url}\n")
        sys.stdout.flush()


def complain(message: str) -> None:
    """Print why the server could not start, on one line."""
    with suppress(OSError):  # the exit code tells it, too
        sys.stderr.write(f"mockserver: {message}\n")
        sys.stderr.flush()


def serve(
    app: AsgiApp,
    *,
    host: str = "127.0.0.1",
    port: int = 4010,
    uds: Path | None = None,
    port_file: Path | None = None,
    on_ready: Callable[[str], None] = announce,
    on_failure: Callable[[str], None] = complain,
    limits: Limits | None = None,
    parser: Parser = "auto",
    drain_seconds: float = 0.5,
) -> int:
    """Serve until SIGINT, SIGTERM or SIGHUP; return the exit code (0, or 1 on failure).

    ``on_ready`` is called once with the URL (``unix:PATH`` with ``uds``, which beats
    host and port) when requests are answered; ``on_failure`` with one line when the
    server could not start or stop, in which case nothing else was printed. What is
    under way at a signal has ``drain_seconds``; a second signal cuts it at once. To be
    called in the main thread, as only that receives signals.
    """
    allow_many_descriptors()
    stopper = _Stopper(drain_seconds)
    try:
        with (
            _signals(stopper.on_signal),
            _listener(host, port, uds) as listener,
            ExitStack() as files,
        ):

            def ready() -> None:
                files.enter_context(write_port(port_file, listener.port))
                on_ready(listener.url)

            async def main() -> None:
                serving = Serving(
                    app,
                    listener,
                    limits=Limits() if limits is None else limits,
                    parser=parser,
                    drain_seconds=drain_seconds,
                )
                stopper.attach(asyncio.get_running_loop(), serving)
                await serving.run(ready)

            stopper.clean_up = files.close
            run(main)
    except ServerError as error:
        on_failure(" ".join(str(error).split()))
        return 1
    finally:
        stopper.done()
    return 0


@contextmanager
def _listener(host: str, port: int, uds: Path | None) -> Iterator[Listener]:
    if uds is not None:
        with listen_on_path(uds) as listener:
            yield listener
        return
    listener = listen(host, port)
    try:
        yield listener
    finally:
        listener.close()


class _Stopper:
    """Turns signals into the end of a :class:`Serving`."""

    def __init__(self, drain_seconds: float) -> None:
        self.clean_up: Callable[[], None] = lambda: None
        """What to do before the process is ended from outside its event loop."""
        self._seconds = drain_seconds + _WATCHDOG_SLACK_SECONDS
        self._loop: asyncio.AbstractEventLoop | None = None
        self._serving: Serving | None = None
        self._early = 0
        self._watchdog: threading.Timer | None = None

    def attach(self, loop: asyncio.AbstractEventLoop, serving: Serving) -> None:
        """Stop ``serving`` at the next signal, or now if there was one already."""
        self._loop, self._serving = loop, serving
        for _ in range(self._early):
            serving.stop()

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """Ask for the end; asking again makes it immediate."""
        if self._watchdog is None:
            self._watchdog = threading.Timer(self._seconds, self._give_up)
            self._watchdog.daemon = True
            self._watchdog.start()
        if self._loop is None or self._serving is None:
            self._early += 1
            return
        with suppress(RuntimeError):  # the loop is closed: the end has come
            self._loop.call_soon_threadsafe(self._serving.stop)

    def _give_up(self) -> None:
        self.clean_up()
        complain("a request blocks the event loop, so the server was ended forcibly")
        os._exit(1)

    def done(self) -> None:
        """Call the watchdog off."""
        if self._watchdog is not None:
            self._watchdog.cancel()


@contextmanager
def _signals(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Handle the signals that end a server, and restore what was there before.

    A hang-up stays ignored where it is, which is what ``nohup`` asks for.
    """
    # Set without the event loop's own means: those are deaf while a request blocks it.
    before = {number: signal.signal(number, handler) for number in _ending_signals()}
    try:
        yield
    finally:
        for number, previous in before.items():
            # None stands for a handler that was not set from Python.
            signal.signal(number, signal.SIG_DFL if previous is None else previous)


def _ending_signals() -> list[signal.Signals]:
    numbers = [signal.SIGINT, signal.SIGTERM]
    if sys.platform == "win32":
        numbers.append(signal.SIGBREAK)
    elif signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    return numbers
