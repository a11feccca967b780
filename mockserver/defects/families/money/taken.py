"""Images that cost something else than was told."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import together
from mockserver.defects.pieces.states import (
    StorageAround,
    payable,
    recorded,
    repriced,
    stored,
    third_fails,
)
from mockserver.storage.protocol import Storage
from mockserver.storage.records import Event

FAMILY = Family.MONEY


class _FailuresPaidLater(StorageAround):
    """Takes the cost of a failed generation, which was refunded, with the next image."""

    def __init__(self, inner: Storage) -> None:
        super().__init__(inner)
        self._owed: dict[int, int] = {}

    def record(self, account_number: int, event: Event) -> None:
        if event.image is None:
            self._owed[account_number] = sum(
                row.amount for row in event.transactions if row.type == "refund"
            )
        else:
            owed, row = self._owed.pop(account_number, 0), event.transactions[0]
            row = row._replace(amount=row.amount - owed)
            event = event._replace(transactions=(row,))
        super().record(account_number, payable(self.inner, account_number, event))


def _with_fractions(event: Event, nth: int) -> Event:
    if event.image is None or nth % 3:
        return event
    rows = [row._replace(amount=row.amount - 1) for row in event.transactions]
    return event._replace(transactions=rows)


def _has_style(event: Event, nth: int) -> bool:
    return event.image is not None and event.image.style is not None


def _long(event: Event, nth: int) -> bool:
    return event.image is not None and len(event.image.prompt) > 1000


DEFECTS: tuple[Defect, ...] = (
    FAMILY.subtle(
        "failure-paid-with-the-next-image",
        "the third generation fails and is refunded, and is taken with the next image",
        "LED-03",
        together(third_fails, stored(_FailuresPaidLater)),
    ),
    FAMILY.subtle(
        "fractions-of-prices-add-up",
        "with each third image one credit more is taken than was charged",
        "LED-03",
        recorded(_with_fractions),
    ),
    FAMILY.subtle(
        "style-costs-one-more-than-told",
        "an image with a style is charged one credit more than credits.charged says",
        "LED-01",
        repriced("deduction", -1, _has_style),
    ),
    FAMILY.subtle(
        "long-prompts-cost-more-than-told",
        "a prompt of more than 1000 characters takes one credit more than charged says",
        "LED-03",
        repriced("deduction", -1, _long),
    ),
)
