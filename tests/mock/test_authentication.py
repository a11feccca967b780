from __future__ import annotations

import logging
from collections.abc import Iterator

import httpx
import pytest

from mockserver import MockServer
from tests.mock.conftest import Client

OPERATIONS = [
    ("POST", "/api/v1/images/generate"),
    ("GET", "/api/v1/images"),
    ("GET", "/api/v1/images/9b2f3f3e-8c5a-4a7e-9a55-0f6f0a5d1c11"),
    ("GET", "/api/v1/account"),
    ("GET", "/api/v1/usage"),
]


@pytest.fixture
def anonymous(server: MockServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url) as client:
        yield client


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        pytest.param(None, "missing_api_key", id="nothing"),
        pytest.param("", "missing_api_key", id="empty"),
        pytest.param("Bearer", "malformed_api_key", id="no token"),
        pytest.param("Bearer a b", "malformed_api_key", id="two tokens"),
        pytest.param(
            "Bearer gi_mock_good, Bearer gi_mock_good", "malformed_api_key", id="two"
        ),
        pytest.param("gi_mock_good", "missing_api_key", id="no scheme"),
        pytest.param("Basic Z2lfbW9ja19nb29kOg==", "missing_api_key", id="basic"),
        pytest.param("Bearer nobody", "invalid_api_key", id="unknown"),
        pytest.param("Bearer gi_mock_Good", "invalid_api_key", id="wrong case"),
        pytest.param("Bearer gi_mock_revoked", "revoked_api_key", id="revoked"),
    ],
)
def test_every_operation_wants_a_good_key(
    anonymous: httpx.Client,
    method: str,
    path: str,
    authorization: str | None,
    code: str,
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    reply = anonymous.request(method, path, headers=headers)

    assert reply.status_code == 401
    assert reply.headers["WWW-Authenticate"] == "Bearer"
    (detail,) = reply.json()["error"]["details"]
    assert (detail["path"], detail["code"]) == ("header.Authorization", code)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_of_any_case(anonymous: httpx.Client, scheme: str) -> None:
    headers = {"Authorization": f"{scheme} gi_mock_good"}

    assert anonymous.get("/api/v1/account", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("headers", "query"),
    [({"X-API-Key": "gi_mock_good"}, ""), ({}, "?api_key=gi_mock_good")],
    ids=["header", "query"],
)
def test_a_key_elsewhere_does_not_count(
    anonymous: httpx.Client, headers: dict[str, str], query: str
) -> None:
    assert anonymous.get(f"/api/v1/account{query}", headers=headers).status_code == 401


def test_a_bad_key_is_told_before_a_bad_body(anonymous: httpx.Client) -> None:
    reply = anonymous.post("/api/v1/images/generate", content=b"{")

    assert reply.status_code == 401


def test_with_auth_any_every_key_is_an_account_of_its_own() -> None:
    with (
        MockServer(auth="any", credits=9) as server,
        httpx.Client(base_url=server.url) as client,
    ):
        ids = set()
        for key in ("one", "two", "one"):
            reply = client.get(
                "/api/v1/account", headers={"Authorization": f"Bearer {key}"}
            )
            assert reply.json()["creditBalance"] == 9
            ids.add(reply.json()["userId"])
        assert len(ids) == 2
        assert client.get("/api/v1/account").status_code == 401


def test_without_magic_the_well_known_keys_are_unknown() -> None:
    with (
        MockServer(magic=False, api_keys={"mine": 3}) as server,
        httpx.Client(base_url=server.url) as client,
    ):
        assert server.api_key == "mine"
        for key, status in (
            ("gi_mock_good", 401),
            ("gi_mock_revoked", 401),
            ("mine", 200),
        ):
            reply = client.get(
                "/api/v1/account", headers={"Authorization": f"Bearer {key}"}
            )
            assert reply.status_code == status


def test_no_key_is_ever_shown(
    server: MockServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    account = server.create_account()
    secret = account.api_key
    with Client(account) as client:
        texts = [client.get(path).text for _, path in OPERATIONS]
        texts.append(client.generate(n=1).text)
        texts.append(
            client.get(f"/api/v1/images/{secret}x").text.replace(f"{secret}x", "")
        )
        client.headers["Authorization"] = f"Bearer {secret}?"
        texts.append(client.get("/api/v1/account").text)
    texts += [repr(account), repr(server), caplog.text.replace(f"images/{secret}x", "")]

    assert all(secret not in text for text in texts)
