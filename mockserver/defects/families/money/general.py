"""Charges that are not what they should be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Change, after
from mockserver.defects.pieces.books import once_bought
from mockserver.defects.pieces.conditions import (
    ACCOUNT,
    GENERATE,
    USAGE,
    always,
    asks,
    both,
    ok,
    on,
    status,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.states import recorded
from mockserver.storage.records import Event

FAMILY = Family.MONEY


def _without_deduction(event: Event, nth: int) -> Event:
    return event if event.image is None else event._replace(transactions=())


def _fee(it: Occasion) -> None:
    it.enter(-1, "deduction", description="Handling of a refused request")


def _one_more(it: Occasion) -> None:
    it.body["credits"]["charged"] += 1


def _credits(change: Callable[[dict[str, Any]], object]) -> Change:
    return lambda it: change(it.body["credits"])


def _balance_before(it: Occasion) -> None:
    credits = it.body["credits"]
    credits["remaining"] += credits["charged"]


def _cached_balance(it: Occasion) -> None:
    first = it.memory.setdefault(it.tenant, it.body["creditBalance"])
    it.body["creditBalance"] = first


def _traffic(it: Occasion) -> None:
    it.enter(-1, "deduction", description="Traffic")


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "images-not-charged",
        "an image is made and nothing is charged for it",
        "GEN-P14",
        recorded(_without_deduction),
    ),
    FAMILY.subtle(
        "charged-told-too-high-gpt-image-2",
        "credits.charged of one model is one more than what was taken",
        "GEN-P09",
        after(both(on(GENERATE), asks(modelId="openai:gpt-image-2"), ok), _one_more),
    ),
    FAMILY.plain(
        "refused-request-costs-a-credit",
        "a request for an image that is refused as invalid costs a credit",
        "LED-05",
        after(both(on(GENERATE), status(400)), _fee),
    ),
    FAMILY.plain(
        "remaining-is-the-balance-before",
        "credits.remaining is read before the charge is taken off",
        "LED-01",
        once_bought(always, _balance_before),
    ),
    FAMILY.plain(
        "balance-cached-for-good",
        "creditBalance is what it was when it was first read, whatever is bought",
        "GEN-P14",
        after(both(on(ACCOUNT), ok), _cached_balance),
    ),
    FAMILY.plain(
        "reading-the-ledger-costs-a-credit",
        "each reading of the list of transactions costs a credit",
        "HTTP-04",
        after(both(on(USAGE), ok), _traffic),
    ),
    FAMILY.plain(
        "charged-told-in-hundredths",
        "credits.charged is a hundred times the creditCost and what was taken",
        "GEN-P09",
        once_bought(
            always, _credits(lambda told: told.update(charged=100 * told["charged"]))
        ),
    ),
)
