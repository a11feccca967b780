"""What goes wrong when two generations run at once."""

from __future__ import annotations

from collections.abc import Callable

from tests.adversary.api import GENERATE
from tests.adversary.call import Call, Reply
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Family
from tests.adversary.world import Image

FAMILY = Family("concurrency")


class Busy:
    """Count the generations that run, and remember the latest."""

    def __init__(self) -> None:
        self.running: list[Image] = []

    def watch(self, deployment: Deployment) -> None:
        """Draw slowly enough for two to meet, and keep count."""
        deployment.seconds_to_draw = 0.2

        def charge(inner: Callable[..., None], call: Call, item: Image) -> None:
            inner(call, item)
            self.running.append(item)

        def edit(call: Call, answer: Reply) -> None:
            if call.image in self.running and call.operation == GENERATE:
                self.running = [i for i in self.running if i is not call.image]

        deployment.around("charge", charge)
        deployment.edits.append(edit)


def met(change: Callable[[Deployment, Busy], object]) -> Apply:
    """Apply a change that needs to know what runs at once."""

    def apply(deployment: Deployment) -> None:
        busy = Busy()
        change(deployment, busy)
        busy.watch(deployment)

    return apply


def _same_id(deployment: Deployment, busy: Busy) -> None:
    deployment.around(
        "new_id",
        lambda inner, call: busy.running[-1].id if busy.running else inner(call),
    )


def _one_charge(deployment: Deployment, busy: Busy) -> None:
    def charge(inner: Callable[..., None], call: Call, item: Image) -> None:
        if not busy.running:
            inner(call, item)

    deployment.around("charge", charge)


def _lost_update(deployment: Deployment, busy: Busy) -> None:
    def take(inner: Callable[..., None], account: object, amount: int) -> None:
        if not busy.running or amount < 0:
            inner(account, amount)

    deployment.around("take", take)


def _one_row(deployment: Deployment, busy: Busy) -> None:
    def enter(inner: Callable[..., None], *rest: object) -> None:
        if not busy.running:
            inner(*rest)

    deployment.around("enter", enter)


def _stale(deployment: Deployment, busy: Busy) -> None:
    def remaining(inner: Callable[[Call], int], call: Call) -> int:
        others: list[Image] = call.notes["others"]
        return inner(call) + sum(item.cost for item in others)

    def charge(inner: Callable[..., None], call: Call, item: Image) -> None:
        call.notes["others"] = list(busy.running)
        inner(call, item)

    deployment.around("charge", charge)
    deployment.around("remaining", remaining)


def _one_stored(deployment: Deployment, busy: Busy) -> None:
    def charge(inner: Callable[..., None], call: Call, item: Image) -> None:
        call.notes["met"] = bool(busy.running)
        inner(call, item)

    def store(inner: Callable[..., None], call: Call, item: Image) -> None:
        if not call.notes["met"]:
            inner(call, item)

    deployment.around("charge", charge)
    deployment.around("store", store)


def _mixed_prompts(deployment: Deployment, busy: Busy) -> None:
    def make(inner: Callable[..., Image], call: Call, *rest: object) -> Image:
        item = inner(call, *rest)
        if busy.running:
            item.prompt = busy.running[-1].prompt
        return item

    deployment.around("make", make)


def _mixed_references(deployment: Deployment, busy: Busy) -> None:
    def charge(inner: Callable[..., None], call: Call, item: Image) -> None:
        inner(call, item)
        if busy.running:
            call.caller.rows[-1].reference = busy.running[-1].id

    deployment.around("charge", charge)


DEFECTS = (
    FAMILY.subtle("at-once-same-id", "two images at once share an id", met(_same_id)),
    FAMILY.subtle(
        "at-once-one-charge", "of two images at once one is charged", met(_one_charge)
    ),
    FAMILY.subtle(
        "at-once-lost-update",
        "of two charges at once the balance takes one; both have rows",
        met(_lost_update),
    ),
    FAMILY.subtle(
        "at-once-one-row", "of two charges at once one has a row", met(_one_row)
    ),
    FAMILY.subtle(
        "at-once-stale-remaining",
        "two images at once tell a remaining that no order explains",
        met(_stale),
    ),
    FAMILY.subtle(
        "at-once-one-stored", "of two images at once one is stored", met(_one_stored)
    ),
    FAMILY.subtle(
        "at-once-mixed-prompts",
        "the later of two images at once has the other's prompt",
        met(_mixed_prompts),
    ),
    FAMILY.subtle(
        "at-once-mixed-references",
        "both rows of two images at once refer to the first",
        met(_mixed_references),
    ),
)
