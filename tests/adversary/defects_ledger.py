"""Ledger rows that are missing, wrong, unstable, or in the wrong place."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.adversary.api import FLASH, GPT_2, PRO
from tests.adversary.call import Call
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Family
from tests.adversary.twists import (
    WhenRow,
    after_error,
    after_generation,
    after_refusal,
    alter,
    always,
    by,
    from_image,
    later_page,
    limit_is,
    new,
    put,
    row,
    when_opened,
    wrap,
)
from tests.adversary.world import Row, timestamp

FAMILY = Family("ledger")
Enter = Callable[..., None]


def entering(change: Callable[[Row], object], when: WhenRow = always) -> Apply:
    """Change the row of each new deduction as it is written."""

    def edit(deployment: Deployment, call: Call) -> None:
        written = call.caller.rows[-1]
        if when(call, written):
            change(written)

    return after_generation(edit)


def unwritten(when: WhenRow = always) -> Apply:
    """Write no row, though the balance falls."""

    def edit(deployment: Deployment, call: Call) -> None:
        if when(call, call.caller.rows[-1]):
            call.caller.rows.pop()

    return after_generation(edit)


def rows(change: Callable[[Call, list[Row]], list[Row]]) -> Apply:
    """Show other rows."""

    def wrapper(inner: Callable[[Call], list[Row]], call: Call) -> list[Row]:
        return change(call, list(inner(call)))

    return wrap("visible_rows", wrapper)


def _bought(number: int) -> WhenRow:
    return lambda call, _: call.caller.bought == number


def _model(name: str) -> WhenRow:
    return lambda call, _: call.image is not None and call.image.model == name


def _level(level: str) -> WhenRow:
    return lambda call, _: call.image is not None and call.image.thinking == level


def _second(call: Call, _: Row) -> bool:
    return call.caller.name == "second"


def _refused(call: Call, _: Row) -> bool:
    return call.errors > 0


def _deduction(_: Call, item: Row) -> bool:
    return item.kind == "deduction"


def _new_deduction(_: Call, item: Row) -> bool:
    return item.kind == "deduction" and not item.old


def _kind(name: str) -> WhenRow:
    return lambda _, item: item.kind == name


def _random_id(value: Any) -> str:
    return str(uuid.uuid4())


def _add(amount: int) -> Callable[[Row], object]:
    return lambda item: setattr(item, "amount", item.amount + amount)


def _mixed(_: Call, item: Row) -> bool:
    return item.kind == "deduction" and int(item.id[:2], 16) % 2 == 0


def _refer(pick: Callable[[Deployment, Call], str]) -> Apply:
    """Refer from each new row to another image."""

    def edit(deployment: Deployment, call: Call) -> None:
        call.caller.rows[-1].reference = pick(deployment, call)

    return after_generation(edit)


def _older(deployment: Deployment, call: Call) -> str:
    return call.caller.images[0].id if call.caller.images else ""


def _previous(deployment: Deployment, call: Call) -> str:
    return call.caller.images[-2:][0].id


MISSING = (
    FAMILY.plain("no-row", "the balance falls, no row is written", unwritten()),
    FAMILY.subtle("no-row-third", "the third image has no row", unwritten(_bought(3))),
    FAMILY.subtle("no-row-first", "the first image has no row", unwritten(_bought(1))),
    FAMILY.subtle("no-row-model", "one model has no row", unwritten(_model(GPT_2))),
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
        row(put("amount", -996), when=_new_deduction),
    ),
    FAMILY.plain(
        "row-amount-cents",
        "amounts of new rows are in hundredths",
        row(alter("amount", lambda v: 100 * v), when=new),
    ),
    FAMILY.subtle(
        "row-amount-third",
        "the amount of the third image is off by one",
        entering(_add(-1), _bought(3)),
    ),
    FAMILY.subtle(
        "row-amount-model",
        "the amount is off by one for one model",
        entering(_add(1), _model(FLASH)),
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
        row(alter("amount", abs), when=_new_deduction),
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
        entering(lambda r: setattr(r, "amount", -r.amount), _bought(3)),
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
        entering(lambda r: setattr(r, "amount", -r.amount), _model(PRO)),
    ),
)
TYPES = (
    FAMILY.plain(
        "row-type-addition",
        "new deductions have the type addition",
        entering(lambda r: setattr(r, "kind", "addition")),
    ),
    FAMILY.plain(
        "row-type-refund",
        "new deductions have the type refund",
        entering(lambda r: setattr(r, "kind", "refund")),
    ),
    FAMILY.subtle(
        "row-type-third",
        "the third image's row has the type refund",
        entering(lambda r: setattr(r, "kind", "refund"), _bought(3)),
    ),
    FAMILY.subtle(
        "row-type-model",
        "one model's rows have the type addition",
        entering(lambda r: setattr(r, "kind", "addition"), _model(FLASH)),
    ),
    FAMILY.subtle(
        "row-type-changes",
        "rows of new images turn into refunds after the third",
        row(put("type", "refund"), when=lambda c, r: not r.old and from_image(3)(c)),
    ),
)
REFERENCES = (
    FAMILY.plain(
        "reference-oldest", "each new row refers to the oldest image", _refer(_older)
    ),
    FAMILY.plain(
        "reference-previous",
        "each new row refers to the image before",
        _refer(_previous),
    ),
    FAMILY.subtle(
        "reference-foreign",
        "each new row refers to an image of another account",
        _refer(
            lambda d, c: (
                d.second.images[0].id if c.caller is d.good else d.good.images[0].id
            )
        ),
    ),
    FAMILY.subtle(
        "reference-first-bought",
        "rows refer to the first new image from the second on",
        _refer(
            lambda d, c: d.memory.setdefault("first", c.image.id if c.image else "")
        ),
    ),
    FAMILY.subtle(
        "reference-shifts",
        "references of new rows change with every read",
        row(alter("referenceId", _random_id), when=_new_deduction),
    ),
    FAMILY.subtle(
        "reference-third",
        "the third row refers to the oldest image",
        after_generation(
            lambda d, c: (
                setattr(c.caller.rows[-1], "reference", _older(d, c))
                if c.caller.bought == 3
                else None
            )
        ),
    ),
)
IDENTITIES = (
    FAMILY.plain(
        "row-id-unstable",
        "row ids change with every read",
        row(alter("id", _random_id)),
    ),
    FAMILY.plain(
        "row-id-constant",
        "all rows have one id",
        row(put("id", "7f2f6a52-4c1e-4b52-9d27-0a3a5b1c9e11")),
    ),
    FAMILY.subtle(
        "row-id-new-unstable",
        "ids of new rows change with every read",
        row(alter("id", _random_id), when=new),
    ),
    FAMILY.subtle(
        "row-id-repeated",
        "each new row repeats the id of the oldest",
        after_generation(
            lambda d, c: setattr(c.caller.rows[-1], "id", c.caller.rows[0].id)
        ),
    ),
    FAMILY.subtle(
        "row-id-old-pair",
        "two older rows share an id",
        when_opened(lambda d: setattr(d.good.rows[30], "id", d.good.rows[12].id)),
    ),
    FAMILY.subtle(
        "row-id-after-error",
        "ids of older rows change once after a refusal",
        row(
            alter("id", lambda v: str(uuid.uuid5(uuid.NAMESPACE_OID, v))),
            when=lambda c, r: r.old and after_error(c),
        ),
    ),
    FAMILY.subtle(
        "row-id-later-page",
        "row ids differ on later pages",
        row(
            alter("id", lambda v: str(uuid.uuid5(uuid.NAMESPACE_OID, v))),
            when=lambda c, _: later_page(c),
        ),
    ),
)
TIMES = (
    FAMILY.plain(
        "row-future",
        "new rows are dated a day ahead",
        entering(lambda r: setattr(r, "created", r.created + timedelta(days=1))),
    ),
    FAMILY.plain(
        "row-past",
        "new rows are dated a day back",
        entering(lambda r: setattr(r, "created", r.created - timedelta(days=1))),
    ),
    FAMILY.subtle(
        "row-local",
        "new rows are dated 2 hours ahead, as local time with Z",
        entering(lambda r: setattr(r, "created", r.created + timedelta(hours=2))),
    ),
    FAMILY.plain(
        "row-epoch",
        "new rows are dated 1970",
        row(put("createdAt", "1970-01-01T00:00:00Z"), when=new),
    ),
    FAMILY.subtle(
        "row-no-zone",
        "row dates have no zone",
        row(alter("createdAt", lambda v: v.rstrip("Z"))),
    ),
    FAMILY.subtle(
        "row-no-zone-new",
        "dates of new rows have no zone",
        row(alter("createdAt", lambda v: v.rstrip("Z")), when=new),
    ),
    FAMILY.subtle(
        "row-blank",
        "row dates have a blank for T",
        row(alter("createdAt", lambda v: v.replace("T", " "))),
    ),
    FAMILY.subtle(
        "row-day-only", "row dates are days", row(alter("createdAt", lambda v: v[:10]))
    ),
    FAMILY.subtle(
        "row-old-future",
        "one older row is dated a month ahead",
        when_opened(
            lambda d: setattr(d.good.rows[20], "created", d.now() + timedelta(days=30))
        ),
    ),
)


def _time_of_read(deployment: Deployment) -> None:
    def edit(call: Call, item: Row, shown: dict[str, Any]) -> None:
        if not item.old:
            shown["createdAt"] = timestamp(deployment.now())

    deployment.row_edits.append(edit)


UNSTABLE = (
    FAMILY.subtle(
        "row-date-of-read",
        "new rows are dated with the time of the read",
        _time_of_read,
    ),
    FAMILY.subtle(
        "row-description-read",
        "descriptions hold the number of the request",
        lambda d: d.row_edits.append(
            lambda c, r, s: s.update(description=f"read {c.number}")
        ),
    ),
    FAMILY.subtle(
        "usage-second-empty",
        "the second account's ledger is always empty",
        rows(lambda c, r: [] if by("second")(c) else r),
    ),
    FAMILY.subtle(
        "usage-newest-late",
        "the newest row shows only once another is written",
        rows(lambda c, r: r[1:] if c.caller.bought else r),
    ),
    FAMILY.subtle(
        "usage-duplicate", "the newest row is shown twice", rows(lambda c, r: r[:1] + r)
    ),
    FAMILY.subtle(
        "usage-frozen",
        "new rows never show in the list; the balance falls",
        rows(lambda c, r: [item for item in r if item.old]),
    ),
)
DEFECTS = (
    *MISSING,
    *AMOUNTS,
    *SIGNS,
    *TYPES,
    *REFERENCES,
    *IDENTITIES,
    *TIMES,
    *UNSTABLE,
)
