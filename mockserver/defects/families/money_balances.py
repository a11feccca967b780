"""Balances that do not move by what was charged and refunded."""

from __future__ import annotations

from mockserver.defects.around import after, together
from mockserver.defects.books import keeping_books, open_books
from mockserver.defects.entry import Defect, Family
from mockserver.defects.occasion import Occasion
from mockserver.defects.refusals import failed_image
from mockserver.defects.states import (
    StorageAround,
    recorded,
    repriced,
    stored,
    third_fails,
)
from mockserver.storage.protocol import Storage
from mockserver.storage.records import Event

FAMILY = Family.MONEY


def _added(event: Event, nth: int) -> Event:
    if event.image is None:
        return event
    rows = [row._replace(amount=-row.amount) for row in event.transactions]
    return event._replace(transactions=rows)


class _OneChargeASecond(StorageAround):
    """Keeps one deduction of an account and a second, as if the others were retries."""

    def __init__(self, inner: Storage) -> None:
        super().__init__(inner)
        self._charged: set[tuple[int, int]] = set()

    def record(self, account_number: int, event: Event) -> None:
        if event.image is not None:
            second = (account_number, event.image.created_at // 1000)
            if second in self._charged:
                event = event._replace(transactions=())
            self._charged.add(second)
        super().record(account_number, event)


def _refund_taken(it: Occasion) -> None:
    opened = open_books(it)
    opened.books.give(opened.account_number, -opened.newest_row("refund").amount)


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "charge-added-to-the-balance",
        "the balance rises by what a new image is charged",
        "GEN-P14",
        recorded(_added),
    ),
    FAMILY.subtle(
        "volume-discount-untold",
        "from the fourth image on one credit less is taken than charged says",
        "LED-03",
        repriced(
            "deduction", 1, lambda event, nth: event.image is not None and nth >= 4
        ),
    ),
    FAMILY.subtle(
        "one-charge-in-each-second",
        "of the images of one second a single one is taken from the balance",
        "LED-03",
        stored(_OneChargeASecond),
    ),
    FAMILY.subtle(
        "refund-without-effect",
        "the third generation fails with 500, and its refund leaves the balance alone",
        "LED-04",
        together(*keeping_books(third_fails, after(failed_image, _refund_taken))),
    ),
)
