"""Transactions that are dated wrongly."""

from __future__ import annotations

from datetime import datetime

from mockserver.clock import timestamp
from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after, together
from mockserver.defects.pieces.conditions import USAGE, both, ok, on
from mockserver.defects.pieces.fields import (
    addition,
    any_row,
    dated_by_the_day,
    deduction,
    in_transactions,
    moved,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row
from mockserver.defects.pieces.states import third_fails

FAMILY = Family.TIME


def _seconds_for_milliseconds(row: Row) -> None:
    # A thousandth of the time since 1970: about three weeks.
    time = datetime.fromisoformat(row["createdAt"]).timestamp()
    row["createdAt"] = timestamp(round(time))


def _short_offset(row: Row) -> None:
    row["createdAt"] = row["createdAt"].replace("Z", "+0000")


def _grant_now(it: Occasion) -> None:
    for row in it.transactions:
        if addition(it, row):
            row["createdAt"] = timestamp(it.parts.clock.now())


def _decimal_comma(it: Occasion) -> None:
    for row in it.transactions:
        row["createdAt"] = row["createdAt"].replace(".", ",")


def _refund_when_due(it: Occasion) -> None:
    for row in it.transactions:
        if row["type"] == "refund":
            moved(row, days=14)


_usage = both(on(USAGE), ok)


def _of_dotnet(row: Row) -> None:
    made = datetime.fromisoformat(row["createdAt"]).timestamp()
    row["createdAt"] = f"/Date({round(made * 1000)})/"


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "deductions-dated-in-january-1970",
        "createdAt of a deduction is in January 1970, seconds read as milliseconds",
        "USE-06",
        after(_usage, in_transactions(deduction, _seconds_for_milliseconds)),
    ),
    FAMILY.plain(
        "deductions-dated-by-the-day",
        "createdAt of a deduction is the midnight before its image",
        "USE-06",
        after(_usage, in_transactions(deduction, dated_by_the_day)),
    ),
    FAMILY.plain(
        "transactions-dated-with-a-short-offset",
        "createdAt of a transaction ends in +0000, which is no offset of a date-time",
        "USE-01",
        after(_usage, in_transactions(any_row, _short_offset)),
    ),
    FAMILY.subtle(
        "opening-grant-dated-with-its-reading",
        "createdAt of an addition is the time at which it is read",
        "USE-05",
        after(_usage, _grant_now),
    ),
    FAMILY.plain(
        "transactions-dated-with-a-decimal-comma",
        "createdAt of a transaction has a comma before its milliseconds",
        "USE-01",
        after(both(on(USAGE), ok), _decimal_comma),
    ),
    FAMILY.subtle(
        "refunds-dated-when-they-are-due",
        "the third generation fails with 500, and its refund is dated two weeks ahead",
        "IMG-02",
        together(
            third_fails,
            after(both(on(USAGE), ok), _refund_when_due),
        ),
    ),
    FAMILY.plain(
        "transactions-dated-as-dotnet-does",
        "createdAt of a transaction is a text such as /Date(1764180763000)/",
        "USE-01",
        after(both(on(USAGE), ok), in_transactions(any_row, _of_dotnet)),
    ),
)
