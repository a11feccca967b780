"""The protocol behind the ledger and the image store.

Positions count from 0 in the order of recording and are never reused, so a
page can be found without walking to it. Implementations are used by one
server at a time; calls may come from several threads, and each call is atomic.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from mockserver.storage.records import Account, Event, Image, Transaction


class Storage(Protocol):
    """Accounts with their ledgers and images, in the order of recording."""

    def accounts(self) -> Sequence[Account]:
        """Return every account, by number."""

    def add_account(
        self, account: Account, opening: Transaction, events: Iterable[Event] = ()
    ) -> None:
        """Add an account whose ledger starts with its opening grant.

        ``account.number`` must be the number of accounts so far. ``events`` are
        what it has behind it; account and events are recorded as one, or not at
        all if the iterable raises.
        """

    def record(self, account_number: int, event: Event) -> None:
        """Record one event as a whole: an image, or none, and its transactions.

        When this returns, the event survives the end of the process if the
        storage promises that at all. When it raises, nothing was recorded:
        ValueError for a value that cannot be kept, StorageError if the event
        could not be written.
        """

    def record_many(self, account_number: int, events: Iterable[Event]) -> None:
        """Record all of the events as one, or none if the iterable raises.

        The iterable is consumed as it goes, so it may be as long as memory allows.
        """

    def draws(self, account_number: int) -> int:
        """Return the account's counter of draws, 0 for a new account."""

    def balance(self, account_number: int) -> int:
        """Return the sum of the amounts of the account's transactions."""

    def image_count(self, account_number: int) -> int:
        """Return how many images the account has."""

    def transaction_count(self, account_number: int) -> int:
        """Return how many transactions the account has."""

    def images(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Image]]:
        """Return (total, page): images newest first, at one instant."""

    def image(self, account_number: int, image_id: str) -> Image | None:
        """Return the account's image with this id (lower-case), or None."""

    def transactions(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Transaction]]:
        """Return (total, page): transactions newest first, at one instant."""

    def close(self) -> None:
        """Release what is held; calling it again does nothing."""
