"""A storage whose books can be cooked while the mock serves: hidden rows, lost credits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from mockserver.defects.entry import Make
from mockserver.defects.pieces.around import Change, When, after
from mockserver.defects.pieces.conditions import GENERATE
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.states import StorageAround, payable, stored
from mockserver.storage.protocol import Storage
from mockserver.storage.records import Event, Image, Transaction, TransactionType

Row = TypeVar("Row", Image, Transaction)


class Hidden(NamedTuple):
    """Where an image or a transaction does not show."""

    in_lists: bool
    by_id: bool


class Books(StorageAround):
    """Keeps all that is recorded, and shows what it is told to."""

    def __init__(self, inner: Storage) -> None:
        super().__init__(inner)
        self._hidden: dict[str, Hidden] = {}
        self._credits: dict[int, int] = {}

    def hide(self, row_id: str, *, in_lists: bool = True, by_id: bool = True) -> None:
        """Hide an image or a transaction from now on."""
        self._hidden[row_id] = Hidden(in_lists, by_id)

    def give(self, account_number: int, credits: int) -> None:
        """Add to a balance (or take away) without a row."""
        self._credits[account_number] = self._credits.get(account_number, 0) + credits

    def balance(self, account_number: int) -> int:
        """Return the sum of the amounts and of what was given without a row."""
        given = self._credits.get(account_number, 0)
        return max(0, self.inner.balance(account_number) + given)

    def record(self, account_number: int, event: Event) -> None:
        """Record an event; what was given without a row pays for nothing."""
        self.inner.record(account_number, payable(self.inner, account_number, event))

    def image_count(self, account_number: int) -> int:
        """Return a count that grows with every row that is hidden.

        Pages are kept by it: with the same one, an old page would still be shown.
        """
        return self.inner.image_count(account_number) + self._turn

    def transaction_count(self, account_number: int) -> int:
        """Return a count that grows with every row that is hidden."""
        return self.inner.transaction_count(account_number) + self._turn

    @property
    def _turn(self) -> int:
        return 1_000_000 * len(self._hidden)

    def image(self, account_number: int, image_id: str) -> Image | None:
        """Return an image that is not hidden."""
        if image_id in self._hidden and self._hidden[image_id].by_id:
            return None
        return self.inner.image(account_number, image_id)

    def images(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Image]]:
        """Return the images that are not hidden."""
        count = self.inner.image_count(account_number)
        every = self.inner.images(account_number, limit=count, offset=0)[1]
        return self._page(every, limit, offset)

    def transactions(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Transaction]]:
        """Return the transactions that are not hidden."""
        count = self.inner.transaction_count(account_number)
        every = self.inner.transactions(account_number, limit=count, offset=0)[1]
        return self._page(every, limit, offset)

    def _page(
        self, every: Sequence[Row], limit: int, offset: int
    ) -> tuple[int, Sequence[Row]]:
        shown = [
            row
            for row in every
            if row.id not in self._hidden or not self._hidden[row.id].in_lists
        ]
        return len(shown), shown[offset : offset + limit]


class BookedOccasion(NamedTuple):
    """The books of a request's mock, and the account that they are opened at."""

    books: Books
    account_number: int

    def newest(self, count: int) -> Sequence[Image]:
        """Return the newest images, hidden ones too."""
        return self.books.inner.images(self.account_number, limit=count, offset=0)[1]

    def oldest(self) -> Image:
        """Return the oldest image that is in the list."""
        total = self.books.images(self.account_number, limit=1, offset=0)[0]
        return self.books.images(self.account_number, limit=1, offset=total - 1)[1][0]

    def rows(self) -> Sequence[Transaction]:
        """Return every transaction, newest first, hidden ones too."""
        count = self.books.transaction_count(self.account_number)
        return self.books.inner.transactions(
            self.account_number, limit=count, offset=0
        )[1]

    def newest_row(self, kind: TransactionType) -> Transaction:
        """Return the newest transaction of a type."""
        return next(row for row in self.rows() if row.type == kind)

    def deduction(self, image_id: str) -> Transaction:
        """Return the first deduction that refers to an image."""
        return next(
            row
            for row in self.rows()
            if row.reference_id == image_id and row.type == "deduction"
        )


def open_books(occasion: Occasion) -> BookedOccasion:
    """Return the books of a mock that keeps them; the request has an account."""
    storage = occasion.parts.storage
    while not isinstance(storage, Books):
        assert isinstance(storage, StorageAround), "this mock keeps no books"
        storage = storage.inner
    assert occasion.account is not None, "a request without an account has no books"
    return BookedOccasion(storage, occasion.account.number)


def keeping_books(*makes: Make) -> tuple[Make, ...]:
    """Return the alterations with books that they can open."""
    return (stored(Books), *makes)


def once_bought(when: When, change: Change) -> Make:
    """Change a reply with a new image; ``when`` is asked for such replies alone."""
    return after(
        lambda it: it.operation == GENERATE and it.ok and when(it),
        change,
    )


def hide_deduction(it: Occasion) -> None:
    """Hide the deduction of the image that a reply brings."""
    opened = open_books(it)
    opened.books.hide(opened.deduction(it.images[0]["id"]).id)


def enter_again(it: Occasion, **changes: Any) -> int:
    """Enter the deduction of a reply's image once more, changed; return its amount."""
    opened = open_books(it)
    row = copy_of(opened.deduction(it.images[0]["id"]))._replace(**changes)
    draws = opened.books.draws(opened.account_number)
    opened.books.record(opened.account_number, Event(draws, None, (row,)))
    return row.amount


def copy_of(row: Transaction) -> Transaction:
    """Return a transaction like another one, with an id of its own."""
    last = "1" if row.id.endswith("0") else "0"
    return row._replace(id=row.id[:-1] + last)


def nth_bought(number: int) -> When:
    """Hold for the nth new image, by its own count; for :func:`once_bought`."""

    def holds(it: Occasion) -> bool:
        it.memory["seen"] = it.memory.get("seen", 0) + 1
        return bool(it.memory["seen"] == number)

    return holds
