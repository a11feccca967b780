"""Ledgers that do not say what happened."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after, together
from mockserver.defects.pieces.books import hide_deduction, keeping_books, once_bought
from mockserver.defects.pieces.conditions import USAGE, always, both, ok, on
from mockserver.defects.pieces.occasion import Occasion

FAMILY = Family.LEDGER


def _new_rows_positive(it: Occasion) -> None:
    for row in it.transactions:
        if row["referenceId"] in it.ids:
            row["amount"] = abs(row["amount"])


def _new_rows_count_images(it: Occasion) -> None:
    for row in it.transactions:
        if row["referenceId"] in it.ids:
            row["amount"] = -1


def _counted_showings(it: Occasion) -> None:
    for row in it.transactions:
        row["description"] = f"{row['description']} (shown {it.nth} times)"


def _older_rows_tenfold(it: Occasion) -> None:
    for row in it.transactions:
        if row["type"] == "deduction" and row["referenceId"] not in it.ids:
            row["amount"] *= 10


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "deductions-not-in-the-ledger",
        "the balance falls for a new image, and no transaction says so",
        "LED-02",
        together(*keeping_books(once_bought(always, hide_deduction))),
    ),
    FAMILY.plain(
        "new-deductions-positive",
        "deductions of new images are positive, those of older ones negative",
        "USE-02",
        after(both(on(USAGE), ok), _new_rows_positive),
    ),
    FAMILY.plain(
        "new-deductions-count-images",
        "the amount of each new deduction is one image, not its credits",
        "LED-03",
        after(both(on(USAGE), ok), _new_rows_count_images),
    ),
    FAMILY.plain(
        "descriptions-count-their-readings",
        "the description of a transaction is another one at each reading",
        "USE-05",
        after(both(on(USAGE), ok), _counted_showings),
    ),
    FAMILY.plain(
        "older-deductions-in-tenths-of-credits",
        "amounts of older deductions are ten times the creditCost of their images",
        "USE-03",
        after(both(on(USAGE), ok), _older_rows_tenfold),
    ),
)
