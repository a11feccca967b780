"""Ledger rows that are missing, or have a wrong amount or sign."""

from __future__ import annotations

from collections.abc import Callable

from tests.adversary.api import FLASH, GPT_2, PRO
from tests.adversary.call import Call
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Family
from tests.adversary.ledger_rows import bought, entering, model, new_deduction, rows
from tests.adversary.twists import (
    WhenRow,
    after_generation,
    after_refusal,
    alter,
    always,
    from_image,
    later_page,
    limit_is,
    new,
    put,
    row,
    when_opened,
)
from tests.adversary.world import Row

FAMILY = Family("ledger")


def unwritten(when: WhenRow = always) -> Apply:
    """Write no row, though the balance falls."""

    def edit(deployment: Deployment, call: Call) -> None:
        if when(call, call.caller.rows[-1]):
            call.caller.rows.pop()

    return after_generation(edit)


def _level(level: str) -> WhenRow:
    return lambda call, _: call.image is not None and call.image.thinking == level


def _refused(call: Call, _: Row) -> bool:
    return call.errors > 0


def _kind(name: str) -> WhenRow:
    return lambda _, item: item.kind == name


def _add(amount: int) -> Callable[[Row], object]:
    return lambda item: setattr(item, "amount", item.amount + amount)


def _mixed(_: Call, item: Row) -> bool:
    return item.kind == "deduction" and int(item.id[:2], 16) % 2 == 0


MISSING = (
    FAMILY.plain("no-row", "the balance falls, no row is written", unwritten()),
    FAMILY.subtle("no-row-third", "the third image has no row", unwritten(bought(3))),
    FAMILY.subtle("no-row-first", "the first image has no row", unwritten(bought(1))),
    FAMILY.subtle("no-row-model", "one model has no row", unwritten(model(GPT_2))),
    FAMILY.subtle("no-row-deep", "thinking deep has no row", unwritten(_level("deep"))),
    FAMILY.subtle(
        "no-row-after-error",
        "images have no row once a request was refused",
        unwritten(_refused),
    ),
    FAMILY.subtle(
        "rows-lost-on-error",
        "a refusal removes the newest row of a new image",
        after_refusal(
            lambda d, c: (
                c.caller.rows.pop()
                if c.caller.rows and not c.caller.rows[-1].old
                else None
            )
        ),
    ),
    FAMILY.subtle(
        "old-row-lost",
        "each new row pushes the oldest out",
        after_generation(lambda d, c: c.caller.rows.pop(0)),
    ),
    FAMILY.subtle(
        "middle-row-lost",
        "each new row pushes an older one out",
        after_generation(lambda d, c: c.caller.rows.pop(len(c.caller.rows) // 2)),
    ),
    FAMILY.subtle(
        "row-limit-100-lacks-newest",
        "limit=100 hides the newest row",
        rows(lambda c, r: r[1:] if limit_is(100)(c) else r),
    ),
    FAMILY.subtle(
        "row-default-lacks-newest",
        "only the default page lacks the newest row",
        rows(lambda c, r: r[1:] if not c.values("limit") else r),
    ),
)
AMOUNTS = (
    FAMILY.plain(
        "row-amount-more",
        "the amount of a row is one more than charged",
        entering(_add(-1)),
    ),
    FAMILY.plain(
        "row-amount-less",
        "the amount of a row is one less than charged",
        entering(_add(1)),
    ),
    FAMILY.plain(
        "row-amount-one",
        "every new row has the amount -1",
        entering(lambda r: setattr(r, "amount", -1)),
    ),
    FAMILY.plain(
        "row-amount-zero",
        "every new row has the amount 0",
        entering(lambda r: setattr(r, "amount", 0)),
    ),
    FAMILY.plain(
        "row-amount-balance",
        "the amount of a row is the balance after it",
        row(put("amount", -996), when=new_deduction),
    ),
    FAMILY.plain(
        "row-amount-cents",
        "amounts of new rows are in hundredths",
        row(alter("amount", lambda v: 100 * v), when=new),
    ),
    FAMILY.subtle(
        "row-amount-third",
        "the amount of the third image is off by one",
        entering(_add(-1), bought(3)),
    ),
    FAMILY.subtle(
        "row-amount-model",
        "the amount is off by one for one model",
        entering(_add(1), model(FLASH)),
    ),
    FAMILY.subtle(
        "row-amount-deep",
        "the amount is off by one for thinking deep",
        entering(_add(-1), _level("deep")),
    ),
    FAMILY.subtle(
        "row-amount-after-error",
        "amounts are off by one once a request was refused",
        entering(_add(-1), _refused),
    ),
    FAMILY.subtle(
        "row-amount-later-page",
        "amounts are one less on later pages",
        row(alter("amount", lambda v: v - 1), when=lambda c, _: later_page(c)),
    ),
    FAMILY.subtle(
        "row-amount-limit-100",
        "limit=100 shows amounts doubled",
        row(alter("amount", lambda v: 2 * v), when=lambda c, _: limit_is(100)(c)),
    ),
    FAMILY.subtle(
        "row-amount-old-changes",
        "older amounts grow by one once an image was generated",
        row(
            alter("amount", lambda v: v - 1),
            when=lambda c, r: r.old and from_image(1)(c),
        ),
    ),
)
SIGNS = (
    FAMILY.plain(
        "sign-new-positive",
        "new deductions are positive, older ones negative",
        row(alter("amount", abs), when=new_deduction),
    ),
    FAMILY.plain(
        "sign-mixed",
        "half of the deductions are positive",
        row(alter("amount", abs), when=_mixed),
    ),
    FAMILY.plain(
        "sign-addition",
        "additions are negative as deductions are",
        row(alter("amount", lambda v: -abs(v)), when=_kind("addition")),
    ),
    FAMILY.subtle(
        "sign-refund",
        "refunds are negative as deductions are",
        row(alter("amount", lambda v: -abs(v)), when=_kind("refund")),
    ),
    FAMILY.subtle(
        "sign-third",
        "the deduction of the third image is positive",
        entering(lambda r: setattr(r, "amount", -r.amount), bought(3)),
    ),
    FAMILY.subtle(
        "sign-old-one",
        "one older deduction is positive",
        when_opened(
            lambda d: setattr(d.good.rows[9], "amount", abs(d.good.rows[9].amount))
        ),
    ),
    FAMILY.subtle(
        "sign-model",
        "deductions of one model are positive",
        entering(lambda r: setattr(r, "amount", -r.amount), model(PRO)),
    ),
)
DEFECTS = (
    *MISSING,
    *AMOUNTS,
    *SIGNS,
)
