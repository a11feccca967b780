"""Credits and images: what may be spent, what was, and what nobody knows.

Every POST asks here before it leaves and is settled when it came back. A request
that must be refused reserves nothing, but counts as at risk until the balance was
looked at: a target that charges for refusals is noticed before more than the budget
is gone.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import StrEnum

from contract_tests.judgement.report import Spending

MOST_ACCIDENTS = 3
"""After so many refusals that were charged no more of them are sent."""


class Answer(StrEnum):
    """What the budget says to a request that is about to leave."""

    GO = "go"
    LOOK_FIRST = "look at the balance first"
    NO = "no"


@dataclass(slots=True)
class Ticket:
    """The admission of one request; it is settled exactly once."""

    reserved: int = 0
    purchase: bool = False
    settled: bool = False


@dataclass(slots=True)
class Budget:
    """The spend guard of a run. Amounts are credits.

    `assumed` is what `--assume-cost` says an image costs at most. Until a price of each
    of `models` is known, a request that must be refused may cost the whole budget.
    """

    max_credits: int
    max_images: int
    assumed: int | None = None
    models: frozenset[str] = frozenset()
    spent: int = 0
    images: int = 0
    reserved: int = 0
    accidents: int = 0
    guarded: bool = False
    """Requests that must be refused were held back: too many of them were charged."""
    _dearest: int | None = None
    _prices: dict[str, int] = field(default_factory=dict)
    _paid: dict[str, int] = field(default_factory=dict)
    _at_risk: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def learn(self, model: str, credits: int) -> None:
        """Take note of what an image of a model cost; no image earns credits."""
        credits = max(credits, 0)
        with self._lock:
            self._prices[model] = max(credits, self._prices.get(model, 0))
            self._dearest = max(credits, self._dearest or 0)

    def paid(self, model: str, credits: int) -> None:
        """Take note of what an image of a model cost in this run."""
        self.learn(model, credits)
        with self._lock:
            self._paid[model] = credits

    @property
    def prices(self) -> dict[str, int]:
        """Return the price of each model: the last one paid, else the dearest seen."""
        return self._prices | self._paid

    @property
    def estimate(self) -> int | None:
        """Return the most that one image may cost, None if nothing is known.

        It is that of the dearest image of any model: prices may depend on options, and
        may change.
        """
        known = [each for each in (self._dearest, self.assumed) if each is not None]
        return max(known) if known else None

    @property
    def left(self) -> int:
        """Return the credits that are neither spent nor reserved."""
        return self.max_credits - self.spent - self.reserved

    def may_buy(self, model: str | None = None) -> bool:
        """Tell whether an image (of this model) would be admitted now."""
        wanted = self._wanted(model)
        return wanted <= self.left and self.left > 0 and self.images < self.max_images

    def admit_purchase(self, model: str | None = None) -> Ticket | None:
        """Reserve the most that an image may cost; None if it is not to be had.

        Where too little is left for the dearest image of any model, that of the dearest
        image of its own model counts.

        An image of unknown price reserves all that is left, so nothing else is bought
        until its price is known.
        """
        with self._lock:
            if not self.may_buy(model):
                return None
            ticket = Ticket(self._wanted(model), purchase=True)
            self.reserved += ticket.reserved
            self.images += 1
            return ticket

    def ask_purchase(self, model: str | None = None) -> Answer:
        """Say whether an image may be bought, were all at risk charged.

        What the look shows is not at risk any more; `admit_purchase` then decides.
        """
        if self._at_risk and self._worst() + self._wanted(model) > self.max_credits:
            return Answer.LOOK_FIRST
        return Answer.GO if self.may_buy(model) else Answer.NO

    def _wanted(self, model: str | None = None) -> int:
        if self.estimate is None:
            return self.left
        own = self._prices.get(model or "")
        if self.estimate > self.left and own is not None and self.assumed is None:
            return own
        return self.estimate

    def _worst(self) -> int:
        """Return what the run has cost if all was charged whose fate is not known."""
        return self.spent + self.reserved + self._at_risk * self._risk()

    def _risk(self) -> int:
        """Return the most that a request that must be refused may cost."""
        estimate = self.estimate
        told = self.assumed is not None or self.models <= self._prices.keys()
        if estimate is None or not told:
            return max(self.max_credits, estimate or 0, 1)
        return max(estimate, 1)

    def ask_refusal(self) -> Answer:
        """Say whether a request that must be refused may leave."""
        if (
            self.accidents >= MOST_ACCIDENTS
            or self.spent + self.reserved > self.max_credits
        ):
            self.guarded = True
            return Answer.NO
        if self._at_risk and self._worst() + self._risk() > self.max_credits:
            return Answer.LOOK_FIRST
        return Answer.GO

    def admit_refusal(self) -> Ticket:
        """Count a request that must be refused as at risk until `looked`."""
        with self._lock:
            self._at_risk += 1
            return Ticket()

    @property
    def at_risk(self) -> int:
        """Return how many refused requests left since the balance was looked at."""
        return self._at_risk

    def looked(self, missing: int) -> None:
        """Take note that the balance was looked at, and of credits that are missing."""
        with self._lock:
            if missing > 0:
                self.spent += missing
                self.accidents += 1
            self._at_risk = 0

    def charged(self, ticket: Ticket, credits: int) -> None:
        """Settle a request that was answered with an image."""
        with self._lock:
            self._settle(ticket)
            self.spent += credits
            if not ticket.purchase:
                self.images += 1
                self.accidents += 1

    def free(self, ticket: Ticket) -> None:
        """Settle a request that was refused: it should cost nothing.

        What was to be bought is at risk from now on, as any refusal is.
        """
        with self._lock:
            self._settle(ticket)
            if ticket.purchase:
                self.images -= 1
                self._at_risk += 1

    def unknown(self, ticket: Ticket) -> None:
        """Settle a request of which nobody knows what became: it stays reserved."""
        ticket.settled = True

    def _settle(self, ticket: Ticket) -> None:
        if ticket.settled:
            raise ValueError("this request was settled before")
        ticket.settled = True
        self.reserved -= ticket.reserved

    def spending(self) -> Spending:
        """Return what the run has cost so far."""
        return Spending(
            self.spent, self.images, self.reserved, self.max_credits, self.accidents
        )
