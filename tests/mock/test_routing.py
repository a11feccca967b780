from __future__ import annotations

import json

import pytest

from mockserver import MockServer
from tests.mock.conftest import Client
from tests.mock.wire import Received, exchange

ID = "9b2f3f3e-8c5a-4a7e-9a55-0f6f0a5d1c11"


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/", None),
        ("//", None),
        ("/api//v1/account", None),
        ("/api/v1/../v1/account", None),
        ("/api/v1/./account", None),
        ("/api%2Fv1%2Faccount", None),
        ("/api/v1/account;x=1", "GET /api/v1/account"),
        ("/api/v1/account%20", "GET /api/v1/account"),
        ("/api/v1/imagess", "GET /api/v1/images"),
        ("/v1/account", "GET /api/v1/account"),
        ("/api/v1/images/", "GET /api/v1/images"),
        ("/api/v1/Account", "GET /api/v1/account"),
        ("//api/v1/account", "GET /api/v1/account"),
        ("/api/v1/account/", "GET /api/v1/account"),
        (f"/api/v1/images/{ID}/x", None),
        ("/favicon.ico", None),
    ],
)
def test_an_unknown_path_is_404_before_authentication(
    server: MockServer, path: str, hint: str | None
) -> None:
    _, head, body = answer(server, f"GET {path} HTTP/1.1")

    assert head.startswith("HTTP/1.1 404")
    message = json.loads(body)["error"]["message"]
    if hint is not None:
        assert f"Did you mean {hint}?" in message


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/images", "GET, HEAD, OPTIONS"),
        ("GET", "/api/v1/images/generate", "POST, OPTIONS"),
        ("HEAD", "/api/v1/images/generate", "POST, OPTIONS"),
        ("PUT", f"/api/v1/images/{ID}", "GET, HEAD, OPTIONS"),
        ("POST", "/api/v1/account", "GET, HEAD, OPTIONS"),
        ("PATCH", "/api/v1/usage", "GET, HEAD, OPTIONS"),
    ],
)
def test_an_undeclared_method_is_405_and_names_those_that_are(
    server: MockServer, method: str, path: str, allowed: str
) -> None:
    with Client(server.create_account()) as client:
        del client.headers["Authorization"]
        reply = client.request(method, path)

    assert reply.status_code == 405
    assert reply.headers["Allow"] == allowed
    if method != "HEAD":
        assert set(reply.json()) == {"error"}


@pytest.mark.parametrize("path", ["/api/v1/account", "/api/v1/images", "/api/v1/usage"])
def test_head_answers_as_get_without_the_body(client: Client, path: str) -> None:
    ignored = {"date", "x-request-id"}
    get, head = client.get(path), client.head(path)

    assert head.content == b""
    assert head.status_code == 200
    assert {k: v for k, v in head.headers.items() if k not in ignored} == {
        k: v for k, v in get.headers.items() if k not in ignored
    }


def test_head_answers_as_get_where_there_is_no_image_too(client: Client) -> None:
    path = f"/api/v1/images/{ID}"
    get, head = client.get(path), client.head(path)

    assert (get.status_code, head.status_code, head.content) == (404, 404, b"")
    assert head.headers["Content-Length"] == str(len(get.content))


def test_head_of_an_image_announces_its_bytes(client: Client) -> None:
    path = f"/api/v1/images/{client.image()['id']}"
    get, head = client.get(path), client.head(path)

    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(get.content))


def test_head_wants_a_key_too(client: Client) -> None:
    del client.headers["Authorization"]

    assert client.head("/api/v1/account").status_code == 401


def test_options_tells_the_methods(client: Client) -> None:
    reply = client.options("/api/v1/account")

    assert reply.status_code == 204
    assert reply.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/v1/images/generate", "POST, OPTIONS"),
        ("/api/v1/images", "GET, HEAD, OPTIONS"),
        (f"/api/v1/images/{ID}", "GET, HEAD, OPTIONS"),
        ("/api/v1/usage", "GET, HEAD, OPTIONS"),
    ],
)
def test_options_needs_no_key(server: MockServer, path: str, allowed: str) -> None:
    _, head, body = answer(server, f"OPTIONS {path} HTTP/1.1")

    assert head.startswith("HTTP/1.1 204")
    assert f"allow: {allowed}" in head
    assert body == b""


def test_options_of_an_unknown_path_is_404(server: MockServer) -> None:
    _, head, body = answer(server, "OPTIONS /api/v1/acount HTTP/1.1")

    assert head.startswith("HTTP/1.1 404")
    assert "/api/v1/acount. Did you mean" in json.loads(body)["error"]["message"]


def test_a_long_path_is_not_repeated_in_full(server: MockServer) -> None:
    _, head, body = answer(server, f"GET /{'x' * 20_000} HTTP/1.1")

    assert head.startswith("HTTP/1.1 404")
    assert len(body) < 1000


def test_a_path_belongs_to_its_most_concrete_template(client: Client) -> None:
    for path in ("generate", "gener%61te"):
        assert client.get(f"/api/v1/images/{path}").status_code == 405
        assert client.post(f"/api/v1/images/{path}").status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/%61ccount", "/api/v1/account?"])
def test_a_path_may_be_percent_encoded(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_an_absolute_target_is_taken(server: MockServer) -> None:
    _, head, _ = answer(server, f"GET {server.url}/api/v1/account HTTP/1.1")

    assert head.startswith("HTTP/1.1 401")


def test_a_method_cannot_be_overridden(client: Client) -> None:
    reply = client.get(
        "/api/v1/images/generate", headers={"X-HTTP-Method-Override": "POST"}
    )

    assert reply.status_code == 405
    assert client.account.images == []


def answer(server: MockServer, request_line: str) -> Received:
    request = f"{request_line}\r\nHost: x\r\nConnection: close\r\n\r\n"
    return exchange(server, request.encode())
