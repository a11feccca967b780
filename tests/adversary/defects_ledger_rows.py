"""Ledger rows with a wrong type, reference, id or date, or that do not stay."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.adversary.api import FLASH
from tests.adversary.call import Call
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Family
from tests.adversary.ledger_rows import bought, entering, model, new_deduction, rows
from tests.adversary.twists import (
    after_error,
    after_generation,
    alter,
    by,
    from_image,
    later_page,
    new,
    put,
    row,
    when_opened,
)
from tests.adversary.world import Row, timestamp

FAMILY = Family("ledger")


def _random_id(value: Any) -> str:
    return str(uuid.uuid4())


def _refer(pick: Callable[[Deployment, Call], str]) -> Apply:
    """Refer from each new row to another image."""

    def edit(deployment: Deployment, call: Call) -> None:
        call.caller.rows[-1].reference = pick(deployment, call)

    return after_generation(edit)


def _older(deployment: Deployment, call: Call) -> str:
    return call.caller.images[0].id if call.caller.images else ""


def _previous(deployment: Deployment, call: Call) -> str:
    return call.caller.images[-2:][0].id


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
        entering(lambda r: setattr(r, "kind", "refund"), bought(3)),
    ),
    FAMILY.subtle(
        "row-type-model",
        "one model's rows have the type addition",
        entering(lambda r: setattr(r, "kind", "addition"), model(FLASH)),
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
        row(alter("referenceId", _random_id), when=new_deduction),
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
    *TYPES,
    *REFERENCES,
    *IDENTITIES,
    *TIMES,
    *UNSTABLE,
)
