"""Other clients at work, delays, and failures that the contract allows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.adversary.api import (
    FLASH,
    GENERATE,
    GET,
    GOOD_KEY,
    LIST,
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
    wrap,
)
from tests.adversary.world import Account, Image, Row

FAMILY = Family("account")
NOISE = "of another client"


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
        "generate-429-first",
        "the first generateImage call answers 429",
        once(429, GENERATE, number=1),
    ),
    FAMILY.lawful(
        "list-429-once", "listImages answers 429 once", once(429, LIST, number=2)
    ),
)
VARIANTS = (
    *OTHERS,
    *DELAYS,
    *FAILURES,
)
