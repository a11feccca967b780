"""Requests as they stand, which HTTP clients would tidy up."""

from __future__ import annotations

import socket
from typing import NamedTuple

from mockserver import MockServer


class Received(NamedTuple):
    """A reply: its status, its whole head as text, and its body."""

    status: int
    head: str
    body: bytes


def exchange(server: MockServer, request: bytes) -> Received:
    """Send a request that asks to close, and return the reply."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(request)
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    return Received(int(head.split(b" ", 2)[1]), head.decode("latin-1"), body)
