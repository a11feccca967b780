"""Rows that were entered wrongly, or not at all."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after, together
from mockserver.defects.pieces.asking import PRO
from mockserver.defects.pieces.books import (
    copy_of,
    hide_deduction,
    keeping_books,
    nth_bought,
    once_bought,
    open_books,
)
from mockserver.defects.pieces.callers import with_account
from mockserver.defects.pieces.conditions import always, asks, both, from_request
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.refusals import failed_image
from mockserver.defects.pieces.states import (
    StorageAround,
    recorded,
    remembered,
    stored,
    third_fails,
)
from mockserver.storage.records import Event

FAMILY = Family.LEDGER


def _second_of_its_model(it: Occasion) -> bool:
    seen = it.memory.setdefault(it.tenant, set())
    known = it.images[0]["modelId"] in seen
    seen.add(it.images[0]["modelId"])
    return known


def _entered_twice(events: list[Event]) -> list[Event]:
    for event in events[11:12]:
        row = event.transactions[0]
        again = copy_of(row)
        # An addition makes up for it, as an account may have no credits for it.
        correction = copy_of(again)._replace(
            type="addition",
            amount=-row.amount,
            reference_id=None,
            description="Correction",
        )
        events[11] = event._replace(transactions=(row, again, correction))
    return events


def _neighbours(events: list[Event]) -> list[Event]:
    ids = [event.image and event.image.id for event in events]
    rows = [event.transactions[0] for event in events]
    return [
        event._replace(transactions=(row._replace(reference_id=before),))
        for event, row, before in zip(events, rows, [*ids[-1:], *ids], strict=False)
    ]


def _shared_id(event: Event, nth: int) -> Event:
    rows = [row._replace(id=event.transactions[0].id) for row in event.transactions]
    return event._replace(transactions=rows)


class _RefundOfTheImageBefore(StorageAround):
    """Lets refunds refer to the newest image that there is."""

    def record(self, account_number: int, event: Event) -> None:
        _, newest = self.inner.images(account_number, limit=1, offset=0)
        rows = [
            row._replace(reference_id=newest[0].id)
            if row.type == "refund" and newest
            else row
            for row in event.transactions
        ]
        super().record(account_number, event._replace(transactions=rows))


def _deduction_hidden(it: Occasion) -> None:
    opened = open_books(it)
    opened.books.hide(opened.newest_row("deduction").id)


def _other_side(it: Occasion) -> None:
    opened = open_books(it)
    row = opened.deduction(it.images[0]["id"])
    row = copy_of(row)._replace(amount=-row.amount, type="addition")
    draws = opened.books.draws(opened.account_number)
    opened.books.record(opened.account_number, Event(draws, None, (row,)))
    opened.books.give(opened.account_number, -row.amount)


def _refund_hidden(it: Occasion) -> None:
    opened = open_books(it)
    for row in opened.rows()[:2]:
        if row.type == "refund":
            opened.books.hide(row.id)


def _as_additions(event: Event, nth: int) -> Event:
    made = [row._replace(type="addition") for row in event.transactions]
    return event._replace(transactions=made)


def _granted_in_vain(it: Occasion) -> None:
    if it.memory.setdefault(it.tenant, it.number) == it.number:
        opened = open_books(it)
        it.enter(100, "addition", description="Monthly credits")
        opened.books.give(opened.account_number, -100)


def _refunded(it: Occasion) -> None:
    charged, image = it.body["credits"]["charged"], it.images[0]
    it.enter(charged, "refund", reference_id=image["id"], description="Timed out")


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "older-deductions-refer-to-the-neighbour",
        "each older deduction refers to the image that was bought before its own",
        "USE-03",
        remembered(_neighbours),
    ),
    FAMILY.subtle(
        "refund-shares-the-id-of-its-deduction",
        "the refund of a failed generation has the id of its deduction",
        "PAG-08",
        together(third_fails, recorded(_shared_id)),
    ),
    FAMILY.subtle(
        "refund-refers-to-the-image-before",
        "the refund of a failed generation refers to the image that was made before it",
        "LED-03",
        together(third_fails, stored(_RefundOfTheImageBefore)),
    ),
    FAMILY.subtle(
        "failed-generation-with-its-refund-alone",
        "a failed generation has a refund in the ledger and no deduction",
        "LED-02",
        together(*keeping_books(third_fails, after(failed_image, _deduction_hidden))),
    ),
    FAMILY.subtle(
        "second-row-of-a-model-ignored",
        "the second image of a model is taken from the balance and has no deduction",
        "LED-02",
        together(*keeping_books(once_bought(_second_of_its_model, hide_deduction))),
    ),
    FAMILY.subtle(
        "one-older-deduction-entered-twice",
        "one older image has two deductions of its creditCost",
        "USE-03",
        remembered(_entered_twice),
    ),
    FAMILY.plain(
        "both-sides-of-an-entry-shown",
        "each new deduction has an addition of the same amount beside it, which"
        " the balance does not know",
        "LED-02",
        together(*keeping_books(once_bought(always, _other_side))),
    ),
    FAMILY.subtle(
        "refund-without-a-row",
        "the third generation fails, and its refund is in the balance and no row",
        "LED-02",
        together(*keeping_books(third_fails, after(failed_image, _refund_hidden))),
    ),
    FAMILY.subtle(
        "no-row-for-gemini-3-pro",
        "images of one model are charged, and no transaction tells of it",
        "LED-03",
        together(*keeping_books(once_bought(asks(modelId=PRO), hide_deduction))),
    ),
    FAMILY.plain(
        "charges-entered-as-additions",
        "the deduction of a new image has the type addition",
        "USE-07",
        recorded(_as_additions),
    ),
    FAMILY.subtle(
        "grant-entered-without-its-credits",
        "from the fifteenth request on an account has an addition of 100 in the ledger"
        " that its balance does not know",
        "LED-02",
        together(
            *keeping_books(
                after(both(with_account, from_request(15)), _granted_in_vain)
            )
        ),
    ),
    FAMILY.subtle(
        "third-image-refunded-and-delivered",
        "the third image is charged, delivered and refunded, as its job timed out",
        "GEN-P14",
        once_bought(nth_bought(3), _refunded),
    ),
)
