from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockserver import ManualClock, MockServer, RateLimit
from tests.mock.conftest import Client


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def limited(clock: ManualClock) -> Iterator[MockServer]:
    with MockServer(
        rate_limit=RateLimit.parse("2/1500ms"), clock=clock, strict=True
    ) as server:
        yield server


def test_after_the_wait_that_was_named_requests_pass_again(
    limited: MockServer, clock: ManualClock
) -> None:
    with Client(limited.create_account()) as client:
        statuses = [client.get("/api/v1/account").status_code for _ in range(3)]
        reply = client.get("/api/v1/account")
        clock.advance(int(reply.headers["Retry-After"]))
        after = client.get("/api/v1/account").status_code

    assert statuses == [200, 200, 429]
    assert reply.headers["Retry-After"] == "2"
    assert "2 in 1.5 s" in reply.json()["error"]["message"]
    assert after == 200


def test_a_refused_request_does_not_prolong_the_wait(
    limited: MockServer, clock: ManualClock
) -> None:
    with Client(limited.create_account()) as client:
        for _ in range(5):
            client.get("/api/v1/account")
        clock.advance(1.5)

        assert client.get("/api/v1/account").status_code == 200


def test_each_account_has_its_own_limit(limited: MockServer) -> None:
    for _ in range(3):
        with Client(limited.create_account()) as client:
            assert client.get("/api/v1/account").status_code == 200
            assert client.get("/api/v1/account").status_code == 200


def test_a_limited_request_is_not_looked_at_further(limited: MockServer) -> None:
    with Client(limited.create_account()) as client:
        for _ in range(2):
            client.get("/api/v1/account")
        reply = client.generate(n=1)

    assert reply.status_code == 429
    assert client.account.credits == 1000


def test_who_is_not_known_is_not_limited(limited: MockServer) -> None:
    """Nor does a request with a bad key count for anybody."""
    account = limited.create_account()
    with Client(account) as client:
        client.headers["Authorization"] = f"Bearer {account.api_key}x"
        unknown = [client.get("/api/v1/account").status_code for _ in range(4)]
        client.headers["Authorization"] = f"Bearer {account.api_key}"

        assert unknown == [401] * 4
        assert client.get("/api/v1/account").status_code == 200


def test_refused_and_accepted_requests_count_alike(limited: MockServer) -> None:
    with Client(limited.create_account()) as client:
        statuses = [client.generate(n=1).status_code for _ in range(2)]
        statuses.append(client.get("/api/v1/images/x").status_code)

    assert statuses == [400, 400, 429]


def test_what_is_no_operation_is_not_limited(limited: MockServer) -> None:
    with Client(limited.create_account()) as client:
        statuses = [client.get("/nowhere").status_code for _ in range(4)]
        statuses += [client.options("/api/v1/account").status_code for _ in range(4)]

    assert statuses == [404] * 4 + [204] * 4


def test_a_window_slides(limited: MockServer, clock: ManualClock) -> None:
    """No 1.5 seconds hold more than two requests, wherever they begin."""
    with Client(limited.create_account()) as client:
        statuses = []
        for wait in (0, 1.0, 0.49, 0.01, 0.99, 0.01):
            clock.advance(wait)
            statuses.append(client.get("/api/v1/account").status_code)

    assert statuses == [200, 200, 429, 200, 429, 200]


@pytest.mark.parametrize(
    ("limit", "waits"),
    [("1/1ms", "1"), ("1/1s", "1"), ("1/2", "2"), ("1/1001ms", "2"), ("1/1h", "3600")],
)
def test_the_wait_is_told_in_whole_seconds(limit: str, waits: str) -> None:
    with (
        MockServer(
            rate_limit=RateLimit.parse(limit), clock=ManualClock(), strict=True
        ) as server,
        Client(server.create_account()) as client,
    ):
        client.get("/api/v1/account")
        reply = client.get("/api/v1/account")

    assert reply.headers["Retry-After"] == waits
    assert f"Retry after {waits} s." in reply.json()["error"]["message"]


def test_the_limited_key_is_always_limited(server: MockServer) -> None:
    with Client(server.account("gi_mock_limited")) as client:
        reply = client.get("/api/v1/account")

    assert reply.status_code == 429
    assert int(reply.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "text", ["", "5", "5/", "0/1s", "x/1s", "5/0s", "5/1d", "-1/1s"]
)
def test_a_limit_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="rate limit"):
        RateLimit.parse(text)
