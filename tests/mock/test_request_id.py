from __future__ import annotations

import logging

import httpx
import pytest

from mockserver import MockServer
from tests.mock.conftest import FAILING_PROMPT, Client


@pytest.mark.parametrize(
    "sent",
    [
        "abc-123",
        "0b9d7c1e-2f3a-4b5c-8d6e-7f8091a2b3c4",
        "Root=1-67891233-abcdef012345678912345678",
        "a+b/c==",
        "a" * 128,
    ],
)
def test_a_sane_request_id_is_echoed(client: Client, sent: str) -> None:
    reply = client.get("/api/v1/account", headers={"X-Request-Id": sent})

    assert reply.headers["X-Request-Id"] == sent


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param("", id="empty"),
        pytest.param("a" * 129, id="too long"),
        pytest.param("a b", id="space"),
        pytest.param("a\tb", id="tab"),
        pytest.param("<script>", id="markup"),
        pytest.param("a,b", id="comma"),
        pytest.param("%0d%0aSet-Cookie:x", id="encoded line end"),
        pytest.param(b"\x1b[31m", id="terminal colours"),
        pytest.param("日".encode(), id="not ASCII"),
    ],
)
def test_any_other_request_id_is_replaced(client: Client, sent: str | bytes) -> None:
    reply = client.send(raw(client, sent))

    if reply.status_code != 400:  # the control character never gets past the parser
        assert reply.headers["X-Request-Id"] not in ("", sent)
        assert reply.headers["X-Request-Id"].isascii()


def test_two_request_ids_are_replaced_by_one(client: Client) -> None:
    headers = [("X-Request-Id", "one"), ("X-Request-Id", "two")]
    reply = client.get("/api/v1/account", headers=headers)

    assert len(reply.headers.get_list("X-Request-Id")) == 1
    assert reply.headers["X-Request-Id"] not in ("one", "two")


def test_made_request_ids_differ(client: Client) -> None:
    ids = {client.get("/api/v1/account").headers["X-Request-Id"] for _ in range(5)}

    assert len(ids) == 5


def test_every_answer_has_one(client: Client, server: MockServer) -> None:
    with Client(server.account("gi_mock_limited")) as limited:
        replies = [
            client.generate(),
            client.generate(n=1),
            client.generate(prompt=FAILING_PROMPT),
            client.get("/api/v1/images/x"),
            client.get("/nowhere"),
            client.delete("/api/v1/account"),
            client.options("/api/v1/account"),
            client.head("/api/v1/account"),
            limited.get("/api/v1/account"),
            httpx.get(f"{server.url}/api/v1/account"),
        ]

    statuses = [reply.status_code for reply in replies]
    assert statuses == [200, 400, 500, 404, 404, 405, 204, 200, 429, 401]
    assert len({reply.headers["X-Request-Id"] for reply in replies}) == len(replies)


def test_the_log_line_ends_with_it(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "mockserver.access")
    client.get("/api/v1/account", headers={"X-Request-Id": "find-me"})
    # The line of the first request is written before the second is read.
    client.get("/api/v1/usage")

    (line,) = [line for line in caplog.messages if line.endswith(" find-me")]
    assert line.startswith("GET /api/v1/account -> 200 ")


def raw(client: Client, request_id: str | bytes) -> httpx.Request:
    value = request_id.encode() if isinstance(request_id, str) else request_id
    headers = [*client.headers.raw, (b"X-Request-Id", value)]
    return client.build_request("GET", "/api/v1/account", headers=headers)
