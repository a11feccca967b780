"""Charges that are wrong only sometimes."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after, instead, together
from mockserver.defects.pieces.books import (
    copy_of,
    keeping_books,
    nth_bought,
    once_bought,
    open_books,
)
from mockserver.defects.pieces.callers import with_account
from mockserver.defects.pieces.conditions import (
    ACCOUNT,
    GENERATE,
    always,
    asks,
    both,
    ok,
    on,
    status,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.states import recorded, repriced, third_fails
from mockserver.storage.records import Event

FAMILY = Family.MONEY


def _deep(event: Event, nth: int) -> bool:
    return event.image is not None and event.image.thinking_level == "deep"


def _stored_cost_without_surcharge(event: Event, nth: int) -> Event:
    image = event.image
    if image is None or image.thinking_level != "deep":
        return event
    return event._replace(image=image._replace(credit_cost=image.credit_cost - 1))


def _wide_for_free(event: Event, nth: int) -> Event:
    if event.image is None or event.image.aspect_ratio != "21:9":
        return event
    return event._replace(transactions=())


def _fifth_twice(event: Event, nth: int) -> Event:
    if event.image is None or nth != 5:
        return event
    row = event.transactions[0]
    return event._replace(transactions=(row, copy_of(row)))


def _without_refund(event: Event, nth: int) -> Event:
    rows = [row for row in event.transactions if row.type != "refund"]
    return event._replace(transactions=rows)


def _error_after_charge(it: Occasion) -> None:
    it.refuse(500, "The image could not be sent")


def _throttled_after_charge(it: Occasion) -> None:
    open_books(it).books.hide(it.images[0]["id"])
    it.refuse(429, "Too many requests")
    it.headers["Retry-After"] = "1"


def _lagging_balance(it: Occasion) -> None:
    if it.operation == GENERATE:
        it.memory[it.tenant] = it.body["credits"]["charged"]
    elif it.operation == ACCOUNT:
        it.body["creditBalance"] += it.memory.get(it.tenant, 0)


def _rounded_down(it: Occasion) -> None:
    it.body["credits"]["remaining"] -= it.body["credits"]["remaining"] % 10


def _reservation_kept(it: Occasion) -> None:
    it.enter(-2, "deduction", description="Reserved for a generation")


def _sent_thinking(it: Occasion) -> bool:
    return isinstance(it.sent, dict) and "thinkingLevel" in it.sent


def _no_price(it: Occasion) -> None:
    it.refuse(400, "There is no price for this model", path="body.modelId")


DEFECTS: tuple[Defect, ...] = (
    FAMILY.subtle(
        "thinking-surcharge-untold",
        "an image with thinkingLevel deep takes 2 credits more than charged says",
        "LED-03",
        repriced("deduction", -2, _deep),
    ),
    FAMILY.subtle(
        "credit-cost-stored-without-surcharge",
        "creditCost of an image with thinkingLevel deep is later told one too low",
        "GEN-P09",
        recorded(_stored_cost_without_surcharge),
    ),
    FAMILY.subtle(
        "wide-images-not-charged",
        "an image of 21:9 is told as charged, and nothing is taken",
        "GEN-P14",
        recorded(_wide_for_free),
    ),
    FAMILY.subtle(
        "fifth-image-charged-twice",
        "a job that is run again takes the charge of the fifth image twice",
        "LED-03",
        recorded(_fifth_twice),
    ),
    FAMILY.subtle(
        "failed-generation-not-refunded",
        "the third generation fails with 500 and its charge is kept",
        "LED-04",
        together(recorded(_without_refund), third_fails),
    ),
    FAMILY.subtle(
        "failed-generation-refunded-less-a-fee",
        "the third generation fails with 500 and one credit less comes back",
        "LED-04",
        together(repriced("refund", -1, lambda event, nth: True), third_fails),
    ),
    FAMILY.subtle(
        "error-after-charging",
        "the third image is charged and stored, and the reply is 500",
        "LED-04",
        once_bought(nth_bought(3), _error_after_charge),
    ),
    FAMILY.subtle(
        "throttled-after-charging",
        "the fourth image is charged, the reply is 429, and no image is stored",
        "GEN-P14",
        together(*keeping_books(once_bought(nth_bought(4), _throttled_after_charge))),
    ),
    FAMILY.subtle(
        "balance-lags-one-purchase",
        "creditBalance lacks the newest charge until another image is bought",
        "GEN-P14",
        after(both(on(GENERATE, ACCOUNT), ok), _lagging_balance),
    ),
    FAMILY.subtle(
        "remaining-rounded-down-to-tens",
        "credits.remaining is the balance rounded down to tens",
        "LED-01",
        once_bought(always, _rounded_down),
    ),
    FAMILY.subtle(
        "reservation-kept-when-thinking-is-refused",
        "a refused request with a thinkingLevel keeps the 2 credits reserved for it",
        "LED-05",
        after(both(on(GENERATE), status(400), _sent_thinking), _reservation_kept),
    ),
    FAMILY.subtle(
        "price-missing-for-gemini-3-pro",
        "a valid request for one model is refused, as no price is known for it",
        "GEN-P01",
        instead(
            both(
                on(GENERATE),
                asks(modelId="google:gemini-3-pro-image-preview"),
                with_account,
            ),
            _no_price,
        ),
    ),
)
