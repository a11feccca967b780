"""Odd accounts, prices and histories, and other clients at work meanwhile."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from tests.adversary.api import (
    FLASH,
    GENERATE,
    GET,
    GOOD_KEY,
    LIST,
    PRICES,
    PRO,
    SECOND_KEY,
    USAGE,
)
from tests.adversary.call import Call, Refusal
from tests.adversary.deployment import Deployment, Rendered
from tests.adversary.entries import Apply, Family
from tests.adversary.twists import (
    on,
    settings,
    together,
    when_opened,
    wrap,
)
from tests.adversary.world import Account, Image, Row

FAMILY = Family("account")
Price = Callable[[Rendered], int]
Chore = Callable[[Deployment], Awaitable[None]]
NOISE = "of another client"


def priced(price: Price) -> Apply:
    """Price generations by their options."""
    return wrap("price", lambda inner, call, payload: price(payload))


def _base(payload: Rendered) -> int:
    return PRICES[payload["modelId"]]


def _free_rows(deployment: Deployment) -> None:
    deployment.around("price", lambda inner, call, payload: 0)


def _no_free_rows(inner: Callable[..., None], *rest: Any) -> None:
    if rest[1] != 0:
        inner(*rest)


def _changing(inner: Callable[..., int], call: Call, payload: Rendered) -> int:
    return inner(call, payload) + (1 if call.generated >= 3 else 0)


def other_client(*keys: str, seconds: float, model: str = FLASH) -> Apply:
    """Generate with the keys again and again while the run lasts."""

    async def chore(deployment: Deployment) -> None:
        body = json.dumps({"prompt": NOISE, "modelId": model}).encode()
        while True:
            for key in keys:
                headers = {
                    "authorization": f"Bearer {key}",
                    "content-type": "application/json",
                }
                path = "/api/v1/images/generate"
                await deployment.handle(Call("POST", path, [], headers, body))
            await asyncio.sleep(seconds)

    return together(
        settings(balance=5_000_000, second_balance=5_000_000),
        lambda deployment: deployment.chores.append(chore),
    )


def _noise_fails(deployment: Deployment) -> None:
    def wrapper(inner: Callable[..., None], call: Call, item: Image) -> None:
        inner(call, item)
        if item.prompt == NOISE:
            deployment.give_back(call, item)
            raise Refusal(500, "The model failed")

    deployment.around("generate_or_fail", wrapper)


async def _top_up(deployment: Deployment) -> None:
    while True:
        await asyncio.sleep(0.1)
        for account in (deployment.good, deployment.second):
            deployment.take(account, -10)
            deployment.enter(account, 10, "addition", None, "Top-up")


async def _fees(deployment: Deployment) -> None:
    while True:
        await asyncio.sleep(0.5)
        deployment.take(deployment.good, 1)
        deployment.enter(deployment.good, -1, "deduction", None, "Storage fee")


def delayed(*what: str, seconds: float = 2.0) -> Apply:
    """Show a generation and its money only some seconds later."""

    def young(deployment: Deployment, item: Image | Row) -> bool:
        age = deployment.now() - item.created
        return not item.old and age < timedelta(seconds=seconds)

    def apply(deployment: Deployment) -> None:
        def shown(inner: Callable[[Call], list[Any]], call: Call) -> list[Any]:
            return [item for item in inner(call) if not young(deployment, item)]

        def found(inner: Callable[..., Any], call: Call, identity: str) -> Any:
            item = inner(call, identity)
            return None if item is not None and young(deployment, item) else item

        def rendered(
            inner: Callable[..., Rendered], call: Call, account: Account
        ) -> Rendered:
            late = sum(r.amount for r in account.rows if young(deployment, r))
            shown = inner(call, account)
            return {**shown, "creditBalance": shown["creditBalance"] - late}

        if "list" in what:
            deployment.around("visible_images", shown)
        if "ledger" in what:
            deployment.around("visible_rows", shown)
        if "account" in what:
            deployment.around("render_account", rendered)
        if "get" in what:
            deployment.around("find", found)

    return apply


def failing(when: Callable[[Call, Image], bool], *, refund_after: float = 0) -> Apply:
    """Fail upstream with a 500; refund at once or later."""

    def apply(deployment: Deployment) -> None:
        def wrapper(inner: Callable[..., None], call: Call, item: Image) -> None:
            inner(call, item)
            if when(call, item):
                loop = asyncio.get_running_loop()
                if refund_after:
                    loop.call_later(refund_after, deployment.give_back, call, item)
                else:
                    deployment.give_back(call, item)
                raise Refusal(500, "The model failed")

        deployment.around("generate_or_fail", wrapper)

    return apply


def _uncharged_failure(deployment: Deployment) -> None:
    def wrapper(inner: Callable[..., None], call: Call, price: int) -> None:
        inner(call, price)
        if (
            call.generated == 1
            and deployment.memory.setdefault("failed", call.number) == call.number
        ):
            raise Refusal(500, "The model failed before the charge")

    deployment.around("afford", wrapper)


def once(status: int, *operations: str, number: int = 3) -> Apply:
    """Refuse the nth call of the operations with a status, once."""

    def apply(deployment: Deployment) -> None:
        def start(call: Call) -> None:
            if on(*operations)(call):
                count = deployment.memory.get("count", 0) + 1
                deployment.memory["count"] = count
                if count == number:
                    raise Refusal(status, "Try again later")

        deployment.starts.append(start)

    return apply


def _dearer_once(deployment: Deployment) -> None:
    for item, entry in zip(
        deployment.good.images[:20], deployment.good.rows[1:21], strict=True
    ):
        if entry.kind == "deduction" and entry.reference == item.id:
            item.cost += 3
            entry.amount -= 3
            deployment.good.rows[0].amount += 3


def _ledger_begins_later(deployment: Deployment) -> None:
    del deployment.good.rows[:31]


def _free_trial(deployment: Deployment) -> None:
    trial = {item.id for item in deployment.good.images[:5]}
    for item in deployment.good.images[:5]:
        item.cost = 0
    deployment.good.rows = [r for r in deployment.good.rows if r.reference not in trial]


def _same_account(deployment: Deployment) -> None:
    deployment.keys[SECOND_KEY] = deployment.good


def _odd_rows(deployment: Deployment) -> None:
    good = deployment.good
    for entry in good.rows[5:50:9]:
        if entry.kind == "deduction":
            entry.description = None
    deployment.enter(good, 25, "addition", "stripe_ch_3Nx", "Card payment")
    deployment.enter(good, -5, "deduction", None, "Expired credits")
    good.balance += 20
    for entry in good.rows[-2:]:
        entry.old = True


def _with_style_always(deployment: Deployment) -> None:
    for item in deployment.good.images:
        item.style, item.prompt = "x" * 3000, "the same prompt"


PRICING = (
    FAMILY.lawful("free-with-rows", "images cost 0; each has a row of 0", _free_rows),
    FAMILY.lawful(
        "free-without-rows",
        "images cost 0 and have no row",
        together(_free_rows, wrap("enter", _no_free_rows)),
    ),
    FAMILY.lawful("one-price", "every model costs 3", priced(lambda p: 3)),
    FAMILY.lawful(
        "price-deep",
        "thinking deep costs 2 more",
        priced(lambda p: _base(p) + 2 * (p["thinkingLevel"] == "deep")),
    ),
    FAMILY.lawful(
        "price-ratio",
        "wide ratios cost 1 more",
        priced(lambda p: _base(p) + (p["aspectRatio"] in {"21:9", "16:9"})),
    ),
    FAMILY.lawful(
        "price-style",
        "a style costs 1 more",
        priced(lambda p: _base(p) + bool(p["style"])),
    ),
    FAMILY.lawful(
        "price-length",
        "long prompts cost 2 more",
        priced(lambda p: _base(p) + 2 * (len(p["prompt"]) > 1000)),
    ),
    FAMILY.lawful(
        "price-rises",
        "prices rise by 1 after the third image",
        wrap("price", _changing),
    ),
    FAMILY.lawful(
        "price-dear",
        "every model costs 30",
        together(settings(second_balance=900), priced(lambda p: 30)),
    ),
    FAMILY.lawful(
        "price-was-higher",
        "older images cost more than the price now",
        when_opened(_dearer_once),
    ),
    FAMILY.lawful(
        "price-one-free",
        "one model is free",
        priced(lambda p: 0 if p["modelId"] == FLASH else _base(p)),
    ),
)
HISTORIES = (
    FAMILY.lawful(
        "history-none",
        "no account has a history",
        settings(history=0, second_history=0, failures=0),
    ),
    FAMILY.lawful(
        "history-one",
        "the good account has one older image",
        settings(history=1, second_history=1, failures=0),
    ),
    FAMILY.lawful(
        "history-20",
        "the good account has just one page",
        settings(history=20, failures=0),
    ),
    FAMILY.lawful(
        "history-100", "the good account has exactly 100 images", settings(history=100)
    ),
    FAMILY.lawful(
        "history-101", "the good account has 101 images", settings(history=101)
    ),
    FAMILY.lawful(
        "history-3000",
        "the good account has 3000 images",
        settings(history=3000, second_history=700),
    ),
    FAMILY.lawful(
        "history-failures", "many older generations failed", settings(failures=25)
    ),
    FAMILY.lawful(
        "history-second-none",
        "the second account has no history",
        settings(second_history=0),
    ),
    FAMILY.lawful(
        "history-ledger-later",
        "the ledger begins after the first images",
        when_opened(_ledger_begins_later),
    ),
    FAMILY.lawful(
        "history-free-trial",
        "the first five images were free and have no rows",
        when_opened(_free_trial),
    ),
    FAMILY.lawful(
        "history-odd-rows",
        "the ledger holds payments and expired credits",
        when_opened(_odd_rows),
    ),
    FAMILY.lawful(
        "history-same-prompt",
        "older images share a prompt and have long styles",
        when_opened(_with_style_always),
    ),
    FAMILY.lawful(
        "balance-millions",
        "balances are in the millions",
        settings(balance=2_000_000_000, second_balance=7_654_321),
    ),
    FAMILY.lawful(
        "balance-second-zero",
        "the second account has no credits",
        settings(second_balance=0),
    ),
    FAMILY.lawful(
        "balance-poor-zero", "the poor account has no credits", settings(poor_balance=0)
    ),
    FAMILY.lawful(
        "balance-poor-five",
        "the poor account can pay for most models",
        settings(poor_balance=5),
    ),
    FAMILY.lawful(
        "same-account",
        "the second key belongs to the good account",
        when_opened(_same_account),
    ),
)
OTHERS = (
    FAMILY.lawful(
        "other-client",
        "another client generates on the good account every 10 ms",
        other_client(GOOD_KEY, seconds=0.01),
    ),
    FAMILY.lawful(
        "other-client-slow",
        "another client generates on the good account every half second",
        other_client(GOOD_KEY, seconds=0.5, model=PRO),
    ),
    FAMILY.lawful(
        "other-client-both",
        "other clients generate on both accounts every 20 ms",
        other_client(GOOD_KEY, SECOND_KEY, seconds=0.02),
    ),
    FAMILY.lawful(
        "other-client-second",
        "another client generates on the second account",
        other_client(SECOND_KEY, seconds=0.05),
    ),
    FAMILY.lawful(
        "other-client-fails",
        "another client's generations fail and are refunded",
        together(other_client(GOOD_KEY, seconds=0.02), _noise_fails),
    ),
    FAMILY.lawful(
        "other-client-ascending",
        "another client generates; the lists run from old to new",
        together(
            other_client(GOOD_KEY, seconds=0.01),
            wrap("visible_images", lambda inner, call: inner(call)[::-1]),
            wrap("visible_rows", lambda inner, call: inner(call)[::-1]),
        ),
    ),
    FAMILY.lawful(
        "other-client-no-references",
        "another client generates; rows refer to nothing",
        together(
            other_client(GOOD_KEY, seconds=0.01),
            lambda d: d.row_edits.append(lambda c, r, s: s.update(referenceId=None)),
        ),
    ),
    FAMILY.lawful(
        "top-up",
        "credits are added ten times a second",
        lambda d: d.chores.append(_top_up),
    ),
    FAMILY.lawful(
        "storage-fees",
        "a fee is deducted twice a second, with a row",
        lambda d: d.chores.append(_fees),
    ),
)
DELAYS = (
    FAMILY.lawful(
        "late-everything",
        "lists, ledger, account and getImage lag 2 s behind",
        delayed("list", "ledger", "account", "get"),
    ),
    FAMILY.lawful("late-list", "the list of images lags 2 s behind", delayed("list")),
    FAMILY.lawful("late-ledger", "the ledger lags 2 s behind", delayed("ledger")),
    FAMILY.lawful(
        "late-account", "the balance of getAccount lags 2 s behind", delayed("account")
    ),
    FAMILY.lawful(
        "late-money",
        "ledger and account lag 1 s behind",
        delayed("ledger", "account", seconds=1),
    ),
    FAMILY.lawful(
        "late-get", "getImage lags a second behind", delayed("get", seconds=1)
    ),
)
FAILURES = (
    FAMILY.lawful(
        "model-down",
        "one model always fails with 500, refunded",
        failing(lambda _, i: i.model == FLASH),
    ),
    FAMILY.lawful(
        "model-down-dear",
        "the dearest model always fails with 500, refunded",
        failing(lambda _, i: i.model == PRO),
    ),
    FAMILY.lawful(
        "fails-once",
        "the second generation fails with 500, refunded",
        failing(lambda c, _: c.generated == 1),
    ),
    FAMILY.lawful(
        "fails-first",
        "the first generation fails with 500, refunded",
        failing(lambda c, _: c.generated == 0),
    ),
    FAMILY.lawful(
        "fails-refund-late",
        "the second generation fails; the refund comes 3 s later",
        failing(lambda c, _: c.generated == 1, refund_after=3),
    ),
    FAMILY.lawful(
        "fails-uncharged",
        "a generation fails with 500 before it is charged",
        _uncharged_failure,
    ),
    FAMILY.lawful("get-503-once", "getImage answers 503 once", once(503, GET)),
    FAMILY.lawful("list-503-once", "listImages answers 503 once", once(503, LIST)),
    FAMILY.lawful("usage-502-once", "listUsage answers 502 once", once(502, USAGE)),
    FAMILY.lawful(
        "generate-503-once",
        "a refused generation answers 503 once",
        once(503, GENERATE, number=6),
    ),
    FAMILY.lawful(
        "generate-429-first",
        "the first generateImage call answers 429",
        once(429, GENERATE, number=1),
    ),
    FAMILY.lawful(
        "list-429-once", "listImages answers 429 once", once(429, LIST, number=2)
    ),
)
VARIANTS = (*PRICING, *HISTORIES, *OTHERS, *DELAYS, *FAILURES)
