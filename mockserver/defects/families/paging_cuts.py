"""Pages that hold other rows than limit and offset ask for."""

from __future__ import annotations

from mockserver.defects.conditions import (
    USAGE,
    always,
    both,
    has_query,
    later_page,
    unless,
)
from mockserver.defects.entry import Defect, Family
from mockserver.defects.occasion import Occasion
from mockserver.defects.pages import Row, between, cut
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
)
