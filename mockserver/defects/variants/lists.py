"""Lists in another order, and lists that learn of something late."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from mockserver.defects.entry import Make, Variant
from mockserver.defects.pieces.around import after, together
from mockserver.defects.pieces.conditions import LISTS, both, ok, on
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.states import StorageAround, stored
from mockserver.storage.protocol import Storage
from mockserver.storage.records import Event, Image, Transaction

_Row = TypeVar("_Row", Image, Transaction)


def _oldest_first(
    read: Callable[..., tuple[int, Sequence[_Row]]],
    account_number: int,
    total: int,
    limit: int,
    offset: int,
) -> tuple[int, Sequence[_Row]]:
    begin, end = max(0, total - offset - limit), max(0, total - offset)
    _, rows = read(account_number, limit=end - begin, offset=begin)
    return total, rows[::-1]


class _ImagesTurned(StorageAround):
    def images(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Image]]:
        total = self.inner.image_count(account_number)
        return _oldest_first(self.inner.images, account_number, total, limit, offset)


class _LedgerTurned(StorageAround):
    def transactions(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Transaction]]:
        total = self.inner.transaction_count(account_number)
        read = self.inner.transactions
        return _oldest_first(read, account_number, total, limit, offset)


class _ById(StorageAround):
    def images(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Image]]:
        total = self.inner.image_count(account_number)
        _, rows = self.inner.images(account_number, limit=total, offset=0)
        return total, sorted(rows, key=lambda row: row.id)[offset : offset + limit]


class _LedgerWithoutGrant(StorageAround):
    def transaction_count(self, account_number: int) -> int:
        return self.inner.transaction_count(account_number) - 1

    def transactions(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Transaction]]:
        total, rows = self.inner.transactions(
            account_number, limit=limit, offset=offset
        )
        return total - 1, rows[: max(0, total - 1 - offset)]


class _Late(StorageAround):
    """Shows what was recorded only some seconds later; its subclasses say where."""

    def __init__(self, inner: Storage, seconds: float) -> None:
        super().__init__(inner)
        self._seconds = seconds
        self._recorded: list[tuple[float, int, Event]] = []

    def record(self, account_number: int, event: Event) -> None:
        self.inner.record(account_number, event)
        self._recorded.append((time.monotonic(), account_number, event))

    def unseen(self, account_number: int) -> list[Event]:
        """Return the events of the account that are not shown yet."""
        since = time.monotonic() - self._seconds
        return [
            event
            for at, number, event in reversed(self._recorded)
            if at > since and number == account_number
        ]


class _ListLate(_Late):
    def _hidden(self, account_number: int) -> int:
        return sum(e.image is not None for e in self.unseen(account_number))

    def image_count(self, account_number: int) -> int:
        return self.inner.image_count(account_number) - self._hidden(account_number)

    def images(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Image]]:
        hidden = self._hidden(account_number)
        total, rows = self.inner.images(
            account_number, limit=limit, offset=offset + hidden
        )
        return total - hidden, rows


class _LedgerLate(_Late):
    def _hidden(self, account_number: int) -> int:
        return sum(len(e.transactions) for e in self.unseen(account_number))

    def transaction_count(self, account_number: int) -> int:
        total = self.inner.transaction_count(account_number)
        return total - self._hidden(account_number)

    def transactions(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Transaction]]:
        hidden = self._hidden(account_number)
        total, rows = self.inner.transactions(
            account_number, limit=limit, offset=offset + hidden
        )
        return total - hidden, rows


class _GetLate(_Late):
    def image(self, account_number: int, image_id: str) -> Image | None:
        image = self.inner.image(account_number, image_id)
        if any(event.image == image for event in self.unseen(account_number)):
            return None
        return image


def _late(kind: type[_Late], seconds: float) -> Make:
    return stored(lambda storage: kind(storage, seconds))


def _links(it: Occasion) -> None:
    shown = it.body["offset"] + it.body["limit"]
    more = shown < it.body["total"]
    link = f"{it.request.path}?limit={it.body['limit']}&offset={shown}"
    it.body.update(hasMore=more, next=link if more else None)


newest_last = together(stored(_ImagesTurned), stored(_LedgerTurned))
"""Turns both lists around."""

VARIANTS: tuple[Variant, ...] = (
    Variant(
        "newest-last",
        "both lists run from the oldest to the newest",
        newest_last,
    ),
    Variant(
        "ledger-newest-last",
        "transactions run from the oldest to the newest, images do not",
        stored(_LedgerTurned),
    ),
    Variant(
        "images-ordered-by-id",
        "images are ordered by their ids, so that a new one may stand anywhere",
        stored(_ById),
    ),
    Variant(
        "ledger-without-opening-grant",
        "the ledger does not show how the account came by its first credits",
        stored(_LedgerWithoutGrant),
    ),
    Variant(
        "lists-tell-the-next-page",
        "lists have a link to the next page beside their rows",
        after(both(on(*LISTS), ok), _links),
    ),
    Variant(
        "list-late",
        "a new image appears in the list half a second later",
        _late(_ListLate, 0.5),
    ),
    Variant(
        "ledger-late",
        "a new transaction appears in the ledger half a second later",
        _late(_LedgerLate, 0.5),
    ),
    Variant(
        "get-image-late",
        "a new image can be read by its id half a second later",
        _late(_GetLate, 0.5),
    ),
    Variant(
        "everything-late",
        "a new image and its transaction are found nowhere for half a second",
        together(*(_late(kind, 0.5) for kind in (_ListLate, _LedgerLate, _GetLate))),
    ),
)
