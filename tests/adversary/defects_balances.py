"""Balances that move without a reason, and reads that cost."""

from __future__ import annotations

from tests.adversary.api import (
    ACCOUNT,
    GET,
    LIST,
    READS,
    USAGE,
)
from tests.adversary.call import Call
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Family
from tests.adversary.twists import (
    When,
    after_generation,
    after_read,
    after_refusal,
    alter,
    always,
    body,
    by,
    from_image,
    from_request,
    later_page,
    limit_is,
    put,
)

FAMILY = Family("money")


def reading_costs(*operations: str, entry: bool, when: When = always) -> Apply:
    """Take a credit for a read."""

    def take(deployment: Deployment, call: Call) -> None:
        if when(call) and call.caller.balance > 0:
            deployment.take(call.caller, 1)
            if entry:
                deployment.enter(call.caller, -1, "deduction", None, "read")

    return after_read(take, *operations)


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
DEFECTS = (
    *BALANCES,
    *READS_COST,
    *TAKEN_LATER,
)
