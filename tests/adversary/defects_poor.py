"""Want of credits, and failures upstream, that are handled badly."""

from __future__ import annotations

from collections.abc import Callable

from tests.adversary.api import (
    ACCOUNT,
    FLASH,
    GENERATE,
    GPT_15,
    PRO,
)
from tests.adversary.call import Call, Refusal
from tests.adversary.charging import Charge, remaining
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Family
from tests.adversary.twists import (
    alter,
    body,
    restatus,
    wrap,
)
from tests.adversary.world import Image

FAMILY = Family("money")


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
DEFECTS = (
    *POOR,
    *FAILURES,
)
