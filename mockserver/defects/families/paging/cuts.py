"""Pages that hold other rows than limit and offset ask for."""

from __future__ import annotations

from itertools import groupby

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after, before
from mockserver.defects.pieces.conditions import (
    LISTS,
    USAGE,
    always,
    both,
    has_query,
    later_page,
    ok,
    on,
    unless,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row, between, cut, put, rows
from mockserver.getimages.behaviours import transaction_body

FAMILY = Family.PAGING


def _cut_first(it: Occasion, limit: int, offset: int) -> list[Row]:
    storage = it.parts.storage
    table = [
        (row, account)
        for account in storage.accounts()
        for row in storage.transactions(
            account.number, limit=storage.transaction_count(account.number), offset=0
        )[1]
    ]
    table.sort(key=lambda entry: entry[0].created_at, reverse=True)
    page = table[offset : offset + limit]
    return [transaction_body(row) for row, account in page if account == it.account]


def _brought_forward(it: Occasion, limit: int, offset: int) -> list[Row]:
    found = between(it, offset, offset + limit)
    opening = between(it, it.body["total"] - 1, it.body["total"])
    return found if len(found) < 2 else found[:-1] + opening


def _to_joined_texts(it: Occasion, limit: int, offset: int) -> list[Row]:
    # The sum of two texts: "10" + "5" is "105".
    if offset >= it.body["total"]:
        return []
    return between(it, offset, int(f"{offset}{limit}"))


def _cached_by_offset(it: Occasion) -> None:
    key = (it.operation, it.tenant, it.body["offset"], it.body["total"])
    put(it, it.memory.setdefault(key, rows(it)))


def _behind_the_second(it: Occasion, limit: int, offset: int) -> list[Row]:
    if offset == 0:
        return between(it, 0, limit)
    every = between(it, offset - 1, it.body["total"])
    last = every[0]["createdAt"][:19] if every else ""
    return [row for row in every[1:] if row["createdAt"][:19] < last][:limit]


def _beyond_32_bits(it: Occasion) -> bool:
    asked = it.query.get("offset", "")
    plain = asked.isascii() and asked.isdecimal() and len(asked) < 100
    return plain and int(asked) >= 2**31


def _in_32_bits(it: Occasion) -> None:
    low = int(it.query["offset"]) % 2**32
    it.ask(offset=0 if low >= 2**31 else low)


def _at_most_fifty(it: Occasion) -> None:
    if it.body["limit"] > 50:
        it.body["limit"] = 50
        put(it, rows(it)[:50])


def _without_a_tie_break(it: Occasion, limit: int, offset: int) -> list[Row]:
    every = between(it, 0, it.body["total"])
    seconds = groupby(every, key=lambda row: row["createdAt"][:19])
    if it.nth % 2 == 0:
        every = [row for _, group in seconds for row in reversed(list(group))]
    return every[offset : offset + limit]


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "offset-applied-twice",
        "a later page lacks as many of its first rows as its offset says",
        "PAG-03",
        cut(lambda it, limit, at: between(it, at, at + limit)[at:], later_page),
    ),
    FAMILY.plain(
        "usage-limit-and-offset-exchanged",
        "listUsage takes limit for offset and offset for limit when both are sent",
        "PAG-03",
        cut(
            lambda it, limit, offset: between(it, limit, limit + offset),
            both(has_query("limit"), has_query("offset")),
            USAGE,
        ),
    ),
    FAMILY.subtle(
        "usage-cut-before-the-owner-is-asked",
        "a page of the ledger lacks the rows of other accounts that fell on it",
        "PAG-03",
        cut(_cut_first, always, USAGE),
    ),
    FAMILY.subtle(
        "all-rows-without-a-limit",
        "without a limit a page tells 20, and has every row from its offset on",
        "PAG-03",
        cut(
            lambda it, limit, offset: between(it, offset, it.body["total"]),
            unless(has_query("limit")),
        ),
    ),
    FAMILY.subtle(
        "opening-row-on-every-page",
        "the last row of every page of the ledger is the oldest transaction",
        "PAG-08",
        cut(_brought_forward, always, USAGE),
    ),
    FAMILY.plain(
        "later-page-ends-at-joined-digits",
        "a later page ends at the place that the digits of offset and limit give as one number",
        "PAG-03",
        cut(_to_joined_texts, later_page),
    ),
    FAMILY.subtle(
        "page-cached-without-its-limit",
        "a page has the rows that were read from its offset first, whatever its limit is now",
        "PAG-03",
        after(both(on(*LISTS), ok), _cached_by_offset),
    ),
    FAMILY.subtle(
        "later-page-begins-with-the-second-before",
        "a later page lacks the rows of the second in which the row before it was made",
        "PAG-07",
        cut(_behind_the_second),
    ),
    FAMILY.subtle(
        "offset-kept-in-32-bits",
        "an offset of 2147483648 or more loses its upper bits, so that 4294967296 gives the first page",
        "PAG-06",
        before(both(on(*LISTS), _beyond_32_bits), _in_32_bits),
    ),
    FAMILY.subtle(
        "limit-over-fifty-becomes-fifty",
        "a limit from 51 to 100 gives 50 rows, and the reply tells limit 50",
        "PAG-02",
        after(both(on(*LISTS), ok), _at_most_fifty),
    ),
    FAMILY.subtle(
        "offset-needs-a-limit",
        "an offset without limit is told, and the first page is given",
        "PAG-07",
        cut(
            lambda it, limit, offset: between(it, 0, limit), unless(has_query("limit"))
        ),
    ),
    FAMILY.subtle(
        "rows-of-one-second-change-places",
        "rows of one second stand in another order at each reading, also over two pages",
        "PAG-07",
        cut(_without_a_tie_break),
    ),
    FAMILY.subtle(
        "later-pages-upside-down",
        "a page that is read from an offset on has its rows in the other direction",
        "PAG-07",
        cut(lambda it, limit, at: between(it, at, at + limit)[::-1], later_page),
    ),
)
