"""Replies that are slow, and requests that are throttled."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import formatdate

import anyio

from mockserver.defects.entry import Make, Variant
from mockserver.defects.pieces.around import Go, When, around, instead
from mockserver.defects.pieces.conditions import ACCOUNT, GENERATE, GET, both, every, on
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.states import with_settings
from mockserver.rate_limit import RateLimit


def _slow(when: When, seconds: float) -> Make:
    async def hook(it: Occasion, go: Go) -> None:
        if when(it):
            await anyio.sleep(seconds)
        await go()

    return around(hook)


async def _after_an_image(it: Occasion, go: Go) -> None:
    await go()
    if it.operation == GENERATE and it.ok:
        await anyio.sleep(0.15)


def _known(it: Occasion) -> bool:
    return it.account is not None


def _throttled(when: When, hint: Callable[[], dict[str, str]]) -> Make:
    def refuse(it: Occasion) -> None:
        it.refuse(429, "Too many requests.")
        it.headers.update(hint())

    return instead(both(_known, when), refuse)


def _in_a_second() -> dict[str, str]:
    return {"Retry-After": "1"}


def _at_a_date() -> dict[str, str]:
    return {"Retry-After": formatdate(int(time.time()) + 1, usegmt=True)}


def _first_purchase(it: Occasion) -> bool:
    """Hold for the first request for an image that could be answered with one."""
    sent = it.sent
    if it.operation != GENERATE or not isinstance(sent, dict):
        return False
    if not {"prompt", "modelId"} <= set(sent) or not sent["prompt"]:
        return False
    return bool(it.memory.setdefault("first purchase", it.number) == it.number)


def _sixth(it: Occasion) -> bool:
    """Hold for the sixth read of an account with a good key."""
    if it.operation != ACCOUNT or it.account is None:
        return False
    it.memory["accounts read"] = it.memory.get("accounts read", 0) + 1
    return bool(it.memory["accounts read"] == 6)


def _as_unauthorized(it: Occasion) -> None:
    it.refuse(401, "This API key sends too many requests; try again in a second.")
    it.headers["WWW-Authenticate"] = "Bearer"


VARIANTS: tuple[Variant, ...] = (
    Variant(
        "slow-now-and-then",
        "every twentieth reply takes 0.2 seconds",
        _slow(lambda it: it.number % 20 == 0, 0.2),
    ),
    Variant("slow-generations", "an image takes 0.15 seconds", around(_after_an_image)),
    Variant(
        "latency-varies",
        "every reply takes 10 to 15 milliseconds",
        with_settings(latency=(0.01, 0.015)),
    ),
    Variant(
        "images-throttled-now-and-then",
        "every fortieth read of an image is answered with 429, and Retry-After 1",
        _throttled(both(on(GET), every(40)), _in_a_second),
    ),
    Variant(
        "throttled-without-retry-after",
        "the sixth read of an account is answered with 429, without Retry-After",
        _throttled(_sixth, dict),
    ),
    Variant(
        "throttled-until-a-date",
        "the sixth read of an account is answered with 429, and a date to wait for",
        _throttled(_sixth, _at_a_date),
    ),
    Variant(
        "first-purchase-throttled",
        "the first request for an image is answered with 429",
        _throttled(_first_purchase, _in_a_second),
    ),
    Variant(
        "throttled-as-401",
        "the sixth read of an account is answered with 401, as to a throttled key",
        instead(_sixth, _as_unauthorized),
    ),
    Variant(
        "rate-limited",
        "an account may send 40 requests in a second",
        with_settings(rate_limit=RateLimit(40, 1000)),
    ),
)
