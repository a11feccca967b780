from __future__ import annotations

import pytest

from mockserver import MockServer
from tests.mock.conftest import FAILING_PROMPT, Client

ORIGIN = {"Origin": "http://127.0.0.1:5173"}
PREFLIGHT = {
    **ORIGIN,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
}


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/images/generate",
        "/api/v1/images",
        "/api/v1/images/9b2f3f3e-8c5a-4a7e-9a55-0f6f0a5d1c11",
        "/api/v1/account",
        "/api/v1/usage",
        "/unknown",
        "/",
    ],
)
def test_a_preflight_passes_without_a_key(client: Client, path: str) -> None:
    del client.headers["Authorization"]
    reply = client.options(path, headers=PREFLIGHT)

    assert reply.status_code == 204
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert reply.headers["Access-Control-Allow-Headers"] == "authorization,content-type"
    assert "POST" in reply.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Private-Network" not in reply.headers


def test_a_preflight_from_a_public_page_passes(client: Client) -> None:
    headers = {**PREFLIGHT, "Access-Control-Request-Private-Network": "true"}
    reply = client.options("/api/v1/account", headers=headers)

    assert reply.headers["Access-Control-Allow-Private-Network"] == "true"


def test_every_answer_can_be_read_from_another_origin(
    client: Client, server: MockServer
) -> None:
    client.headers.update(ORIGIN)
    with Client(server.account("gi_mock_limited")) as limited:
        replies = [
            client.get("/api/v1/account"),
            client.generate(n=1),
            client.get("/api/v1/images/x"),
            client.get("/unknown"),
            client.delete("/api/v1/images"),
            client.generate(prompt=FAILING_PROMPT),
            limited.get("/api/v1/account"),
        ]
    del client.headers["Authorization"]
    replies.append(client.get("/api/v1/account"))

    assert [reply.status_code for reply in replies] == [
        200,
        400,
        404,
        404,
        405,
        500,
        429,
        401,
    ]
    for reply in replies:
        assert reply.headers["Access-Control-Allow-Origin"] == "*"
        # With any origin, credentials may not be allowed (Fetch standard, section 3.3.5).
        assert "Access-Control-Allow-Credentials" not in reply.headers
        exposed = reply.headers["Access-Control-Expose-Headers"].split(", ")
        assert {"Retry-After", "WWW-Authenticate", "X-Request-Id"} <= set(exposed)


def test_a_preflight_may_ask_for_any_method(client: Client) -> None:
    """So that a page can read the 405 which an undeclared one is answered with."""
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        headers = {**ORIGIN, "Access-Control-Request-Method": method}
        reply = client.options("/api/v1/account", headers=headers)

        assert method in reply.headers["Access-Control-Allow-Methods"].split(", ")
        assert "Access-Control-Allow-Headers" not in reply.headers


def test_options_without_a_method_to_ask_for_is_no_preflight(client: Client) -> None:
    reply = client.options("/api/v1/account", headers=ORIGIN)

    assert reply.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert reply.headers["Access-Control-Allow-Origin"] == "*"


def test_cors_can_be_switched_off() -> None:
    with MockServer(cors=False) as server, Client(server.create_account()) as client:
        reply = client.get("/api/v1/account", headers=ORIGIN)
        preflight = client.options("/api/v1/account", headers=PREFLIGHT)

    assert not [name for name in reply.headers if name.startswith("access-control")]
    assert preflight.headers["Allow"] == "GET, HEAD, OPTIONS"
