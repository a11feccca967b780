"""A client that sends exactly the bytes that a test says."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

# Only ever waited for when something is broken.
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply as it came: the status, fields by lower-case name, and the body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> str:
        """The message of a refusal."""
        document: Any = json.loads(self.body)
        assert list(document) == ["error"]
        assert self.headers["content-type"] == "application/json"
        assert self.headers["connection"] == "close"
        message: str = document["error"]["message"]
        return message


class Wire:
    """One connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._unread = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.socket.close()

    def send(self, data: bytes) -> Self:
        """Send the bytes."""
        self.socket.sendall(data)
        return self

    def half_close(self) -> Self:
        """Tell the server that no more will come."""
        self.socket.shutdown(socket.SHUT_WR)
        return self

    def answer(self) -> Answer:
        """Read one reply with a Content-Length."""
        while b"\r\n\r\n" not in self._unread:
            self._more()
        head, _, self._unread = self._unread.partition(b"\r\n\r\n")
        line, *fields = head.decode().split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (field.partition(":") for field in fields)
        }
        length = int(headers["content-length"])
        while len(self._unread) < length:
            self._more()
        body, self._unread = self._unread[:length], self._unread[length:]
        return Answer(int(line.split()[1]), headers, body)

    def rest(self) -> bytes:
        """Read to the end of the connection; fails when the server does not close."""
        while True:
            data = self.socket.recv(65536)
            if not data:
                rest, self._unread = self._unread, b""
                return rest
            self._unread += data

    def _more(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            raise EOFError(f"the connection was closed after {self._unread!r}")
        self._unread += data


def get(path: str = "/", *fields: str) -> bytes:
    """Return a GET request."""
    return request("GET", path, *fields)


def request(method: str, target: str, *fields: str, body: bytes = b"") -> bytes:
    """Return a request with a Host field and ``fields``."""
    lines = [f"{method} {target} HTTP/1.1", "Host: mock", *fields]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
