"""State in memory: quick, compact, and gone with the process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import RLock

from mockserver.storage.holdings import LARGEST, SMALLEST, Holdings, Shapes
from mockserver.storage.records import Account, Event, Image, Transaction


class MemoryStorage:
    """Keeps everything in flat memory, about 350 bytes for a generation.

    The lock is one that its holder may take again, because ``record_many``
    runs the caller's iterator, which may want to read.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._shapes = Shapes()
        self._accounts: list[Account] = []
        self._holdings: list[Holdings] = []

    def accounts(self) -> Sequence[Account]:
        """Return every account, by number."""
        with self._lock:
            return tuple(self._accounts)

    def add_account(
        self, account: Account, opening: Transaction, events: Iterable[Event] = ()
    ) -> None:
        """Add an account with what it has behind it, or nothing.

        Raises ValueError if a value cannot be kept, see :meth:`check`.
        """
        holdings = Holdings(self._shapes)
        with self._lock:
            self.check_account(account, opening)
            holdings.add(Event(0, None, (opening,)))
            for event in events:
                check_values(event)
                objection = holdings.objection(event)
                assert objection is None, objection
                holdings.add(event)
            self._accounts.append(account)
            self._holdings.append(holdings)

    def record(self, account_number: int, event: Event) -> None:
        """Record one event as a whole.

        Raises ValueError if a value cannot be kept, see :meth:`check`.
        """
        with self._lock:
            self.check(account_number, event)
            self._holdings[account_number].add(event)

    def record_many(self, account_number: int, events: Iterable[Event]) -> None:
        """Record all events, or none if one is unsound or the iterable raises."""
        with self._lock:
            holdings = self._holdings[account_number]
            mark = holdings.mark()
            try:
                for event in events:
                    self.check(account_number, event)
                    holdings.add(event)
            except BaseException:
                holdings.go_back(mark)
                raise

    def check_account(self, account: Account, opening: Transaction) -> None:
        """Raise as :meth:`check` does if the account cannot be added."""
        with self._lock:
            expected = len(self._accounts)
        assert account.number == expected, f"the next account is number {expected}"
        event = Event(0, None, (opening,))
        check_values(event)
        objection = Holdings(self._shapes).objection(event)
        assert objection is None, objection

    def check(self, account_number: int, event: Event) -> None:
        """Raise ValueError if a value of the event cannot be kept.

        That is an integer beyond 64 bits or an id with U+0000 in it. An event
        that cannot follow what is there (an image id that is taken, a balance
        below 0, a counter that goes back) is a mistake of the caller's:
        AssertionError.
        """
        check_values(event)
        with self._lock:
            objection = self._holdings[account_number].objection(event)
        assert objection is None, objection

    def restore(self, owner: Account | int, event: Event) -> None:
        """Add what was recorded before: an account with its grant, or an event.

        For contents that nobody vouches for: raises ValueError, or TypeError
        for values of another kind, where :meth:`record` asserts.
        """
        with self._lock:
            if isinstance(owner, Account):
                self._restore_account(owner)
                owner = owner.number
            if not 0 <= owner < len(self._holdings):
                raise ValueError(f"there is no account {owner}")
            check_values(event)
            holdings = self._holdings[owner]
            objection = holdings.objection(event)
            if objection is not None:
                raise ValueError(objection)
            holdings.add(event)

    def _restore_account(self, account: Account) -> None:
        if account.number != len(self._accounts):
            raise ValueError(f"account {account.number} is out of turn")
        self._accounts.append(account)
        self._holdings.append(Holdings(self._shapes))

    def draws(self, account_number: int) -> int:
        """Return the account's counter of draws, 0 for a new account."""
        with self._lock:
            return self._holdings[account_number].draws

    def balance(self, account_number: int) -> int:
        """Return the sum of the amounts of the account's transactions."""
        with self._lock:
            return self._holdings[account_number].balance

    def image_count(self, account_number: int) -> int:
        """Return how many images the account has."""
        with self._lock:
            return len(self._holdings[account_number].images)

    def transaction_count(self, account_number: int) -> int:
        """Return how many transactions the account has."""
        with self._lock:
            return len(self._holdings[account_number].transactions)

    def images(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Image]]:
        """Return (total, page): images newest first, at one instant."""
        with self._lock:
            holdings = self._holdings[account_number]
            page = holdings.image_page(limit=limit, offset=offset)
            return len(holdings.images), page

    def image(self, account_number: int, image_id: str) -> Image | None:
        """Return the account's image with this id (lower-case), or None."""
        with self._lock:
            return self._holdings[account_number].image(image_id)

    def transactions(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Transaction]]:
        """Return (total, page): transactions newest first, at one instant."""
        with self._lock:
            holdings = self._holdings[account_number]
            page = holdings.transaction_page(limit=limit, offset=offset)
            return len(holdings.transactions), page

    def close(self) -> None:
        """Do nothing: memory holds no resource."""


def check_values(event: Event) -> None:
    """Raise ValueError if a value cannot be kept, see :meth:`MemoryStorage.check`."""
    _, image, transactions = event
    if image is not None:
        _check("image", image.id, image.credit_cost, image.created_at)
    for entry in transactions:
        _check("transaction", entry.id, entry.amount, entry.created_at)


def _check(kind: str, own_id: str, credits: int, created_at: int) -> None:
    if "\0" in own_id:
        raise ValueError(f"{kind} id {own_id!r} holds U+0000; use an id without it")
    if not SMALLEST <= credits <= LARGEST:
        raise ValueError(
            f"{kind} {own_id}: {credits} credits are beyond 64 bits; use fewer"
        )
    if not SMALLEST <= created_at <= LARGEST:
        raise ValueError(
            f"{kind} {own_id}: created_at {created_at} is beyond 64 bits; "
            "use milliseconds since 1970"
        )
