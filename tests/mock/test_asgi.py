from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from mockserver import MockServer, ServerError, SettingsError, create_app

KEY = {"Authorization": "Bearer gi_mock_good"}
BODY = {"prompt": "a lighthouse", "modelId": "openai:gpt-image-2"}


async def call(app: Any, method: str, path: str, **options: Any) -> httpx.Response:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://mock") as client:
        return await client.request(method, path, headers=KEY, **options)


def test_the_application_answers_without_a_socket() -> None:
    app = create_app(picture="plain", picture_size=16)

    made = asyncio.run(call(app, "POST", "/api/v1/images/generate", json=BODY))
    listed = asyncio.run(call(app, "GET", "/api/v1/images"))

    assert made.status_code == 200
    assert listed.json()["images"][0]["id"] == made.json()["image"]["id"]


def test_a_captioned_picture_is_drawn_off_the_event_loop() -> None:
    app = create_app(picture_size=64)

    made = asyncio.run(call(app, "POST", "/api/v1/images/generate", json=BODY))

    assert made.json()["image"]["b64_json"].startswith("iVBOR")


def test_head_sends_no_body_itself() -> None:
    """Servers drop the body of HEAD, and so hide an application that sends one."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "HEAD",
        "path": "/api/v1/account",
        "query_string": b"",
        "headers": [(b"authorization", KEY["Authorization"].encode())],
    }
    asyncio.run(create_app()(scope, receive, send))

    assert [message["type"] for message in sent] == [
        "http.response.start",
        "http.response.body",
    ]
    assert sent[0]["status"] == 200
    assert sent[1]["body"] == b""


def test_the_application_can_be_mounted_below_a_path() -> None:
    app = Starlette(routes=[Mount("/mock", app=create_app())])

    assert asyncio.run(call(app, "GET", "/mock/api/v1/account")).status_code == 200
    assert asyncio.run(call(app, "GET", "/mock/api/v1/nothing")).status_code == 404


def test_a_server_can_be_used_in_asynchronous_code() -> None:
    async def use() -> int:
        async with (
            MockServer() as server,
            httpx.AsyncClient(base_url=server.url) as client,
        ):
            return (await client.get("/api/v1/account", headers=KEY)).status_code

    assert asyncio.run(use()) == 200


def test_servers_share_nothing() -> None:
    with MockServer(credits=1) as one, MockServer(credits=2) as other:
        assert one.url != other.url
        assert one.account(one.api_key).credits == 1
        assert other.account(other.api_key).credits == 2


def test_a_stopped_server_has_no_url() -> None:
    server = MockServer()
    with server:
        pass
    server.stop()

    with pytest.raises(ServerError, match="not running"):
        _ = server.url


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"picture_size": 5}, "picture_size must be an integer from 16 to 4096, not 5"),
        ({"credits": -1}, "credits must be"),
        ({"credits": True}, "credits must be"),
        ({"seed": 2**64}, "seed must be"),
        ({"auth": "none"}, "auth must be strict or any, not 'none'"),
        ({"latency": (2.0, 1.0)}, "latency must be"),
        ({"api_keys": {"se cret": None}}, "API key 1 must be printable"),
        ({"api_keys": {"": 1}}, "API key 1 must be printable"),
        ({"prices": {"a": -1}}, "the price of a must be"),
    ],
    ids=str,
)
def test_a_setting_that_cannot_be_used_is_refused(
    options: dict[str, Any], message: str
) -> None:
    with pytest.raises(SettingsError, match=message) as caught:
        create_app(**options)

    assert "se cret" not in str(caught.value)
