"""Charges that do not match what is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.adversary.api import (
    FLASH,
    GENERATE,
    GPT_2,
    GPT_15,
    PRO,
)
from tests.adversary.call import Call
from tests.adversary.charging import Charge, remaining
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Family
from tests.adversary.twists import (
    When,
    after_error,
    alter,
    always,
    body,
    from_image,
    image,
    inside,
    new,
    of,
    old,
)
from tests.adversary.world import Image

FAMILY = Family("money")
WhenCharged = Callable[[Call, Image], bool]


def charging(
    *,
    balance: float = 1,
    amount: float = 1,
    more: int = 0,
    entries: int = 1,
    when: WhenCharged = always,
) -> Apply:
    """Charge wrongly: factors of the price, `more` credits, and how many rows."""

    def apply(deployment: Deployment) -> None:
        def wrapper(inner: Charge, call: Call, item: Image) -> None:
            if not when(call, item):
                inner(call, item)
                return
            deployment.take(call.caller, int(item.cost * balance) + more)
            for _ in range(entries):
                value = -int(item.cost * amount)
                deployment.enter(call.caller, value, "deduction", item.id, item.model)

        deployment.around("charge", wrapper)

    return apply


def charged(change: Callable[[int], int], when: When = always) -> Apply:
    """Tell another `charged`."""
    return body(inside("credits", alter("charged", change)), GENERATE, when=when)


def cost(change: Callable[[int], int], *forms: str, **when: Any) -> Apply:
    """Tell another `creditCost`."""
    return image(alter("creditCost", change), *forms, **when)


def _model(name: str) -> WhenCharged:
    return of(model=name)


def _thinking(level: str) -> WhenCharged:
    return of(thinking=level)


def _nth(number: int) -> WhenCharged:
    return lambda call, _: call.caller.bought == number


def _after_error(call: Call, _: Image) -> bool:
    return call.errors > 0


CHARGES = (
    FAMILY.plain(
        "free-lunch",
        "nothing is charged: no row, the balance stays",
        charging(balance=0, entries=0),
    ),
    FAMILY.plain(
        "balance-not-charged",
        "a row is written; the balance stays",
        charging(balance=0),
    ),
    FAMILY.plain(
        "balance-charged-twice",
        "the balance falls by twice the price",
        charging(balance=2),
    ),
    FAMILY.plain(
        "charged-twice",
        "balance and rows: everything twice",
        charging(balance=2, entries=2),
    ),
    FAMILY.plain("two-rows", "one charge is written as two rows", charging(entries=2)),
    FAMILY.plain(
        "double-amount",
        "rows and balance hold twice of what is told",
        charging(balance=2, amount=2),
    ),
    FAMILY.plain(
        "one-more", "the balance falls by one more than told", charging(more=1)
    ),
    FAMILY.subtle(
        "one-less", "the balance falls by one less than told", charging(more=-1)
    ),
    FAMILY.subtle(
        "free-third",
        "the third image is not charged",
        charging(balance=0, entries=0, when=_nth(3)),
    ),
    FAMILY.subtle(
        "free-second-image",
        "the second image is not charged",
        charging(balance=0, entries=0, when=_nth(2)),
    ),
    FAMILY.subtle(
        "free-fifth-balance",
        "the fifth image has a row and is not taken from the balance",
        charging(balance=0, when=_nth(5)),
    ),
    FAMILY.subtle(
        "twice-fourth",
        "the fourth image is charged twice",
        charging(balance=2, entries=2, when=_nth(4)),
    ),
    FAMILY.subtle(
        "twice-first",
        "the first image is charged twice",
        charging(balance=2, entries=2, when=_nth(1)),
    ),
    FAMILY.subtle(
        "free-model",
        "one model is not charged",
        charging(balance=0, entries=0, when=_model(GPT_2)),
    ),
    FAMILY.subtle(
        "twice-model",
        "one model is charged twice",
        charging(balance=2, entries=2, when=_model(FLASH)),
    ),
    FAMILY.subtle(
        "row-less-model",
        "one model is charged without a row",
        charging(entries=0, when=_model(GPT_15)),
    ),
    FAMILY.subtle(
        "balance-model",
        "the balance falls by one more for one model",
        charging(more=1, when=_model(PRO)),
    ),
    FAMILY.subtle(
        "deep-dearer-untold",
        "thinking deep costs 2 more than told",
        charging(more=2, when=_thinking("deep")),
    ),
    FAMILY.subtle(
        "default-dearer-untold",
        "thinking default costs 1 more than told",
        charging(more=1, when=_thinking("default")),
    ),
    FAMILY.subtle(
        "ratio-dearer-untold",
        "21:9 costs 1 more than told",
        charging(more=1, when=of(ratio="21:9")),
    ),
    FAMILY.subtle(
        "ratio-free",
        "4:3 is not charged",
        charging(balance=0, entries=0, when=of(ratio="4:3")),
    ),
    FAMILY.subtle(
        "style-dearer-untold",
        "an image with a style costs 1 more than told",
        charging(more=1, when=lambda _, i: bool(i.style)),
    ),
    FAMILY.subtle(
        "long-dearer-untold",
        "a prompt over 1000 characters costs 1 more than told",
        charging(more=1, when=lambda _, i: len(i.prompt) > 1000),
    ),
    FAMILY.subtle(
        "letters-free",
        "prompts beyond ASCII are not charged",
        charging(balance=0, entries=0, when=lambda _, i: not i.prompt.isascii()),
    ),
    FAMILY.subtle(
        "free-after-error",
        "once a request was refused, images have a row and no charge",
        charging(balance=0, when=_after_error),
    ),
)
TOLD = (
    FAMILY.plain("charged-zero", "charged is always 0", charged(lambda v: 0)),
    FAMILY.plain(
        "charged-one-more",
        "charged is one more than was taken",
        charged(lambda v: v + 1),
    ),
    FAMILY.plain(
        "charged-double", "charged is twice what was taken", charged(lambda v: 2 * v)
    ),
    FAMILY.subtle(
        "charged-fixed", "charged is 4 for every model", charged(lambda v: 4)
    ),
    FAMILY.subtle(
        "charged-third-image",
        "charged is off by one from the third image on",
        charged(lambda v: v + 1, from_image(2)),
    ),
    FAMILY.plain(
        "remaining-before",
        "remaining is the balance before the charge",
        remaining(lambda v, c: v + (c.image.cost if c.image else 0)),
    ),
    FAMILY.plain(
        "remaining-one-more", "remaining is one too many", remaining(lambda v, c: v + 1)
    ),
    FAMILY.plain(
        "remaining-twice",
        "remaining has the charge taken off twice",
        remaining(lambda v, c: v - (c.image.cost if c.image else 0)),
    ),
    FAMILY.plain("remaining-zero", "remaining is always 0", remaining(lambda v, c: 0)),
    FAMILY.plain(
        "remaining-constant", "remaining is always 1000", remaining(lambda v, c: 1000)
    ),
    FAMILY.plain(
        "remaining-is-charged",
        "remaining is what was charged",
        remaining(lambda v, c: c.image.cost if c.image else 0),
    ),
    FAMILY.subtle(
        "remaining-rounded",
        "remaining is rounded down to tens",
        remaining(lambda v, c: v // 10 * 10),
    ),
    FAMILY.subtle(
        "remaining-third-image",
        "remaining is the balance before, from the third image on",
        remaining(lambda v, c: v + (c.image.cost if c.image else 0), from_image(2)),
    ),
    FAMILY.subtle(
        "remaining-after-error",
        "remaining is one off once a request was refused",
        remaining(lambda v, c: v + 1, after_error),
    ),
    FAMILY.subtle(
        "remaining-model",
        "remaining is the balance before, for one model",
        remaining(
            lambda v, c: v + (c.image.cost if c.image else 0),
            lambda c: c.image is not None and c.image.model == PRO,
        ),
    ),
    FAMILY.plain(
        "cost-differs",
        "creditCost is one more than charged, everywhere",
        cost(lambda v: v + 1, when=new),
    ),
    FAMILY.plain(
        "cost-zero-generate",
        "creditCost is 0 in generateImage, charged is not",
        cost(lambda v: 0, "generate"),
    ),
    FAMILY.subtle(
        "cost-list",
        "creditCost of new images is one more in the list",
        cost(lambda v: v + 1, "list", when=new),
    ),
    FAMILY.subtle(
        "cost-get", "creditCost is one more in getImage", cost(lambda v: v + 1, "get")
    ),
    FAMILY.subtle(
        "cost-metadata",
        "creditCost is one less in the metadata form",
        cost(lambda v: v - 1, "metadata"),
    ),
    FAMILY.subtle(
        "cost-model",
        "creditCost is one more than charged for one model",
        cost(lambda v: v + 1, when=lambda _, i: not i.old and i.model == FLASH),
    ),
    FAMILY.subtle(
        "cost-deep",
        "creditCost is twice the charge for thinking deep",
        cost(lambda v: 2 * v, when=lambda _, i: not i.old and i.thinking == "deep"),
    ),
    FAMILY.subtle(
        "cost-old",
        "creditCost of every older image is one more than its row",
        cost(lambda v: v + 1, "list", "get", "metadata", when=old),
    ),
)
DEFECTS = (
    *CHARGES,
    *TOLD,
)
