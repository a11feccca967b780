"""Ledger, lists and isolation against a simple model, and under concurrency."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mockserver import MockServer
from mockserver.getimages.prices import DEFAULT_PRICES
from tests.mock.conftest import FAILING_PROMPT, Client, fail_on_demand

accounts = st.sampled_from([0, 1])
models = st.sampled_from(sorted(DEFAULT_PRICES))
SERVER: list[MockServer] = []


@pytest.fixture(autouse=True, scope="module")
def one_server() -> Iterator[None]:
    """Start one mock for all runs of the machine, which takes no fixtures."""
    with MockServer(
        picture="plain", picture_size=16, strict=True, provider=fail_on_demand
    ) as server:
        SERVER.append(server)
        yield
        SERVER.clear()


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

    @initialize(credits=st.tuples(st.integers(0, 20), st.integers(0, 20)))
    def open(self, credits: tuple[int, int]) -> None:
        self.stack = ExitStack()
        self.models = [Model(amount) for amount in credits]
        self.clients = [
            self.stack.enter_context(Client(SERVER[0].create_account(credits=amount)))
            for amount in credits
        ]

    def teardown(self) -> None:
        if hasattr(self, "stack"):
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


TestMock = Mock.TestCase
TestMock.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def test_under_concurrency_exactly_what_can_be_paid_is_made() -> None:
    credits, price, wanted = 101, 2, 320
    server = SERVER[0]
    account = server.create_account(credits=credits)
    done = threading.Event()

    def watch() -> None:
        with Client(account) as client:
            while not done.is_set():
                usage = client.get("/api/v1/usage?limit=100").json()
                amounts = [row["amount"] for row in usage["transactions"]]
                assert sum(amounts) == credits - price * (usage["total"] - 1) >= 0

    def generate(_: int) -> list[Any]:
        with Client(account) as client:
            return [client.generate() for _ in range(wanted // 16)]

    with ThreadPoolExecutor(17) as pool:
        watching = pool.submit(watch)
        replies = [reply for part in pool.map(generate, range(16)) for reply in part]
        done.set()
        watching.result()

    made = [reply.json() for reply in replies if reply.status_code == 200]
    assert {reply.status_code for reply in replies} == {200, 400}
    assert len(made) == credits // price
    remaining = sorted(body["credits"]["remaining"] for body in made)
    assert remaining == list(range(1, credits, price))
    assert len({body["image"]["id"] for body in made}) == len(made)
    assert account.credits == sum(row["amount"] for row in account.transactions) == 1
