"""The spend guard: whatever the target does, one image at most too many."""

from __future__ import annotations

from itertools import cycle

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from contract_tests.budget import MOST_ACCIDENTS, Answer, Budget, Ticket

MODELS = ("one", "two")
PRICES = st.sampled_from([(6, 6), (1, 6), (6, 1), (0, 3), (0, 0)])
# What a target does, in turn: habits find more than single whims.
BUYING = st.lists(
    st.sampled_from(["image", "charged and lost", "lost", "refused"]),
    min_size=1,
    max_size=2,
)
REFUSING = st.lists(
    st.sampled_from(["charged", "refused", "image", "charged and lost"]),
    min_size=1,
    max_size=2,
)


class Spending(RuleBasedStateMachine):
    """A run that asks before each request, against a target that charges as it likes.

    `charged` is what the target took; the run learns of it by replies and by looks at
    the balance alone.
    """

    @initialize(
        prices=PRICES,
        max_credits=st.sampled_from([0, 6, 12, 20]),
        max_images=st.sampled_from([2, 30]),
        known=st.sampled_from([MODELS, MODELS[:1], ()]),
        assume=st.booleans(),
        buying=BUYING,
        refusing=REFUSING,
    )
    def begin(
        self,
        prices: tuple[int, int],
        max_credits: int,
        max_images: int,
        known: tuple[str, ...],
        assume: bool,
        buying: list[str],
        refusing: list[str],
    ) -> None:
        self.prices = dict(zip(MODELS, prices, strict=True))
        assumed = max(prices) if assume else None
        self.budget = Budget(max_credits, max_images, assumed, frozenset(MODELS))
        for model in known:
            self.budget.learn(model, self.prices[model])
        self.buying, self.refusing = cycle(buying), cycle(refusing)
        self.charged = 0
        self.bought = 0
        self.unknown = 0

    def look(self) -> None:
        """Look at the balance, as far as it tells more than the open requests do."""
        explained = self.budget.spent + self.unknown
        self.budget.looked(max(0, self.charged - explained))

    @rule(model=st.sampled_from(MODELS))
    def buy(self, model: str) -> None:
        if self.budget.ask_purchase() is Answer.LOOK_FIRST:
            self.look()
        ticket = self.budget.admit_purchase()
        if ticket is None:
            return
        price, outcome = self.prices[model], next(self.buying)
        if outcome in ("image", "charged and lost"):
            self.charged += price
            self.bought += 1
        if outcome == "image":
            self.budget.charged(ticket, price)
            self.budget.paid(model, price)
        elif outcome == "refused":
            self.budget.free(ticket)
        else:
            self.budget.unknown(ticket)
            self.unknown += ticket.reserved
            self.look()

    @rule(model=st.sampled_from(MODELS))
    def refuse(self, model: str) -> None:
        answer = self.budget.ask_refusal()
        if answer is Answer.LOOK_FIRST:
            self.look()
            answer = self.budget.ask_refusal()
        if answer is not Answer.GO:
            return
        ticket, outcome = self.budget.admit_refusal(), next(self.refusing)
        if outcome != "refused":
            self.charged += self.prices[model]
        if outcome == "image":
            self.budget.charged(ticket, self.prices[model])
        elif outcome == "charged and lost":
            self.budget.unknown(ticket)
        else:
            self.budget.free(ticket)

    def started(self) -> bool:
        return hasattr(self, "budget")

    @precondition(started)
    @invariant()
    def the_target_took_one_image_too_many_at_most(self) -> None:
        dearest = max(self.prices.values())

        assert self.charged <= self.budget.max_credits + dearest

    @precondition(started)
    @invariant()
    def no_more_images_are_bought_than_allowed(self) -> None:
        assert self.bought <= self.budget.max_images

    @precondition(started)
    @invariant()
    def nothing_is_below_zero(self) -> None:
        spending = self.budget.spending()

        assert min(spending.credits, spending.images, spending.reserved) >= 0
        assert self.budget.at_risk >= 0


TestSpending = Spending.TestCase
TestSpending.settings = settings(max_examples=150, deadline=None)


def budget(
    max_credits: int, *, max_images: int = 10, price: int | None = None
) -> Budget:
    found = Budget(max_credits, max_images)
    if price is not None:
        found.learn("one", price)
    return found


def bought(guard: Budget) -> Ticket:
    ticket = guard.admit_purchase()
    assert ticket is not None
    return ticket


