"""Whatever comes in: a documented answer, no 500, and the server goes on."""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver import MockServer
from tests.mock.conftest import Client

GENERATE = "/api/v1/images/generate"


def post(
    client: Client, body: bytes, content_type: str = "application/json"
) -> httpx.Response:
    return client.post(GENERATE, content=body, headers={"Content-Type": content_type})


def valid(prompt: str) -> str:
    return f'{{"modelId": "openai:gpt-image-2", "prompt": {prompt}}}'


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param(b"{", "invalid_json", id="cut off"),
        pytest.param(b'{"prompt": "x",}', "invalid_json", id="trailing comma"),
        pytest.param(b"{'prompt': 1}", "invalid_json", id="single quotes"),
        pytest.param(b"{} {}", "invalid_json", id="two values"),
        pytest.param(b"\x00", "invalid_json", id="NUL"),
        pytest.param(b'{"prompt": NaN}', "invalid_json", id="NaN"),
        pytest.param(b'{"prompt": -Infinity}', "invalid_json", id="Infinity"),
        pytest.param(b'{"prompt": 1e999}', "invalid_json", id="overflow"),
        pytest.param(
            b'{"prompt": 1' + b"0" * 5000 + b"}", "invalid_json", id="5000 digits"
        ),
        pytest.param(
            b'{"prompt": "a", "prompt": "b"}', "duplicate_key", id="duplicate key"
        ),
        pytest.param(b"[" * 10_000 + b"]" * 10_000, "too_deep", id="10,000 levels"),
        pytest.param(b'{"a":' * 200_000, "too_deep", id="200,000 levels, cut off"),
        pytest.param(
            valid('"\\ud800"').encode(), "invalid_unicode", id="lone surrogate"
        ),
        pytest.param(
            b'{"\\udfff": 1}', "invalid_unicode", id="lone surrogate in a key"
        ),
        pytest.param(
            valid('"\xe9"').encode("latin-1"), "invalid_encoding", id="Latin-1"
        ),
        pytest.param(valid('"x"').encode("utf-16"), "invalid_encoding", id="UTF-16"),
        pytest.param(b"\xff\xfe", "invalid_encoding", id="not text"),
    ],
)
def test_a_broken_body_is_400_and_free(client: Client, body: bytes, code: str) -> None:
    reply = post(client, body)

    assert reply.status_code == 400
    assert reply.json()["error"]["details"][0]["code"] == code
    assert client.account.credits == 1000


def test_another_charset_is_refused(client: Client) -> None:
    reply = post(client, valid('"x"').encode(), "application/json; charset=iso-8859-1")

    assert reply.status_code == 400
    assert reply.json()["error"]["details"][0]["code"] == "invalid_encoding"


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "Application/JSON"]
)
def test_utf_8_and_a_byte_order_mark_are_taken(
    client: Client, content_type: str
) -> None:
    reply = post(
        client, b"\xef\xbb\xbf" + valid('"\\ud83e\\udd8a"').encode(), content_type
    )

    assert reply.json()["image"]["prompt"] == "🦊"


def test_a_body_that_is_too_large_is_refused_unread(server: MockServer) -> None:
    with Client(server.create_account()) as client:
        reply = post(client, b"x" * (2 * 1024 * 1024))

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


@pytest.mark.parametrize("coding", ["gzip", "br, gzip", "x"])
def test_a_compressed_body_is_refused_and_not_misread(
    client: Client, coding: str
) -> None:
    body = gzip.compress(valid('"x"').encode())
    headers = {"Content-Type": "application/json", "Content-Encoding": coding}
    reply = client.post(GENERATE, content=body, headers=headers)

    assert reply.status_code == 400
    (detail,) = reply.json()["error"]["details"]
    assert (detail["path"], detail["code"]) == (
        "header.Content-Encoding",
        "unsupported_media_type",
    )
    assert reply.headers["Accept-Encoding"] == "identity"


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


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/images/%",
        "/api/v1/images/%zz",
        "/api/v1/images/%c3%28",
        "/api/v1/images/%00",
        "/api/v1/images/..%2f..%2fetc",
        "/api/v1/images/" + "x" * 30_000,
        "/api/v1/images?limit=%",
        "/api/v1/images?limit=%ff",
        "/api/v1/images?%ff=1",
        "/api/v1/images?limit=" + "9" * 30_000,
        "/api/v1/images?" + "limit=1&" * 5000,
        "/api/v1/images?limit[]=1",
        "/api/v1/images?limit=1;offset=2",
        "/api/v1/images?limit=%D9%A3",
    ],
    ids=lambda path: path[:40],
)
def test_an_odd_target_is_answered(server: MockServer, path: str) -> None:
    account = server.create_account()
    request = (
        f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        f"Authorization: Bearer {account.api_key}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(request.encode("latin-1"))
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    status = int(received.split(b" ", 2)[1])
    body = json.loads(received.partition(b"\r\n\r\n")[2])

    assert status in (200, 400, 404)
    assert status == 200 or set(body) == {"error"}


def test_headers_of_64_kib_and_more_are_refused(server: MockServer) -> None:
    with httpx.Client(base_url=server.url) as client:
        reply = client.get("/api/v1/account", headers={"X-Long": "x" * 70_000})

    assert reply.status_code == 431
    assert set(reply.json()) == {"error"}


bodies = st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["prompt", "modelId", "aspectRatio", "style", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
).map(lambda value: json.dumps(value).encode())


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=bodies, text=st.text(max_size=30))
def test_no_body_path_or_query_breaks_the_mock(
    client: Client, body: bytes, text: str
) -> None:
    """The mock is strict, so a reply that broke the document would be 500."""
    encoded = quote(text.encode("utf-8", "surrogatepass"))
    replies = [
        post(client, body),
        client.get(f"/api/v1/images/{encoded}"),
        client.get(f"/api/v1/images?limit={encoded}&{encoded}"),
    ]

    assert {reply.status_code for reply in replies} <= {200, 400, 404}
    assert client.get("/api/v1/account").status_code == 200


def test_hostile_traffic_leaves_no_memory_behind() -> None:
    """Several thousand refused requests, many large; measured in a fresh process."""
    code = """
import gc, os, resource, httpx
from mockserver import MockServer
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 2**20
with MockServer(picture="plain", picture_size=16) as server:
    account = server.create_account()
    headers = {"Authorization": f"Bearer {account.api_key}", "Content-Type": "application/json"}
    with httpx.Client(base_url=server.url, headers=headers) as client:
        def round(number):
            for body in (b"[" * 100_000, b'{"prompt": "' + b"x" * 900_000 + b'"}', b"{"):
                client.post("/api/v1/images/generate", content=body)
            for index in range(30):
                client.get(f"/api/v1/images/{number}-{index}")
                client.get(f"/unknown/{number}-{index}")
                client.get("/api/v1/account", headers={"Authorization": f"Bearer {number}{index}"})
        for number in range(10):
            round(number)
        before = resident()
        for number in range(10, 60):
            round(number)
        gc.collect()
        print(resident() - before)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert float(run.stdout) < 15, "MiB more than after the first rounds"
