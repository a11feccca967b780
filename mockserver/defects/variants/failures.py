"""Generations and reads that fail now and then, as the contract lets them."""

from __future__ import annotations

from mockserver.defects.entry import Variant
from mockserver.defects.pieces.around import instead, together
from mockserver.defects.pieces.conditions import LIST, both, nth, on
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.states import failing, recorded
from mockserver.storage.records import Event


def _uncharged(event: Event, nth: int) -> Event:
    return event if event.image is not None else event._replace(transactions=())


def _unavailable(it: Occasion) -> None:
    it.refuse(503, "The service is being updated; try again.")


VARIANTS: tuple[Variant, ...] = (
    Variant(
        "first-generation-fails",
        "the first generation fails with 500; deduction and refund are in the ledger",
        failing(lambda request, nth: nth == 1),
    ),
    Variant(
        "third-generation-fails",
        "the third generation fails with 500; deduction and refund are in the ledger",
        failing(lambda request, nth: nth == 3),
    ),
    Variant(
        "failure-not-charged",
        "the second generation fails with 500, and the ledger does not tell of it",
        together(recorded(_uncharged), failing(lambda request, nth: nth == 2)),
    ),
    Variant(
        "one-read-unavailable",
        "the fourth list of images is answered with 503",
        instead(
            both(lambda it: it.account is not None, on(LIST), nth(4)), _unavailable
        ),
    ),
)
