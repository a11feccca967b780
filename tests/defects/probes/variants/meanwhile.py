"""Probes of other clients, pace, and failures."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

from tests.defects.api import Answer, Api, Probe

FOREIGN = "what another client asked for"


def grows(api: Api) -> bool:
    totals = [api.images().body["total"] for _ in range(6)]
    return totals == [57, 57, 58, 58, 58, 59] and any(
        row["prompt"] == FOREIGN for row in api.images(limit=100).rows
    )


def grows_at_the_end(api: Api) -> bool:
    rows = [api.images(offset=57).rows for _ in range(3)][-1]
    return [row["prompt"] for row in rows] == [FOREIGN]


def grows_unreferenced(api: Api) -> bool:
    return grows(api) and api.usage(limit=1).rows[0]["referenceId"] is None


def foreign_refunds(api: Api) -> bool:
    for _ in range(3):
        rows = api.usage(limit=2).rows
    types = [row["type"] for row in rows]
    return types == ["refund", "deduction"] and api.images().body["total"] == 57


def topped_up(api: Api) -> bool:
    balances = [api.balance() for _ in range(5)]
    newest = api.usage(limit=1).rows[0]
    return balances[4] == balances[0] + 10 and newest["type"] == "addition"


def seconds(ask: Callable[[], Answer], *, every: int = 1) -> float:
    """Return the least time that a reply takes, or each so manieth reply."""
    times = []
    for _ in range(5 * every):
        began = time.monotonic()
        assert ask().status < 500, "the mock answers, if late"
        times.append(time.monotonic() - began)
    return min(times[every - 1 :: every])


def sixth(api: Api) -> Answer:
    return [api.account() for _ in range(6)][-1]


def without_retry_after(api: Api) -> bool:
    reply = sixth(api)
    return reply.status == 429 and "Retry-After" not in reply.headers


def until_a_date(api: Api) -> bool:
    reply = sixth(api)
    if reply.status != 429:
        return False
    date = parsedate_to_datetime(reply.headers["Retry-After"])
    return 0 < date.timestamp() - time.time() + 1 < 3 and api.account().ok


def fortieth_throttled(api: Api) -> bool:
    image = api.images(limit=1).rows[0]["id"]
    replies = [api.image(image, format="metadata") for _ in range(41)]
    return [reply.status for reply in replies[38:]] == [200, 429, 200]


def first_purchase_throttled(api: Api) -> bool:
    refused = api.generate("").status
    first, second = api.generate(), api.generate()
    return (refused, first.status, second.status) == (400, 429, 200) and (
        first.headers["Retry-After"] == "1"
    )


def rate_limited(api: Api) -> bool:
    return any(api.account().status == 429 for _ in range(200))


def fails(nth: int, *types: str) -> Probe:
    """Show that the nth generation fails, with these new rows for it."""

    def probe(api: Api) -> bool:
        bought = [api.generate().status for _ in range(nth - 1)]
        before, total = api.balance(), api.usage().body["total"]
        failed, after = api.generate().status, api.usage(limit=2).body
        rows = [row["type"] for row in after["transactions"]][: len(types)]
        grown = after["total"] - total
        return (
            bought == [200] * (nth - 1)
            and failed == 500
            and (rows, grown) == ([*types], len(types))
            and api.balance() == before
            and api.generate().ok
        )

    return probe


def one_unavailable(api: Api) -> bool:
    statuses = [api.images().status for _ in range(5)]
    return statuses == [200, 200, 200, 503, 200]


PROBES: Mapping[str, Probe] = {
    "other-client-buys": grows,
    "other-client-buys-newest-last": grows_at_the_end,
    "other-client-buys-unreferenced": grows_unreferenced,
    "other-client-fails": foreign_refunds,
    "topped-up-meanwhile": topped_up,
    "slow-now-and-then": lambda api: seconds(api.account, every=20) >= 0.2,
    "slow-generations": lambda api: seconds(api.generate) >= 0.15,
    "latency-varies": lambda api: seconds(api.account) >= 0.01,
    "images-throttled-now-and-then": fortieth_throttled,
    "throttled-without-retry-after": without_retry_after,
    "throttled-until-a-date": until_a_date,
    "first-purchase-throttled": first_purchase_throttled,
    "throttled-as-401": lambda api: sixth(api).status == 401 and api.account().ok,
    "rate-limited": rate_limited,
    "first-generation-fails": fails(1, "refund", "deduction"),
    "third-generation-fails": fails(3, "refund", "deduction"),
    "failure-not-charged": fails(2),
    "one-read-unavailable": one_unavailable,
}
