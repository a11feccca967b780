"""Odd prices, accounts and histories."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.adversary.api import (
    FLASH,
    PRICES,
    SECOND_KEY,
)
from tests.adversary.call import Call
from tests.adversary.deployment import Deployment, Rendered
from tests.adversary.entries import Apply, Family
from tests.adversary.twists import (
    settings,
    together,
    when_opened,
    wrap,
)

FAMILY = Family("account")
Price = Callable[[Rendered], int]


def priced(price: Price) -> Apply:
    """Price generations by their options."""
    return wrap("price", lambda inner, call, payload: price(payload))


def _base(payload: Rendered) -> int:
    return PRICES[payload["modelId"]]


def _free_rows(deployment: Deployment) -> None:
    deployment.around("price", lambda inner, call, payload: 0)


def _no_free_rows(inner: Callable[..., None], *rest: Any) -> None:
    if rest[1] != 0:
        inner(*rest)


def _changing(inner: Callable[..., int], call: Call, payload: Rendered) -> int:
    return inner(call, payload) + (1 if call.generated >= 3 else 0)


def _dearer_once(deployment: Deployment) -> None:
    for item, entry in zip(
        deployment.good.images[:20], deployment.good.rows[1:21], strict=True
    ):
        if entry.kind == "deduction" and entry.reference == item.id:
            item.cost += 3
            entry.amount -= 3
            deployment.good.rows[0].amount += 3


def _ledger_begins_later(deployment: Deployment) -> None:
    del deployment.good.rows[:31]


def _free_trial(deployment: Deployment) -> None:
    trial = {item.id for item in deployment.good.images[:5]}
    for item in deployment.good.images[:5]:
        item.cost = 0
    deployment.good.rows = [r for r in deployment.good.rows if r.reference not in trial]


def _same_account(deployment: Deployment) -> None:
    deployment.keys[SECOND_KEY] = deployment.good


def _odd_rows(deployment: Deployment) -> None:
    good = deployment.good
    for entry in good.rows[5:50:9]:
        if entry.kind == "deduction":
            entry.description = None
    deployment.enter(good, 25, "addition", "stripe_ch_3Nx", "Card payment")
    deployment.enter(good, -5, "deduction", None, "Expired credits")
    good.balance += 20
    for entry in good.rows[-2:]:
        entry.old = True


def _with_style_always(deployment: Deployment) -> None:
    for item in deployment.good.images:
        item.style, item.prompt = "x" * 3000, "the same prompt"


PRICING = (
    FAMILY.lawful("free-with-rows", "images cost 0; each has a row of 0", _free_rows),
    FAMILY.lawful(
        "free-without-rows",
        "images cost 0 and have no row",
        together(_free_rows, wrap("enter", _no_free_rows)),
    ),
    FAMILY.lawful("one-price", "every model costs 3", priced(lambda p: 3)),
    FAMILY.lawful(
        "price-deep",
        "thinking deep costs 2 more",
        priced(lambda p: _base(p) + 2 * (p["thinkingLevel"] == "deep")),
    ),
    FAMILY.lawful(
        "price-ratio",
        "wide ratios cost 1 more",
        priced(lambda p: _base(p) + (p["aspectRatio"] in {"21:9", "16:9"})),
    ),
    FAMILY.lawful(
        "price-style",
        "a style costs 1 more",
        priced(lambda p: _base(p) + bool(p["style"])),
    ),
    FAMILY.lawful(
        "price-length",
        "long prompts cost 2 more",
        priced(lambda p: _base(p) + 2 * (len(p["prompt"]) > 1000)),
    ),
    FAMILY.lawful(
        "price-rises",
        "prices rise by 1 after the third image",
        wrap("price", _changing),
    ),
    FAMILY.lawful(
        "price-dear",
        "every model costs 30",
        together(settings(second_balance=900), priced(lambda p: 30)),
    ),
    FAMILY.lawful(
        "price-was-higher",
        "older images cost more than the price now",
        when_opened(_dearer_once),
    ),
    FAMILY.lawful(
        "price-one-free",
        "one model is free",
        priced(lambda p: 0 if p["modelId"] == FLASH else _base(p)),
    ),
)
HISTORIES = (
    FAMILY.lawful(
        "history-none",
        "no account has a history",
        settings(history=0, second_history=0, failures=0),
    ),
    FAMILY.lawful(
        "history-one",
        "the good account has one older image",
        settings(history=1, second_history=1, failures=0),
    ),
    FAMILY.lawful(
        "history-20",
        "the good account has just one page",
        settings(history=20, failures=0),
    ),
    FAMILY.lawful(
        "history-100", "the good account has exactly 100 images", settings(history=100)
    ),
    FAMILY.lawful(
        "history-101", "the good account has 101 images", settings(history=101)
    ),
    FAMILY.lawful(
        "history-3000",
        "the good account has 3000 images",
        settings(history=3000, second_history=700),
    ),
    FAMILY.lawful(
        "history-failures", "many older generations failed", settings(failures=25)
    ),
    FAMILY.lawful(
        "history-second-none",
        "the second account has no history",
        settings(second_history=0),
    ),
    FAMILY.lawful(
        "history-ledger-later",
        "the ledger begins after the first images",
        when_opened(_ledger_begins_later),
    ),
    FAMILY.lawful(
        "history-free-trial",
        "the first five images were free and have no rows",
        when_opened(_free_trial),
    ),
    FAMILY.lawful(
        "history-odd-rows",
        "the ledger holds payments and expired credits",
        when_opened(_odd_rows),
    ),
    FAMILY.lawful(
        "history-same-prompt",
        "older images share a prompt and have long styles",
        when_opened(_with_style_always),
    ),
    FAMILY.lawful(
        "balance-millions",
        "balances are in the millions",
        settings(balance=2_000_000_000, second_balance=7_654_321),
    ),
    FAMILY.lawful(
        "balance-second-zero",
        "the second account has no credits",
        settings(second_balance=0),
    ),
    FAMILY.lawful(
        "balance-poor-zero", "the poor account has no credits", settings(poor_balance=0)
    ),
    FAMILY.lawful(
        "balance-poor-five",
        "the poor account can pay for most models",
        settings(poor_balance=5),
    ),
    FAMILY.lawful(
        "same-account",
        "the second key belongs to the good account",
        when_opened(_same_account),
    ),
)
VARIANTS = (
    *PRICING,
    *HISTORIES,
)
