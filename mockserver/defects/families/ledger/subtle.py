"""Ledgers that are wrong in one row, on one page, or after one event."""

from __future__ import annotations

from mockserver.clock import timestamp
from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after, together
from mockserver.defects.pieces.books import (
    copy_of,
    enter_again,
    keeping_books,
    nth_bought,
    once_bought,
    open_books,
)
from mockserver.defects.pieces.conditions import (
    USAGE,
    after_error,
    always,
    both,
    has_query,
    later_page,
    ok,
    on,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.states import (
    StorageAround,
    payable,
    recorded,
    remembered,
    repriced,
    stored,
    third_fails,
)
from mockserver.storage.protocol import Storage
from mockserver.storage.records import Event, Transaction

FAMILY = Family.LEDGER


def _not_taken(it: Occasion) -> None:
    opened = open_books(it)
    opened.books.give(opened.account_number, it.body["credits"]["charged"])


def _entered_again(it: Occasion) -> None:
    opened = open_books(it)
    opened.books.give(opened.account_number, -enter_again(it))


def _oldest_row_hidden(it: Occasion) -> None:
    opened = open_books(it)
    shown = opened.books.transactions(opened.account_number, limit=10**6, offset=0)
    opened.books.hide(shown[1][-1].id)


def _absolute(it: Occasion) -> None:
    for row in it.transactions:
        row["amount"] = abs(row["amount"])


def _reference_lost(it: Occasion) -> None:
    for row in it.transactions:
        row["referenceId"] = None


def _reference_before(it: Occasion) -> None:
    for row in it.transactions:
        if row["referenceId"] in it.ids:
            place = it.ids.index(row["referenceId"])
            row["referenceId"] = it.ids[max(0, place - 1)]


def _refunds_negative(it: Occasion) -> None:
    for row in it.transactions:
        if row["type"] == "refund":
            row["amount"] = -row["amount"]


def _refunds_reversals(it: Occasion) -> None:
    for row in it.transactions:
        if row["type"] == "refund":
            row["type"] = "reversal"


def _dated_now(it: Occasion) -> None:
    for row in it.transactions:
        row["createdAt"] = timestamp(it.parts.clock.now())


def _typed_refund(event: Event, nth: int) -> Event:
    if event.image is None or event.image.model_id != "openai:gpt-image-2":
        return event
    return event._replace(
        transactions=[row._replace(type="refund") for row in event.transactions]
    )


def _thinks(event: Event, nth: int) -> bool:
    return event.image is not None and event.image.thinking_level is not None


def _tenth_lost(events: list[Event]) -> list[Event]:
    """Lose the deduction of the tenth of the older images."""
    lost = [event._replace(transactions=()) for event in events[9:10]]
    return [*events[:9], *lost, *events[10:]]


def _refunded_twice(event: Event, nth: int) -> Event:
    rows = list(event.transactions)
    rows += [copy_of(row) for row in rows if row.type == "refund"]
    return event._replace(transactions=rows)


class _TwoInOne(StorageAround):
    """Writes one row for every two images of an account."""

    def __init__(self, inner: Storage) -> None:
        super().__init__(inner)
        self._waiting: dict[int, Transaction] = {}

    def record(self, account_number: int, event: Event) -> None:
        if event.image is not None and event.transactions:
            first = self._waiting.pop(account_number, None)
            row = event.transactions[0]
            if first is None:
                self._waiting[account_number] = row
                event = event._replace(transactions=())
            else:
                merged = row._replace(amount=row.amount + first.amount)
                event = event._replace(transactions=(merged,))
        super().record(account_number, payable(self.inner, account_number, event))


DEFECTS: tuple[Defect, ...] = (
    FAMILY.subtle(
        "third-row-without-effect",
        "the third image has its deduction, and the balance does not fall",
        "LED-02",
        together(*keeping_books(once_bought(nth_bought(3), _not_taken))),
    ),
    FAMILY.subtle(
        "third-row-entered-again",
        "an insert that is repeated writes the deduction of the third image twice,"
        " and the balance falls once",
        "LED-02",
        together(*keeping_books(once_bought(nth_bought(3), _entered_again))),
    ),
    FAMILY.subtle(
        "new-row-pushes-the-oldest-out",
        "each new deduction takes the oldest transaction out of the list",
        "PAG-10",
        together(*keeping_books(once_bought(always, _oldest_row_hidden))),
    ),
    FAMILY.subtle(
        "amounts-absolute-on-the-longest-page",
        "with limit=100 all amounts are positive, else deductions are negative",
        "USE-02",
        after(both(on(USAGE), ok, has_query("limit", "100")), _absolute),
    ),
    FAMILY.subtle(
        "references-lost-on-later-pages",
        "transactions that are read from an offset on have no referenceId",
        "USE-05",
        after(both(on(USAGE), ok, later_page), _reference_lost),
    ),
    FAMILY.subtle(
        "deduction-refers-to-the-image-before",
        "the deduction of a new image refers to the one that was bought before it",
        "LED-03",
        after(both(on(USAGE), ok), _reference_before),
    ),
    FAMILY.subtle(
        "deduction-of-gpt-image-2-typed-as-refund",
        "what was deducted for one model stands in the ledger as a refund",
        "USE-07",
        recorded(_typed_refund),
    ),
    FAMILY.subtle(
        "row-lacks-the-thinking-surcharge",
        "the deduction of an image with a thinkingLevel is one less than charged",
        "LED-03",
        repriced("deduction", 1, _thinks),
    ),
    FAMILY.subtle(
        "one-row-for-two-images",
        "the charges of two images are deducted at once when the second is made",
        "LED-03",
        stored(_TwoInOne),
    ),
    FAMILY.subtle(
        "one-older-image-without-deduction",
        "one older image has a creditCost and no deduction, all others have one",
        "USE-03",
        remembered(_tenth_lost),
    ),
    FAMILY.subtle(
        "refunds-negative",
        "a refund is negative where additions are positive",
        "USE-02",
        together(third_fails, after(both(on(USAGE), ok), _refunds_negative)),
    ),
    FAMILY.subtle(
        "refund-of-more-than-was-deducted",
        "the refund of a failed generation is one credit more than its deduction",
        "USE-04",
        together(third_fails, repriced("refund", 1, lambda event, nth: True)),
    ),
    FAMILY.subtle(
        "refund-entered-twice",
        "a failed generation is refunded twice",
        "GEN-P14",
        together(third_fails, recorded(_refunded_twice)),
    ),
    FAMILY.subtle(
        "refund-typed-reversal",
        "a refund has a type that the document does not list",
        "USE-01",
        together(third_fails, after(both(on(USAGE), ok), _refunds_reversals)),
    ),
    FAMILY.subtle(
        "transactions-touched-after-an-error",
        "once a request was refused, each transaction is dated with its reading",
        "USE-05",
        after(both(on(USAGE), ok, after_error), _dated_now),
    ),
)
