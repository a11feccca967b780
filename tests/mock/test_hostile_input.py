"""Whatever comes in: a documented answer, no 500, and the server goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver import MockServer
from tests.mock.conftest import Client
from tests.mock.wire import exchange

GENERATE = "/api/v1/images/generate"


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
    reply = exchange(server, request.encode("latin-1"))

    assert reply.status in (200, 400, 404)
    assert reply.status == 200 or set(json.loads(reply.body)) == {"error"}


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
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=bodies, text=st.text(max_size=30))
def test_no_body_path_or_query_breaks_the_mock(
    client: Client, body: bytes, text: str
) -> None:
    """The mock is strict, so a reply that broke the document would be 500."""
    encoded = quote(text.encode("utf-8", "surrogatepass"))
    replies = [
        client.generate_from(body),
        client.get(f"/api/v1/images/{encoded}"),
        client.get(f"/api/v1/images?limit={encoded}&{encoded}"),
    ]

    assert {reply.status_code for reply in replies} <= {200, 400, 404}
    assert client.get("/api/v1/account").status_code == 200


header_values = st.binary(max_size=60).map(
    # What a parser refuses is tested with the server; here all reaches the mock.
    lambda raw: bytes(byte for byte in raw if byte >= 0x20 and byte != 0x7F).strip()
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(
        [
            "Content-Type",
            "Accept",
            "Authorization",
            "X-Request-Id",
            "Origin",
            "Content-Encoding",
            "Access-Control-Request-Headers",
            "Cookie",
            "Prefer",
        ]
    ),
    value=header_values,
)
def test_no_header_value_breaks_the_mock(
    server: MockServer, client: Client, name: str, value: bytes
) -> None:
    key = f"Bearer {client.account.api_key}".encode()
    fields = {
        b"Host": b"x",
        b"Authorization": key,
        b"Content-Type": b"application/json",
    }
    fields[name.encode()] = value
    for method, path in (("POST", GENERATE), ("GET", "/api/v1/account")):
        body = (
            b'{"prompt": "x", "modelId": "openai:gpt-image-2"}'
            if method == "POST"
            else b""
        )
        head = b"".join(b"%s: %s\r\n" % field for field in fields.items())
        reply = exchange(
            server,
            f"{method} {path} HTTP/1.1\r\n".encode()
            + head
            + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
            + body,
        )

        assert reply.status in (200, 400, 401)
        assert reply.status == 200 or set(json.loads(reply.body)) == {"error"}


targets = st.text(
    # Printable ASCII but for spaces: others are no request target (RFC 9112, section 3.2).
    st.characters(min_codepoint=0x21, max_codepoint=0x7E),
    max_size=40,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    target=st.builds(
        "/{}".format,
        targets
        | targets.map("api/v1/images/{}".format)
        | targets.map("api/v1/images?{}".format)
        | targets.map("api/v1/usage?limit={}".format),
    ),
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]),
)
def test_no_request_target_breaks_the_mock(
    server: MockServer, client: Client, target: str, method: str
) -> None:
    """Sent as it stands, malformed percent-encoding and all."""
    reply = exchange(
        server,
        f"{method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        f"Authorization: Bearer {client.account.api_key}\r\n\r\n".encode(),
    )

    assert reply.status in (200, 204, 400, 404, 405)
    if reply.status >= 400 and method != "HEAD":
        assert set(json.loads(reply.body)) == {"error"}


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
