"""Credits that a new image tells, and that are not those of the account."""

from __future__ import annotations

from typing import Any

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Change
from mockserver.defects.pieces.books import once_bought
from mockserver.defects.pieces.conditions import GET, LIST, after_purchases, always
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row
from mockserver.defects.pieces.pixels import shown

FAMILY = Family.MONEY


def _remaining(told: Any) -> Change:
    """Tell another remaining, reckoned from remaining and charged."""

    def change(it: Occasion) -> None:
        credits = it.body["credits"]
        credits["remaining"] = told(credits["remaining"], credits["charged"])

    return change


def _charge_of_nothing(it: Occasion) -> None:
    it.body["credits"]["charged"] = 0


def _from_the_first_balance(it: Occasion) -> None:
    credits = it.body["credits"]
    first = it.memory.setdefault(it.tenant, credits["remaining"] + credits["charged"])
    credits["remaining"] = first - credits["charged"]


def _new_price(image: dict[str, Any]) -> None:
    if image["modelId"] == "google:gemini-2.5-flash-image":
        image["creditCost"] += 1


_PRICE_OF_THE_DEFAULT = 4


def _charge_of_the_default(it: Occasion) -> None:
    it.body["credits"]["charged"] = _PRICE_OF_THE_DEFAULT


def _costs_nothing(image: Row) -> None:
    image["creditCost"] = 0


def _added_up(it: Occasion) -> None:
    spent = it.memory.get(it.tenant, 0) + it.body["credits"]["charged"]
    it.memory[it.tenant] = it.body["credits"]["charged"] = spent


def _exchanged(it: Occasion) -> None:
    told = it.body["credits"]
    told["charged"], told["remaining"] = told["remaining"], told["charged"]


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "remaining-less-the-charge-twice",
        "credits.remaining lacks the charge twice, as it was taken off already",
        "LED-01",
        once_bought(always, _remaining(lambda left, charged: max(0, left - charged))),
    ),
    FAMILY.plain(
        "charge-told-as-zero",
        "credits.charged is 0, and the image costs what its creditCost says",
        "GEN-P09",
        once_bought(always, _charge_of_nothing),
    ),
    FAMILY.plain(
        "remaining-counts-images",
        "credits.remaining is how many more images could be bought, not credits",
        "LED-01",
        once_bought(always, _remaining(lambda left, charged: left // max(1, charged))),
    ),
    FAMILY.subtle(
        "remaining-reckoned-from-the-first-balance",
        "credits.remaining lacks this charge alone, not those of the images before",
        "LED-01",
        once_bought(always, _from_the_first_balance),
    ),
    FAMILY.subtle(
        "older-costs-follow-the-price-list",
        "once two images were bought, creditCost of all of one model is one more",
        "USE-03",
        shown(_new_price, after_purchases(2), LIST, GET),
    ),
    FAMILY.plain(
        "charge-told-of-the-default-model",
        "credits.charged is the price of one model, whichever was asked for and taken",
        "GEN-P09",
        once_bought(always, _charge_of_the_default),
    ),
    FAMILY.plain(
        "list-tells-no-cost",
        "creditCost is 0 in the list of images for all that was charged",
        "GEN-P09",
        shown(_costs_nothing, always, LIST),
    ),
    FAMILY.plain(
        "charged-adds-up",
        "credits.charged is what all images so far were charged, not this one",
        "GEN-P09",
        once_bought(always, _added_up),
    ),
    FAMILY.plain(
        "charged-and-remaining-exchanged",
        "credits tell the charge as remaining, and what remains as charged",
        "GEN-P09",
        once_bought(always, _exchanged),
    ),
)
