"""Totals that do not count the rows of a list."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.conditions import LIST, USAGE, both, ok, on
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import between, framed, put, rows

FAMILY = Family.PAGING


def _count_pages(it: Occasion) -> None:
    it.body["total"] = -(-it.body["total"] // it.body["limit"])


def _count_styles(it: Occasion) -> None:
    every = between(it, 0, it.body["total"])
    it.body["total"] = sum(row["style"] is not None for row in every)


def _estimate(it: Occasion) -> None:
    if it.body["total"] > 50:
        it.body["total"] = -(-it.body["total"] // 10) * 10


def _joined(it: Occasion) -> None:
    put(it, [row for row in rows(it) if row["referenceId"] is not None])


def _no_images(it: Occasion) -> bool:
    return it.ok and it.body["total"] == 0


def _count_ledger(it: Occasion) -> None:
    assert it.account is not None, "no page without an account"
    it.body["total"] = it.parts.storage.transaction_count(it.account.number)


def _count_without_additions(it: Occasion) -> None:
    every = between(it, 0, it.body["total"])
    it.body["total"] = sum(row["type"] != "addition" for row in every)


def _one_less(it: Occasion) -> None:
    it.body["total"] = max(0, it.body["total"] - 1)


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "total-is-the-number-of-pages",
        "the total of a list is how many pages it has with this limit",
        "PAG-03",
        framed(_count_pages),
    ),
    FAMILY.plain(
        "total-counts-a-nullable-column",
        "the total of images counts those that have a style",
        "PAG-03",
        after(both(on(LIST), ok), _count_styles),
    ),
    FAMILY.plain(
        "usage-joined-with-images",
        "transactions without a referenceId are counted, and stand on no page",
        "PAG-03",
        after(both(on(USAGE), ok), _joined),
    ),
    FAMILY.subtle(
        "total-is-an-estimate",
        "a total of more than 50 is rounded up to tens",
        "PAG-03",
        framed(_estimate),
    ),
    FAMILY.subtle(
        "list-without-images-is-404",
        "listImages answers 404 to an account that has no images",
        "REQ-01",
        after(
            both(on(LIST), _no_images),
            lambda it: it.refuse(404, "No images were found."),
        ),
    ),
    FAMILY.plain(
        "total-of-images-counts-the-ledger",
        "the total of images is how many transactions the account has",
        "PAG-03",
        after(both(on(LIST), ok), _count_ledger),
    ),
    FAMILY.plain(
        "usage-total-without-additions",
        "the total of the transactions does not count additions, which are listed",
        "PAG-03",
        after(both(on(USAGE), ok), _count_without_additions),
    ),
    FAMILY.plain(
        "total-is-the-last-index",
        "the total of a list is one less than its rows, as they are counted from 0",
        "PAG-03",
        framed(_one_less),
    ),
)
