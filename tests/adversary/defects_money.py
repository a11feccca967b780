"""Charges, balances and prices that do not add up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.adversary.api import (
    ACCOUNT,
    FLASH,
    GENERATE,
    GET,
    GPT_2,
    GPT_15,
    LIST,
    PRO,
    READS,
    USAGE,
)
from tests.adversary.call import Call, Refusal
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Family
from tests.adversary.twists import (
    When,
    after_error,
    after_generation,
    after_read,
    after_refusal,
    alter,
    always,
    body,
    by,
    from_image,
    from_request,
    image,
    inside,
    later_page,
    limit_is,
    new,
    of,
    old,
    put,
    restatus,
    wrap,
)
from tests.adversary.world import Image

FAMILY = Family("money")
Charge = Callable[[Call, Image], None]
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


def remaining(change: Callable[[int, Call], int], when: When = always) -> Apply:
    """Tell another `remaining`."""

    def wrapper(inner: Callable[[Call], int], call: Call) -> int:
        value = inner(call)
        return max(0, change(value, call)) if when(call) else value

    return wrap("remaining", wrapper)


def charged(change: Callable[[int], int], when: When = always) -> Apply:
    """Tell another `charged`."""
    return body(inside("credits", alter("charged", change)), GENERATE, when=when)


def cost(change: Callable[[int], int], *forms: str, **when: Any) -> Apply:
    """Tell another `creditCost`."""
    return image(alter("creditCost", change), *forms, **when)


def reading_costs(*operations: str, entry: bool, when: When = always) -> Apply:
    """Take a credit for a read."""

    def take(deployment: Deployment, call: Call) -> None:
        if when(call) and call.caller.balance > 0:
            deployment.take(call.caller, 1)
            if entry:
                deployment.enter(call.caller, -1, "deduction", None, "read")

    return after_read(take, *operations)


def _model(name: str) -> WhenCharged:
    return of(model=name)


def _thinking(level: str) -> WhenCharged:
    return of(thinking=level)


def _nth(number: int) -> WhenCharged:
    return lambda call, _: call.caller.bought == number


def _second(call: Call, _: Image) -> bool:
    return call.caller.name == "second"


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
BALANCES = (
    FAMILY.plain(
        "balance-never-moves",
        "getAccount always shows the first balance",
        body(put("creditBalance", 1000), ACCOUNT, when=by("good")),
    ),
    FAMILY.plain(
        "balance-rounded",
        "getAccount rounds the balance down to tens",
        body(alter("creditBalance", lambda v: v // 10 * 10), ACCOUNT),
    ),
    FAMILY.subtle(
        "balance-after-image",
        "getAccount shows one too many once an image was generated",
        body(alter("creditBalance", lambda v: v + 1), ACCOUNT, when=from_image(1)),
    ),
    FAMILY.subtle(
        "balance-after-third",
        "getAccount shows one too few after the third image",
        body(alter("creditBalance", lambda v: v - 1), ACCOUNT, when=from_image(3)),
    ),
    FAMILY.subtle(
        "balance-after-error",
        "the balance falls by one with every refusal",
        after_refusal(lambda d, c: d.take(c.caller, 1) if c.caller.balance else None),
    ),
    FAMILY.subtle(
        "balance-grows-on-error",
        "the balance grows by one with every refusal",
        after_refusal(lambda d, c: d.take(c.caller, -1)),
    ),
    FAMILY.subtle(
        "balance-after-30",
        "the balance is one less after 30 requests, without a row",
        body(
            alter("creditBalance", lambda v: max(0, v - 1)),
            ACCOUNT,
            when=from_request(31),
        ),
    ),
)


def _bad_page_costs(deployment: Deployment, call: Call) -> None:
    if call.operation in {LIST, USAGE} and call.caller.balance:
        deployment.take(call.caller, 1)
        deployment.enter(call.caller, -1, "deduction", None, "read")


READS_COST = (
    *(
        FAMILY.plain(
            f"read-costs-{op}",
            f"{op} takes a credit, with a row",
            reading_costs(op, entry=True),
        )
        for op in READS
    ),
    *(
        FAMILY.subtle(
            f"read-costs-untold-{op}",
            f"{op} takes a credit, without a row",
            reading_costs(op, entry=False),
        )
        for op in READS
    ),
    FAMILY.subtle(
        "read-costs-metadata",
        "the metadata form takes a credit",
        reading_costs(GET, entry=True, when=lambda c: c.metadata),
    ),
    FAMILY.subtle(
        "read-costs-bytes",
        "the form with bytes takes a credit, without a row",
        reading_costs(GET, entry=False, when=lambda c: not c.metadata),
    ),
    FAMILY.subtle(
        "read-costs-limit-100",
        "limit=100 takes a credit in listImages",
        reading_costs(LIST, entry=True, when=limit_is(100)),
    ),
    FAMILY.subtle(
        "read-costs-later-page",
        "later pages of listUsage take a credit, without a row",
        reading_costs(USAGE, entry=False, when=later_page),
    ),
    FAMILY.subtle(
        "read-costs-tenth",
        "every tenth request takes a credit, without a row",
        reading_costs(*READS, entry=False, when=lambda c: c.number % 10 == 0),
    ),
    FAMILY.subtle(
        "read-costs-unknown-id",
        "a refused id takes a credit",
        after_refusal(
            lambda d, c: (
                d.take(c.caller, 1) if c.operation == GET and c.caller.balance else None
            )
        ),
    ),
    FAMILY.subtle(
        "read-costs-bad-limit",
        "a refused limit takes a credit, with a row",
        after_refusal(_bad_page_costs),
    ),
)


def _poor(inner: Callable[[Call, int], None], call: Call, price: int) -> None:
    if call.caller.name != "poor":
        inner(call, price)


def _unaffordable(call: Call) -> bool:
    return any(p.code == "insufficient_credits" for p in call.problems)


def _pay_what_there_is(deployment: Deployment) -> None:
    def wrapper(inner: Charge, call: Call, item: Image) -> None:
        if call.caller.balance >= item.cost:
            inner(call, item)
            return
        rest = call.caller.balance
        deployment.take(call.caller, rest)
        deployment.enter(call.caller, -rest, "deduction", item.id, item.model)

    deployment.around("afford", _poor)
    deployment.around("charge", wrapper)


def _on_the_house(deployment: Deployment) -> None:
    def wrapper(inner: Charge, call: Call, item: Image) -> None:
        if call.caller.balance >= item.cost:
            inner(call, item)

    deployment.around("afford", _poor)
    deployment.around("charge", wrapper)


def _clamped(deployment: Deployment) -> None:
    deployment.around("afford", _poor)
    body(alter("creditBalance", lambda v: max(0, v)), ACCOUNT)(deployment)
    remaining(lambda v, c: v)(deployment)


def _refused_but(change: Callable[[Deployment, Call, int], object]) -> Apply:
    """Refuse for want of credits, and do something all the same."""

    def apply(deployment: Deployment) -> None:
        def wrapper(inner: Callable[[Call, int], None], call: Call, price: int) -> None:
            try:
                inner(call, price)
            except Refusal:
                change(deployment, call, price)
                raise

        deployment.around("afford", wrapper)

    return apply


def _take_all(deployment: Deployment, call: Call, price: int) -> None:
    deployment.take(call.caller, call.caller.balance)


def _row_only(deployment: Deployment, call: Call, price: int) -> None:
    deployment.enter(call.caller, -price, "deduction", None, "refused")


def _store(deployment: Deployment, call: Call, price: int) -> None:
    deployment.store(call, deployment.make(call, call.payload, price))


POOR = (
    FAMILY.plain(
        "poor-negative",
        "the poor account is served and its balance turns negative",
        wrap("afford", _poor),
    ),
    FAMILY.plain(
        "poor-clamped", "the poor account is served and shown 0 credits", _clamped
    ),
    FAMILY.plain(
        "poor-partly", "the poor account pays what it has", _pay_what_there_is
    ),
    FAMILY.plain(
        "poor-free", "the poor account is served without a charge", _on_the_house
    ),
    *(
        FAMILY.plain(
            f"poor-{status}",
            f"want of credits gets {status}",
            restatus(GENERATE, status=400, to=status, when=_unaffordable),
        )
        for status in (402, 403, 409, 422, 500)
    ),
    FAMILY.subtle(
        "poor-takes-all",
        "want of credits is refused, and takes the rest",
        _refused_but(_take_all),
    ),
    FAMILY.subtle(
        "poor-row",
        "want of credits is refused, and writes a row",
        _refused_but(_row_only),
    ),
    FAMILY.subtle(
        "poor-image",
        "want of credits is refused, and stores the image",
        _refused_but(_store),
    ),
    FAMILY.subtle(
        "poor-shape",
        "want of credits is refused with {message}",
        lambda d: d.edits.append(
            lambda c, r: (
                r.body.update(r.body.pop("error")) if _unaffordable(c) else None
            )
        ),
    ),
    FAMILY.subtle(
        "poor-200",
        "want of credits gets an error body with 200",
        restatus(GENERATE, status=400, to=200, when=_unaffordable),
    ),
)


def failing(change: Callable[[Deployment, Call, Image], object], model: str) -> Apply:
    """Fail upstream for one model with a 500, after the charge."""

    def apply(deployment: Deployment) -> None:
        def wrapper(inner: Charge, call: Call, item: Image) -> None:
            inner(call, item)
            if item.model == model:
                change(deployment, call, item)
                raise Refusal(500, "The model failed")

        deployment.around("generate_or_fail", wrapper)

    return apply


def _half(deployment: Deployment, call: Call, item: Image) -> None:
    deployment.take(call.caller, -1)
    deployment.enter(call.caller, 1, "refund", item.id, "Failed generation")


def _only_row(deployment: Deployment, call: Call, item: Image) -> None:
    deployment.enter(call.caller, item.cost, "refund", item.id, "Failed generation")


def _kept(deployment: Deployment, call: Call, item: Image) -> None:
    deployment.give_back(call, item)
    deployment.store(call, item)


FAILURES = (
    FAMILY.subtle(
        "no-refund",
        "a model that always fails with 500 is charged",
        failing(lambda d, c, i: None, FLASH),
    ),
    FAMILY.subtle(
        "half-refund",
        "a model that always fails with 500 refunds one credit",
        failing(_half, PRO),
    ),
    FAMILY.subtle(
        "refund-row-only",
        "a model that always fails has a refund row; the balance stays low",
        failing(_only_row, GPT_15),
    ),
    FAMILY.subtle(
        "failed-stored",
        "a model that always fails with 500 stores its image",
        failing(_kept, FLASH),
    ),
)
TAKEN_LATER = (
    FAMILY.subtle(
        "charged-again-on-get",
        "the first read of a new image charges it again",
        after_read(
            lambda d, c: (
                d.charge(c, c.image)
                if c.image
                and not c.image.old
                and d.memory.setdefault(c.image.id, c.number) == c.number
                else None
            ),
            GET,
        ),
    ),
    FAMILY.subtle(
        "balance-restored",
        "after the third image the balance is what it was",
        after_generation(
            lambda d, c: (
                setattr(c.caller, "balance", 1000)
                if c.caller.bought == 3 and c.caller.name == "good"
                else None
            )
        ),
    ),
)
DEFECTS = (*CHARGES, *TOLD, *BALANCES, *READS_COST, *POOR, *FAILURES, *TAKEN_LATER)
