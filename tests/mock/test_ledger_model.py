"""Ledger, lists and isolation against a simple model, and under concurrency."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from mockserver import MockServer
from mockserver.getimages.prices import DEFAULT_PRICES
from tests.mock.conftest import FAILING_PROMPT, Client

accounts = st.sampled_from([0, 1])
models = st.sampled_from(sorted(DEFAULT_PRICES))


class Model:
    """What an account should hold: amounts and prompts, oldest first."""

    def __init__(self, credits: int) -> None:
        self.amounts = [credits]
        self.prompts: list[str] = []
        self.ids: list[str] = []

    @property
    def balance(self) -> int:
        return sum(self.amounts)


class Mock(RuleBasedStateMachine):
    """Two accounts with few credits, so that they run out."""

    def __init__(self, server: MockServer) -> None:
        super().__init__()
        self.server = server
        self.stack = ExitStack()

    @initialize(credits=st.tuples(st.integers(0, 20), st.integers(0, 20)))
    def open(self, credits: tuple[int, int]) -> None:
        self.models = [Model(amount) for amount in credits]
        self.clients = [
            self.stack.enter_context(Client(self.server.create_account(credits=amount)))
            for amount in credits
        ]

    def teardown(self) -> None:
        self.stack.close()

    @rule(who=accounts, model=models, prompt=st.text("ab", min_size=1, max_size=3))
    def generate(self, who: int, model: str, prompt: str) -> None:
        reply = self.clients[who].generate(prompt=prompt, modelId=model)
        expected, price = self.models[who], DEFAULT_PRICES[model]
        if expected.balance < price:
            assert reply.status_code == 400
            return
        expected.amounts.append(-price)
        expected.prompts.append(prompt)
        body = reply.json()
        expected.ids.append(body["image"]["id"])
        assert body["credits"] == {"charged": price, "remaining": expected.balance}

    @rule(who=accounts, model=models)
    def fail(self, who: int, model: str) -> None:
        reply = self.clients[who].generate(prompt=FAILING_PROMPT, modelId=model)
        expected, price = self.models[who], DEFAULT_PRICES[model]
        if expected.balance < price:
            assert reply.status_code == 400
            return
        assert reply.status_code == 500
        expected.amounts += [-price, price]

    @rule(
        who=accounts, body=st.sampled_from([{"n": 1}, {"prompt": ""}, {"modelId": 5}])
    )
    def refuse(self, who: int, body: dict[str, Any]) -> None:
        assert self.clients[who].generate(**body).status_code == 400

    @rule(who=accounts, limit=st.integers(1, 100), offset=st.integers(0, 12))
    def page(self, who: int, limit: int, offset: int) -> None:
        expected = self.models[who]
        query = {"limit": limit, "offset": offset}
        images = self.clients[who].get("/api/v1/images", params=query).json()
        usage = self.clients[who].get("/api/v1/usage", params=query).json()
        window = slice(offset, offset + limit)
        assert [row["id"] for row in images["images"]] == expected.ids[::-1][window]
        assert [row["prompt"] for row in images["images"]] == expected.prompts[::-1][
            window
        ]
        amounts = [row["amount"] for row in usage["transactions"]]
        assert amounts == expected.amounts[::-1][window]
        assert images["total"] == len(expected.ids)
        assert usage["total"] == len(expected.amounts)

    @rule(who=accounts, position=st.integers(0, 5))
    def get(self, who: int, position: int) -> None:
        other = self.models[1 - who]
        if position < len(self.models[who].ids):
            path = f"/api/v1/images/{self.models[who].ids[position]}"
            assert self.clients[who].get(path).status_code == 200
        if position < len(other.ids):
            path = f"/api/v1/images/{other.ids[position]}"
            assert self.clients[who].get(path).status_code == 404

    @invariant()
    def the_balance_is_the_sum_of_the_ledger(self) -> None:
        if not hasattr(self, "clients"):
            return
        for client, expected in zip(self.clients, self.models, strict=True):
            account = client.get("/api/v1/account").json()
            assert account["creditBalance"] == expected.balance >= 0


def test_the_mock_keeps_to_the_model(server: MockServer) -> None:
    run_state_machine_as_test(
        lambda: Mock(server),  # type: ignore[arg-type]  # anything that makes one is taken
        settings=settings(max_examples=40, stateful_step_count=25),
    )


def test_under_concurrency_exactly_what_can_be_paid_is_made(server: MockServer) -> None:
    credits, price, threads, each = 101, 2, 16, 20
    account = server.create_account(credits=credits)
    done = threading.Event()

    def watch() -> int:
        looks = 0
        with Client(account) as client:
            while not done.is_set() or not looks:
                before, balance, after = (
                    ledger_sum(client),
                    told(client),
                    ledger_sum(client),
                )
                assert before >= balance >= after >= 0
                looks += 1
        return looks

    def ledger_sum(client: Client) -> int:
        usage = client.get("/api/v1/usage?limit=100").json()
        amounts = [row["amount"] for row in usage["transactions"]]
        assert len(amounts) == usage["total"]
        assert sum(amounts) == credits - price * (len(amounts) - 1)
        return sum(amounts)

    def told(client: Client) -> int:
        balance: int = client.get("/api/v1/account").json()["creditBalance"]
        return balance

    def generate(_: int) -> list[Any]:
        with Client(account) as client:
            return [client.generate() for _ in range(each)]

    with ThreadPoolExecutor(threads + 1) as pool:
        watching = pool.submit(watch)
        replies = [r for part in pool.map(generate, range(threads)) for r in part]
        done.set()
        assert watching.result() > 0

    made = [reply.json() for reply in replies if reply.status_code == 200]
    assert Counter(reply.status_code for reply in replies) == {
        200: credits // price,
        400: threads * each - credits // price,
    }
    remaining = sorted(body["credits"]["remaining"] for body in made)
    assert remaining == list(range(1, credits, price))
    assert len({body["image"]["id"] for body in made}) == len(made)
    assert account.credits == sum(row["amount"] for row in account.transactions) == 1
    assert len(account.images) == len(made)
