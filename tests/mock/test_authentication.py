from __future__ import annotations

import logging
from collections.abc import Iterator

import httpx
import pytest

from mockserver import MockServer, Settings, SettingsError
from mockserver.getimages import keys
from tests.mock.conftest import FAILING_PROMPT, Client

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
        pytest.param("gi_mock_good", "malformed_api_key", id="no scheme"),
        pytest.param("Basic Z2lfbW9ja19nb29kOg==", "malformed_api_key", id="basic"),
        pytest.param("Bearer nobody", "invalid_api_key", id="unknown"),
        pytest.param("Bearer gi_mock_Good", "invalid_api_key", id="wrong case"),
        pytest.param("Bearer gi_mock_goo", "invalid_api_key", id="cut off"),
        pytest.param("Bearer gi_mock_good2", "invalid_api_key", id="too long"),
        pytest.param("Bearergi_mock_good", "malformed_api_key", id="no space"),
        pytest.param("Digest gi_mock_good", "malformed_api_key", id="digest"),
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


def test_more_than_one_space_may_stand_before_the_key(anonymous: httpx.Client) -> None:
    """RFC 9110, section 11.4: credentials are a scheme, 1*SP, and a token."""
    headers = {"Authorization": "Bearer   gi_mock_good"}

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


def test_a_good_key_is_good_for_every_operation(client: Client) -> None:
    statuses = [client.request(*operation).status_code for operation in OPERATIONS]

    assert statuses == [400, 200, 404, 200, 200]


@pytest.mark.parametrize(
    "pair",
    [("gi_mock_nobody", "gi_mock_goo"), ("gi_mock_nobody", "gi_mock_revoked")],
    ids=["cut off", "revoked"],
)
def test_a_bad_key_takes_as_much_work_as_any_other(
    anonymous: httpx.Client, monkeypatch: pytest.MonkeyPatch, pair: tuple[str, str]
) -> None:
    """Counted, because a time measured on a shared machine tells nothing."""
    digested: list[str] = []

    def counting(key: str) -> bytes:
        digested.append(key)
        return keys.digest(key)

    monkeypatch.setattr("mockserver.getimages.accounts.digest", counting)
    for key in pair:
        anonymous.get("/api/v1/account", headers={"Authorization": f"Bearer {key}"})

    assert digested.count(pair[0]) == digested.count(pair[1]) > 0


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
        revoked = {"Authorization": "Bearer gi_mock_revoked"}
        assert client.get("/api/v1/account", headers=revoked).status_code == 401


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
        replies = [client.request(*operation) for operation in OPERATIONS]
        replies += [client.generate(n=1), client.generate(prompt=FAILING_PROMPT)]
        for bad in (f"Bearer {secret}?", f"Bearer {secret} x", f"Basic {secret}"):
            client.headers["Authorization"] = bad
            replies.append(client.get("/api/v1/account"))
    texts = [text for reply in replies for text in (reply.text, str(reply.headers))]
    texts += [repr(account), repr(server), caplog.text]

    assert caplog.text
    assert all(secret not in text for text in texts)


def test_no_key_is_shown_by_an_exception() -> None:
    with pytest.raises(SettingsError) as caught:
        MockServer(api_keys={"sec ret": 1})
    with MockServer() as server, pytest.raises(SettingsError, match="revoked") as again:
        server.account("gi_mock_revoked")

    assert "sec ret" not in str(caught.value)
    assert "gi_mock_revoked" not in str(again.value)
    assert "hidden" not in repr(Settings(api_keys={"hidden": 1}))
