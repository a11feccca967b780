"""Bodies that are too long, or not wanted at all: answered, and the connection ends well."""

from __future__ import annotations

import socket

import httpx
import pytest

from mockserver import MockServer
from tests.mock.conftest import Client

GENERATE = "/api/v1/images/generate"


def test_a_body_that_is_too_large_is_refused_unread(server: MockServer) -> None:
    with Client(server.create_account()) as client:
        reply = client.generate_from(b"x" * (2 * 1024 * 1024))

    assert reply.status_code == 400
    assert "larger than 1048576 bytes" in reply.json()["error"]["message"]
    assert reply.json()["error"]["details"][0]["code"] == "too_large"
    assert reply.headers["Connection"] == "close"


@pytest.mark.parametrize("path", [GENERATE, "/nowhere"])
def test_a_connection_that_ends_with_an_unwanted_body_is_announced(
    server: MockServer, path: str
) -> None:
    """Otherwise the client's next request would go into a closed connection."""
    with httpx.Client(base_url=server.url) as client:
        for _ in range(3):
            reply = client.post(path, content=b"x" * (2 * 1024 * 1024))

            assert reply.status_code in (401, 404)
            assert reply.headers["Connection"] == "close"


def test_a_small_unwanted_body_keeps_the_connection(server: MockServer) -> None:
    with httpx.Client(base_url=server.url) as client:
        reply = client.post(GENERATE, content=b"x" * 1000)

    assert reply.status_code == 401
    assert "Connection" not in reply.headers


def test_chunks_without_end_are_cut_off(server: MockServer) -> None:
    account = server.create_account()
    head = (
        f"POST {GENERATE} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {account.api_key}\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(head.encode())
        sent = 0
        try:
            while sent < 200 * 1024 * 1024:
                connection.sendall(chunk)
                sent += len(chunk)
                connection.setblocking(False)
                try:
                    if connection.recv(1, socket.MSG_PEEK):
                        break
                except BlockingIOError:
                    pass
                finally:
                    connection.settimeout(20)
        except ConnectionError:
            pass
        received = connection.recv(65536)

    assert received.startswith(b"HTTP/1.1 400")
    assert sent < 100 * 1024 * 1024
