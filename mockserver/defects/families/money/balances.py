"""Balances that do not move by what was charged and refunded."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after, before, together
from mockserver.defects.pieces.books import hide_deduction, keeping_books, open_books
from mockserver.defects.pieces.callers import with_account
from mockserver.defects.pieces.conditions import (
    ACCOUNT,
    GENERATE,
    both,
    bytes_form,
    either,
    from_request,
    ok,
    on,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.refusals import failed_image
from mockserver.defects.pieces.states import (
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


def _one_page_summed(it: Occasion) -> None:
    assert it.account is not None
    storage, number = it.parts.storage, it.account.number
    _, page = storage.transactions(number, limit=50, offset=0)
    it.body["creditBalance"] = max(0, sum(row.amount for row in page))


def _expire(it: Occasion) -> None:
    opened = open_books(it)
    if opened.account_number not in it.memory and it.balance > 5:
        it.memory[opened.account_number] = True
        opened.books.give(opened.account_number, -5)


def _charged_late(it: Occasion) -> None:
    image_id = it.images[0]["id"]
    if it.operation == GENERATE:
        it.memory[image_id] = it.body["credits"]["charged"]
        hide_deduction(it)
        opened = open_books(it)
        opened.books.give(opened.account_number, it.memory[image_id])
    elif image_id in it.memory:
        it.enter(-it.memory.pop(image_id), "deduction", reference_id=image_id)


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
    FAMILY.plain(
        "balance-summed-over-one-page",
        "creditBalance is the sum of the newest 50 transactions alone, or 0",
        "LED-02",
        after(both(on(ACCOUNT), ok), _one_page_summed),
    ),
    FAMILY.subtle(
        "credits-expire-without-a-row",
        "from the twentieth request on each balance lacks 5 credits, without a row",
        "LED-02",
        together(*keeping_books(before(both(with_account, from_request(20)), _expire))),
    ),
    FAMILY.subtle(
        "charged-at-the-first-download",
        "a new image is told as charged, and taken when it is first read whole",
        "GEN-P14",
        together(
            *keeping_books(
                after(both(either(on(GENERATE), bytes_form), ok), _charged_late)
            )
        ),
    ),
)
