"""A server that answers each connection with exactly what a test says."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Self, TypeAlias

# Only ever waited for when something is broken.
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came, names of fields in small letters."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> list[str]:
        return [value for each, value in self.headers if each == name]


@dataclass(slots=True)
class Connection:
    """One accepted connection."""

    socket: socket.socket
    stopped: threading.Event
    _unread: bytes = b""

    def head(self) -> Received | None:
        """Read the head of a request; None when the client has gone."""
        while b"\r\n\r\n" not in self._unread:
            if not self._more():
                return None
        head, _, self._unread = self._unread.partition(b"\r\n\r\n")
        line, *fields = head.decode("latin-1").split("\r\n")
        method, target, _ = line.split(" ")
        pairs = [each.partition(":") for each in fields]
        headers = tuple((name.lower(), value.strip()) for name, _, value in pairs)
        return Received(method, target, headers, b"")

    def request(self) -> Received | None:
        """Read a whole request."""
        head = self.head()
        if head is None:
            return None
        length = int(next(iter(head.header("content-length")), 0))
        while len(self._unread) < length:
            if not self._more():
                return None
        body, self._unread = self._unread[:length], self._unread[length:]
        return Received(head.method, head.target, head.headers, body)

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def reset(self) -> None:
        """Close so that the client gets a reset."""
        self.socket.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        self.socket.close()

    def drip(self, data: bytes, *, seconds: float) -> None:
        """Send byte after byte, until the client has gone or the server is stopped."""
        for each in data:
            if self.stopped.wait(seconds):
                return
            self.send(bytes([each]))

    def _more(self) -> bool:
        data = self.socket.recv(65536)
        self._unread += data
        return bool(data)


Script: TypeAlias = Callable[[Connection, "RawServer"], None]


@dataclass(slots=True)
class RawServer:
    """Listens on loopback; each connection is served by `script` in a thread."""

    script: Script
    context: ssl.SSLContext | None = None
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    _listener: socket.socket = field(init=False)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def url(self) -> str:
        scheme = "https" if self.context else "http"
        return f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(PATIENCE)

    def _start(self, run: Callable[[], None]) -> None:
        thread = threading.Thread(target=run, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                accepted, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._start(partial(self._serve, accepted))

    def _serve(self, accepted: socket.socket) -> None:
        accepted.settimeout(PATIENCE)
        with contextlib.suppress(OSError):
            if self.context:
                accepted = self.context.wrap_socket(accepted, server_side=True)
            with accepted:
                self.script(Connection(accepted, self._stopped), self)


def reply(
    status: str = "200 OK", body: bytes = b"{}", *fields: str, version: str = "1.1"
) -> bytes:
    """Return the bytes of a reply with JSON and a Content-Length."""
    lines = [
        f"HTTP/{version} {status}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *fields,
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def each_with(*replies: bytes) -> Script:
    """Return a script that answers requests with these, the last one for ever."""

    def script(connection: Connection, server: RawServer) -> None:
        while (request := connection.request()) is not None:
            server.received.append(request)
            number = min(len(server.received), len(replies)) - 1
            connection.send(replies[number])

    return script


def until_closed(data: bytes) -> Script:
    """Return a script that answers with some bytes and closes."""

    def script(connection: Connection, server: RawServer) -> None:
        connection.request()
        connection.send(data)

    return script
