"""Charges that are not what they should be."""

from __future__ import annotations

from mockserver.defects.around import after
from mockserver.defects.conditions import GENERATE, asks, both, ok, on, status
from mockserver.defects.entry import Defect, Family
from mockserver.defects.occasion import Occasion
from mockserver.defects.states import recorded
from mockserver.storage.records import Event

FAMILY = Family.MONEY


def _without_deduction(event: Event, nth: int) -> Event:
    return event if event.image is None else event._replace(transactions=())


def _fee(it: Occasion) -> None:
    it.enter(-1, "deduction", description="Handling of a refused request")


def _one_more(it: Occasion) -> None:
    it.body["credits"]["charged"] += 1


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
)
