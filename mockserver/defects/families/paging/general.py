"""Pages that do not add up."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after, before, instead
from mockserver.defects.pieces.conditions import (
    LIST,
    LISTS,
    USAGE,
    always,
    both,
    has_query,
    on,
    past_the_end,
    unless,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import between, cut, framed, put, rows

FAMILY = Family.PAGING


def _number(it: Occasion, name: str) -> int:
    text = it.query.get(name, "")
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 19 else 0


def _rotated(it: Occasion) -> None:
    turn = it.nth % max(1, len(rows(it)))
    put(it, rows(it)[turn:] + rows(it)[:turn])


def _total_of_page(it: Occasion) -> None:
    it.body["total"] = len(rows(it))


def _next_offset(it: Occasion) -> None:
    it.body["offset"] += len(rows(it))


def _count_as_limit(it: Occasion) -> None:
    it.body["limit"] = max(1, len(rows(it)))


def _no_such_page(it: Occasion) -> None:
    it.refuse(400, "That page contains no results", path="query.offset")


def _cached(it: Occasion) -> None:
    page = it.memory.setdefault(
        (it.key, it.operation, it.request.query_string), it.body
    )
    it.body = page


def _offset_zero(it: Occasion) -> None:
    it.body["offset"] = 0


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "default-limit-is-25",
        "without a limit a page has and tells 25 rows",
        "PAG-01",
        before(
            both(on(*LISTS), unless(has_query("limit"))), lambda it: it.ask(limit=25)
        ),
    ),
    FAMILY.plain(
        "default-offset-is-1",
        "without an offset the first row is left out, and offset 1 is told",
        "PAG-01",
        before(
            both(on(*LISTS), unless(has_query("offset"))), lambda it: it.ask(offset=1)
        ),
    ),
    FAMILY.plain(
        "limit-told-is-the-number-of-rows",
        "the limit that a page tells is how many rows came, not what was asked for",
        "PAG-02",
        framed(_count_as_limit),
    ),
    FAMILY.plain(
        "offset-told-is-of-the-next-page",
        "the offset that a page tells is where the next page begins",
        "PAG-02",
        framed(_next_offset),
    ),
    FAMILY.plain(
        "one-row-more-than-limit",
        "a page has the row that was read ahead to see whether there are more",
        "PAG-03",
        cut(lambda it, limit, offset: between(it, offset, offset + limit + 1)),
    ),
    FAMILY.plain(
        "usage-limit-ignored",
        "a page of the ledger has 20 rows whatever the limit",
        "PAG-03",
        cut(lambda it, limit, offset: between(it, offset, offset + 20), always, USAGE),
    ),
    FAMILY.plain(
        "total-stops-at-50",
        "the total is 50 at most, while later pages have rows",
        "PAG-03",
        framed(lambda it: it.body.update(total=min(50, it.body["total"]))),
    ),
    FAMILY.plain(
        "limit-over-100-clamped",
        "a limit over 100 is answered with 100 rows instead of refused",
        "PAG-04",
        before(
            both(on(*LISTS), lambda it: _number(it, "limit") > 100),
            lambda it: it.ask(limit=100),
        ),
    ),
    FAMILY.plain(
        "negative-offset-is-0",
        "an offset below 0 is answered with the first page instead of refused",
        "PAG-05",
        before(
            both(on(*LISTS), lambda it: _number(it, "offset") < 0),
            lambda it: it.ask(offset=0),
        ),
    ),
    FAMILY.plain(
        "past-the-end-is-refused",
        "an offset past the end is refused with 400 instead of answered with an empty page",
        "PAG-05",
        after(both(on(*LISTS), past_the_end), _no_such_page),
    ),
    FAMILY.plain(
        "offset-counts-pages",
        "offset skips that many pages, not rows",
        "PAG-07",
        cut(
            lambda it, limit, offset: between(
                it, offset * limit, offset * limit + limit
            )
        ),
    ),
    FAMILY.plain(
        "image-offset-ignored",
        "every page of images is the first",
        "PAG-08",
        cut(lambda it, limit, offset: between(it, 0, limit), always, LIST),
    ),
    FAMILY.plain(
        "rows-in-another-order-each-time",
        "each read of a page has its rows in another order",
        "PAG-09",
        framed(_rotated),
    ),
    FAMILY.plain(
        "total-counts-the-page",
        "the total is the number of rows on the page",
        "PAG-03",
        framed(_total_of_page),
    ),
    FAMILY.plain(
        "page-sorted-by-id",
        "the rows of each page stand in the order of their ids, so that a row's place depends on the page",
        "PAG-14",
        framed(lambda it: put(it, sorted(rows(it), key=lambda row: str(row["id"])))),
    ),
    FAMILY.plain(
        "list-pages-cached-for-good",
        "a page of a list that was read once is answered with the same rows for ever",
        "GEN-P13",
        framed(_cached),
    ),
    FAMILY.plain(
        "widest-page-is-500",
        "a list that is asked for 100 rows answers 500",
        "ERR-07",
        instead(
            both(
                on(*LISTS), has_query("limit", "100"), lambda it: it.account is not None
            ),
            lambda it: it.refuse(500, "The query took too long"),
        ),
    ),
    FAMILY.plain(
        "offset-told-is-always-0",
        "every page tells an offset of 0, and has the rows that were asked for",
        "PAG-02",
        framed(_offset_zero),
    ),
)
