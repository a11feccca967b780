from __future__ import annotations

import pytest

from mockserver import MockServer
from tests.mock.conftest import FAILING_PROMPT, Client


def test_an_account_tells_id_email_and_balance(client: Client) -> None:
    body = client.get("/api/v1/account").json()

    assert body == {
        "userId": client.account.user_id,
        "email": body["email"],
        "creditBalance": 1000,
    }
    assert body["email"].endswith("@example.com")


def test_an_account_is_its_callers(client: Client, server: MockServer) -> None:
    mine = client.get("/api/v1/account").json()
    with Client(server.create_account(credits=5)) as other:
        theirs = other.get("/api/v1/account").json()

    assert mine == client.get("/api/v1/account").json()
    assert (mine["creditBalance"], theirs["creditBalance"]) == (1000, 5)
    assert mine["userId"] != theirs["userId"]
    assert mine["email"] != theirs["email"]


def test_the_balance_follows_what_is_charged_and_refunded(client: Client) -> None:
    balances = []
    for body in ({}, {"prompt": FAILING_PROMPT}, {"n": 1}, {}):
        client.generate(**body)
        balances.append(client.get("/api/v1/account").json()["creditBalance"])

    assert balances == [998, 998, 998, 996]


@pytest.mark.parametrize("credits", [0, 1, 2**53 - 1])
def test_an_account_opens_with_the_credits_it_was_given(
    server: MockServer, credits: int
) -> None:
    with Client(server.create_account(credits=credits)) as client:
        assert client.get("/api/v1/account").json()["creditBalance"] == credits


def test_a_balance_may_be_spent_to_the_last_credit(server: MockServer) -> None:
    with Client(server.create_account(credits=4)) as client:
        statuses = [client.generate().status_code for _ in range(3)]

        assert statuses == [200, 200, 400]
        assert client.get("/api/v1/account").json()["creditBalance"] == 0


def test_a_query_that_the_document_does_not_know_changes_nothing(
    client: Client,
) -> None:
    plain = client.get("/api/v1/account").json()

    assert client.get("/api/v1/account?userId=other&x=%00").json() == plain


def test_a_body_that_the_document_does_not_know_is_not_read(client: Client) -> None:
    """However large it is, since no status is documented for refusing it."""
    for size in (1, 3 * 1024 * 1024):
        reply = client.request("GET", "/api/v1/account", content=b"x" * size)

        assert reply.status_code == 200