def test_without_a_budget_nothing_is_bought() -> None:
    guard = budget(0, price=1)

    assert not guard.may_buy()
    assert guard.admit_purchase() is None
    assert not guard.guarded  # nothing was stopped: nothing was to be bought


def test_an_image_of_unknown_price_takes_the_whole_budget_until_it_is_known() -> None:
    guard = budget(10)
    ticket = bought(guard)

    assert guard.admit_purchase() is None
    guard.charged(ticket, 3)
    guard.learn("one", 3)
    assert bought(guard).reserved == 3


def test_what_was_never_answered_stays_reserved() -> None:
    guard = budget(10, price=4)
    guard.unknown(bought(guard))
    guard.unknown(bought(guard))

    assert guard.admit_purchase() is None
    assert guard.spending().reserved == 8
    assert guard.spending().credits == 0
    assert guard.spending().images == 2


def test_what_was_refused_is_free_again() -> None:
    guard = budget(4, max_images=1, price=4)
    for _ in range(5):
        guard.free(bought(guard))

    assert guard.spending().images == 0
    assert guard.left == 4


def test_a_request_is_settled_once() -> None:
    guard = budget(10, price=4)
    ticket = bought(guard)
    guard.charged(ticket, 4)

    with pytest.raises(ValueError, match="settled before"):
        guard.free(ticket)


def test_a_price_below_zero_makes_no_room() -> None:
    """What a target says of its prices must not raise the budget."""
    guard = budget(4, price=-5)

    assert bought(guard).reserved == 0
    assert guard.left == 4


def test_the_dearest_price_counts_for_every_model() -> None:
    guard = budget(100, price=3)
    guard.learn("two", 7)
    guard.learn("two", 2)

    assert guard.estimate == 7


def test_what_was_paid_last_is_the_price_that_is_told() -> None:
    guard = budget(100, price=9)
    guard.paid("one", 3)

    assert guard.prices == {"one": 3}
    assert guard.estimate == 9


def test_without_a_budget_the_balance_is_looked_at_after_each_refusal() -> None:
    guard = budget(0, price=5)
    guard.free(guard.admit_refusal())

    assert guard.ask_refusal() is Answer.LOOK_FIRST
    guard.looked(0)
    assert guard.ask_refusal() is Answer.GO


def test_a_charged_refusal_without_a_budget_is_the_last() -> None:
    guard = budget(0)
    guard.free(guard.admit_refusal())
    guard.looked(5)

    assert guard.ask_refusal() is Answer.NO
    assert guard.guarded
    assert guard.spending().accidents == 1


def test_with_a_budget_the_balance_is_looked_at_before_it_could_be_used_up() -> None:
    guard = budget(20, price=5)
    sent = 0
    while guard.ask_refusal() is Answer.GO:
        guard.free(guard.admit_refusal())
        sent += 1

    assert sent == 4
    assert guard.ask_refusal() is Answer.LOOK_FIRST


def test_what_stays_reserved_leaves_less_for_refusals() -> None:
    guard = budget(20, price=5)
    guard.unknown(bought(guard))
    guard.unknown(bought(guard))
    guard.free(guard.admit_refusal())
    guard.free(guard.admit_refusal())

    assert guard.ask_refusal() is Answer.LOOK_FIRST


def test_while_a_price_is_unknown_a_refusal_may_cost_everything() -> None:
    guard = Budget(20, 10, models=frozenset({"one", "two"}))
    guard.learn("one", 1)
    guard.free(guard.admit_refusal())

    assert guard.ask_refusal() is Answer.LOOK_FIRST
    guard.learn("two", 1)
    assert guard.ask_refusal() is Answer.GO


def test_nothing_is_bought_with_what_refusals_may_have_cost() -> None:
    guard = budget(10, price=5)
    guard.free(guard.admit_refusal())
    guard.free(guard.admit_refusal())

    assert guard.ask_purchase() is Answer.LOOK_FIRST
    guard.looked(10)
    assert guard.ask_purchase() is Answer.NO


def test_after_some_accidents_no_refusal_is_asked_for() -> None:
    guard = budget(1000, price=1)
    for _ in range(MOST_ACCIDENTS):
        assert guard.ask_refusal() is Answer.GO
        guard.charged(guard.admit_refusal(), 1)

    assert guard.ask_refusal() is Answer.NO
    assert guard.spending().accidents == MOST_ACCIDENTS
    assert guard.spending().credits == MOST_ACCIDENTS
