"""Probes of orders, histories, prices and balances."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from tests.defects.api import MODELS, Answer, Api, Probe


def times(answer: Answer) -> list[str]:
    return [row["createdAt"] for row in answer.rows]


def ascending(answer: Answer) -> bool:
    return times(answer) == sorted(times(answer))


def both_ascending(api: Api) -> bool:
    bought = api.generate().image["id"]
    last = api.images(offset=57, limit=1).rows
    together = ascending(api.images()) and ascending(api.usage())
    return together and [row["id"] for row in last] == [bought]


def by_id(api: Api) -> bool:
    ids = [row["id"] for row in api.images(limit=100).rows]
    return ids == sorted(ids) and len(ids) == 57


def without_grant(api: Api) -> bool:
    return api.usage().body["total"] == 57 and all(
        row["type"] == "deduction" for row in api.usage(limit=100).rows
    )


def linked(api: Api) -> bool:
    page, last = api.images(limit=5).body, api.images(offset=50).body
    return bool(
        page.get("next") == "/api/v1/images?limit=5&offset=5"
        and last["hasMore"] is False
        and last["next"] is None
    )


def waits(api: Api, found: Callable[[], bool]) -> bool:
    """Tell whether something is not found at first, and found in the end."""
    if found():
        return False
    ends = time.monotonic() + 5
    while not found() and time.monotonic() < ends:
        pass
    return found()


def list_late(api: Api) -> bool:
    bought = api.generate().image["id"]
    return waits(api, lambda: bool(api.images(limit=1).rows[0]["id"] == bought))


def ledger_late(api: Api) -> bool:
    bought = api.generate().image["id"]
    return waits(api, lambda: bool(api.usage(limit=1).rows[0]["referenceId"] == bought))


def get_late(api: Api) -> bool:
    bought = api.generate().image["id"]
    return waits(api, lambda: api.image(bought, format="metadata").ok)


def all_late(api: Api) -> bool:
    bought = api.generate().image["id"]
    totals = api.images().body["total"], api.usage().body["total"]
    return totals == (57, 58) and waits(
        api, lambda: api.image(bought, format="metadata").ok
    )


def history_of(count: int) -> Probe:
    return lambda api: bool(
        api.images().body["total"] == count and api.usage().body["total"] == count + 1
    )


def failures_before(api: Api) -> bool:
    rows = api.usage(limit=100).rows
    refunds = [row for row in rows if row["type"] == "refund"]
    return len(refunds) == 12 and all(
        api.image(row["referenceId"]).status == 404 for row in refunds[:2]
    )


def payments_before(api: Api) -> bool:
    told = {row["description"] for row in api.usage(limit=100).rows}
    return {"Card payment", "Credits that expired"} <= told


def cheaper_before(api: Api) -> bool:
    price = api.generate().image["creditCost"]
    rows = api.images(limit=100).rows
    old = [row for row in rows[1:] if row["modelId"] == MODELS[0]]
    return len(old) > 5 and all(row["creditCost"] == price - 1 for row in old)


def trial_before(api: Api) -> bool:
    first = [row["creditCost"] for row in api.images(offset=52).rows]
    return first == [0] * 5 and api.usage().body["total"] == 53


def alike_before(api: Api) -> bool:
    rows = api.images(limit=100).rows
    return len({row["prompt"] for row in rows}) == 1 and len(rows[0]["style"]) > 3000


def price(api: Api, model: str, **fields: object) -> int:
    charged: int = api.generate(modelId=model, **fields).body["credits"]["charged"]
    return charged


def prices(*expected: int) -> Probe:
    return lambda api: [price(api, model) for model in MODELS] == [*expected]


def free_with_rows(api: Api) -> bool:
    cost, total = price(api, MODELS[0]), api.usage().body["total"]
    return (cost, total) == (0, 59)


def free_without_rows(api: Api) -> bool:
    cost, total = price(api, MODELS[0]), api.usage().body["total"]
    return (cost, total) == (0, 1)


def wide_dearer(api: Api) -> bool:
    before = api.balance()
    square, wide = api.generate(), api.generate(aspectRatio="21:9")
    costs = [each.body["credits"]["charged"] for each in (square, wide)]
    left = wide.body["credits"]["remaining"]
    told = api.image(wide.image["id"]).image["creditCost"]
    return bool(
        costs == [4, 5] and told == 5 and left == before - 9 and api.balance() == left
    )


def rising(api: Api) -> bool:
    return [price(api, MODELS[0]) for _ in range(4)] == [4, 4, 5, 5]


PROBES: Mapping[str, Probe] = {
    "newest-last": both_ascending,
    "ledger-newest-last": lambda api: (
        ascending(api.usage()) and not ascending(api.images())
    ),
    "images-ordered-by-id": by_id,
    "ledger-without-opening-grant": without_grant,
    "lists-tell-the-next-page": linked,
    "list-late": list_late,
    "ledger-late": ledger_late,
    "get-image-late": get_late,
    "everything-late": all_late,
    "no-history": history_of(0),
    "history-of-one-page": history_of(20),
    "history-of-a-full-page": history_of(100),
    "history-of-3000": history_of(3000),
    "failed-generations-in-history": failures_before,
    "payments-in-history": payments_before,
    "prices-rose": cheaper_before,
    "free-trial-in-history": trial_before,
    "older-images-much-alike": alike_before,
    "everything-free": free_with_rows,
    "everything-free-without-rows": free_without_rows,
    "one-price": prices(3, 3, 3, 3, 3),
    "one-model-free": prices(4, 6, 0, 3, 5),
    "dear-models": prices(30, 30, 30, 30, 30),
    "cheap-models": lambda api: api.generate(key="poor").ok,
    "wide-pictures-dearer": wide_dearer,
    "prices-rise": rising,
    "balance-in-billions": lambda api: api.balance() == 5_000_000_000,
}
