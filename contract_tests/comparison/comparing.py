"""Two deployments, one after the other, asked the same and held beside each other."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from contract_tests.budget import Budget
from contract_tests.comparison.difference import Difference, Gravity
from contract_tests.comparison.exchanges import differences
from contract_tests.comparison.script import steps
from contract_tests.contract.document import Contract, load
from contract_tests.contract.facts import facts
from contract_tests.errors import NotJudgeable
from contract_tests.judgement.report import Spending
from contract_tests.pacing import Pace
from contract_tests.phases import preflight
from contract_tests.session import Session, new_nonce
from contract_tests.settings import Settings
from contract_tests.tape.exchange import Exchange
from contract_tests.tape.ndjson import Recorder
from contract_tests.wire import Wire

_REASONS = "no image is there, or the budget does not allow it"
_ENOUGH = 0.9
"""Where less than this share of what was sent could be compared, nothing is said."""
_GATEWAY = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Compared:
    """One request and what the two deployments made of it.

    `left_out` says why the two replies were not compared; it is "" if they were.
    """

    name: str
    left: Exchange | None
    right: Exchange | None
    differences: tuple[Difference, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two deployments answer, request by request, and what it cost."""

    left: str
    right: str
    requests: tuple[Compared, ...]
    spent: tuple[Spending, Spending]

    @property
    def differs(self) -> bool:
        """Tell whether the two answer differently, beyond what is worth a note."""
        return any(
            each.gravity is Gravity.DIFFERENT
            for request in self.requests
            for each in request.differences
        )

    @property
    def compared(self) -> int:
        """Return how many requests were compared."""
        return sum(not each.left_out for each in self.requests)


def compare(left: Settings, right: Settings) -> Comparison:
    """Ask two deployments the same and return how their answers differ.

    The credits of `left` are the budget of both together. Raises UsageError for a
    document that cannot be used, and NotJudgeable, naming the URL, for a deployment
    that is not there, refuses its key, or is another service.
    """
    contract, nonce = load(left.document), new_nonce()
    first = _asked(left, contract, nonce)
    cost = first.spent.credits + first.spent.reserved
    rest = max(0, left.max_credits - cost)
    # Until it shows its own, the second is taken to ask the price of the first.
    second = _asked(
        replace(
            right,
            max_credits=rest,
            assume_cost=right.assume_cost if first.price is None else first.price,
        ),
        contract,
        nonce,
    )
    names = list(dict.fromkeys([*first.replies, *second.replies]))
    requests = tuple(
        _compared(name, first.replies.get(name), second.replies.get(name))
        for name in names
    )
    comparison = Comparison(left.url, right.url, requests, (first.spent, second.spent))
    _check(comparison)
    return comparison


def _check(comparison: Comparison) -> None:
    """Raise NotJudgeable where silence would be taken for a verdict."""
    sent = [each for each in comparison.requests if each.left or each.right]
    if not comparison.differs and comparison.compared < _ENOUGH * len(sent):
        reason = next(each.left_out for each in sent if each.left_out)
        raise NotJudgeable(
            f"only {comparison.compared} of {len(sent)} requests could be compared:"
            f" {reason}"
        )


def _compared(name: str, left: Exchange | None, right: Exchange | None) -> Compared:
    if left is None or right is None:
        return Compared(name, left, right, left_out=_missing(left, right))
    for side, exchange in (("left", left), ("right", right)):
        if exchange.status in _GATEWAY:
            reason = (
                f"the {side} one answered {exchange.status}, however often it was asked"
            )
            return Compared(name, left, right, left_out=reason)
    return Compared(name, left, right, differences(left, right))


def _missing(left: Exchange | None, right: Exchange | None) -> str:
    if left is None and right is None:
        return f"nothing was sent: {_REASONS}"
    side = "left" if left is None else "right"
    return f"nothing was sent to the {side} one: {_REASONS}"


@dataclass(frozen=True, slots=True)
class _Asked:
    replies: dict[str, Exchange | None]
    spent: Spending
    price: int | None
    """The most that an image may cost, None if nothing is known."""


def _asked(settings: Settings, contract: Contract, nonce: str) -> _Asked:
    budget = Budget(settings.max_credits, 1, settings.assume_cost)
    with Recorder() as recorder, _wire(settings, contract, recorder.add) as wire:
        session = Session(
            settings=settings,
            contract=contract,
            facts=facts(contract),
            wire=wire,
            budget=budget,
            recorder=recorder,
            seed=settings.seed or 0,
            nonce=nonce,
            # The same for both, so that their prompts are the same.
            random=random.Random(settings.seed or 0),
        )
        session.phase = "compare"
        try:
            preflight.run(session)
        except NotJudgeable as error:
            raise NotJudgeable(f"{settings.url}: {error}") from error
        replies = {step.name: step.send(session) for step in steps(session)}
        session.look()
        return _Asked(replies, budget.spending(), budget.estimate)


def _wire(
    settings: Settings, contract: Contract, take: Callable[[Exchange], None]
) -> Wire:
    return Wire(
        settings.url,
        contract=contract,
        keys={role.value: key for role, key in settings.keys.items()},
        headers=settings.headers,
        pace=Pace(distance=settings.distance, longest_wait=settings.max_wait),
        take=take,
        take_picture=lambda picture, content: None,
        verify=not settings.insecure,
    )
