"""Alterations of what is kept: the ledger, the images, and who may fail."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from mockserver.alteration import Alteration
from mockserver.defects.entry import Make
from mockserver.getimages.generations import (
    GenerationFailed,
    GenerationRequest,
    Provider,
)
from mockserver.settings import Settings
from mockserver.storage.protocol import Storage
from mockserver.storage.records import (
    Account,
    Event,
    Image,
    Transaction,
    TransactionType,
)


class StorageAround:
    """A storage that hands everything on; who changes something overrides it.

    Accounts and their histories, which stand before the mock serves, pass
    ``add_account``; what happens while it serves passes ``record``.
    """

    def __init__(self, inner: Storage) -> None:
        self.inner = inner

    def accounts(self) -> Sequence[Account]:
        """Return every account, by number."""
        return self.inner.accounts()

    def add_account(
        self, account: Account, opening: Transaction, events: Iterable[Event] = ()
    ) -> None:
        """Add an account with what it has behind it."""
        self.inner.add_account(account, opening, events)

    def record(self, account_number: int, event: Event) -> None:
        """Record one event."""
        self.inner.record(account_number, event)

    def record_many(self, account_number: int, events: Iterable[Event]) -> None:
        """Record all of the events as one."""
        self.inner.record_many(account_number, events)

    def draws(self, account_number: int) -> int:
        """Return the account's counter of draws."""
        return self.inner.draws(account_number)

    def balance(self, account_number: int) -> int:
        """Return the balance."""
        return self.inner.balance(account_number)

    def image_count(self, account_number: int) -> int:
        """Return how many images the account has."""
        return self.inner.image_count(account_number)

    def transaction_count(self, account_number: int) -> int:
        """Return how many transactions the account has."""
        return self.inner.transaction_count(account_number)

    def images(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Image]]:
        """Return (total, page), newest first."""
        return self.inner.images(account_number, limit=limit, offset=offset)

    def image(self, account_number: int, image_id: str) -> Image | None:
        """Return the account's image with this id, or None."""
        return self.inner.image(account_number, image_id)

    def transactions(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Transaction]]:
        """Return (total, page), newest first."""
        return self.inner.transactions(account_number, limit=limit, offset=offset)

    def close(self) -> None:
        """Release what is held."""
        self.inner.close()


class _Stored(Alteration):
    def __init__(self, wrap: Callable[[Storage], Storage]) -> None:
        self._wrap = wrap

    def storage(self, storage: Storage) -> Storage:
        return self._wrap(storage)


def stored(wrap: Callable[[Storage], Storage]) -> Make:
    """Keep the state in another storage: a subclass of :class:`StorageAround`."""
    return lambda: _Stored(wrap)


def payable(storage: Storage, account_number: int, event: Event) -> Event:
    """Return the event with a last row that takes no more than there is."""
    rows = list(event.transactions)
    after = storage.balance(account_number) + sum(row.amount for row in rows)
    if after >= 0:
        return event
    rows[-1] = rows[-1]._replace(amount=rows[-1].amount - after)
    return event._replace(transactions=rows)


def recorded(change: Callable[[Event, int], Event]) -> Make:
    """Change the nth event (from 1) of those that the mock records while it serves.

    ``change`` is given the event and n.
    """

    class Changing(StorageAround):
        def __init__(self, inner: Storage) -> None:
            super().__init__(inner)
            self._count = 0

        def record(self, account_number: int, event: Event) -> None:
            self._count += 1
            changed = payable(self.inner, account_number, change(event, self._count))
            self.inner.record(account_number, changed)

    return stored(Changing)


def repriced(
    kind: TransactionType, by: int, when: Callable[[Event, int], bool]
) -> Make:
    """Change the amounts of rows of a type where ``when`` holds of the nth event."""

    def change(event: Event, nth: int) -> Event:
        if not when(event, nth):
            return event
        rows = [
            row._replace(amount=row.amount + by) if row.type == kind else row
            for row in event.transactions
        ]
        return event._replace(transactions=rows)

    return recorded(change)


def remembered(change: Callable[[list[Event]], Iterable[Event]]) -> Make:
    """Change what accounts have behind them: their events, oldest first."""

    class Changing(StorageAround):
        def add_account(
            self, account: Account, opening: Transaction, events: Iterable[Event] = ()
        ) -> None:
            self.inner.add_account(account, opening, change(list(events)))

    return stored(Changing)


class _Provided(Alteration):
    def __init__(self, fails: Callable[[GenerationRequest, int], bool]) -> None:
        self._fails = fails
        self._count = 0

    def provider(self, provider: Provider) -> Provider:
        def provide(request: GenerationRequest, /) -> None:
            self._count += 1
            if self._fails(request, self._count):
                raise GenerationFailed("the provider gave up")
            provider(request)

        return provide


def failing(fails: Callable[[GenerationRequest, int], bool]) -> Make:
    """Let generations fail, as they lawfully may; ``fails`` knows the nth from 1.

    The mock answers 500, and the ledger has the deduction and its refund.
    """
    return lambda: _Provided(fails)


third_fails = failing(lambda request, nth: nth == 3)
"""Lets the third generation fail, and no other."""


class _Overlaid(Alteration):
    def __init__(self, overlay: Mapping[str, Any]) -> None:
        self._overlay = overlay

    def overlays(self) -> Sequence[Mapping[str, Any]]:
        return [self._overlay]


def overlaid(*actions: Mapping[str, Any]) -> Make:
    """Let the mock read another document: actions of an OpenAPI overlay."""
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": "What this deployment reads differently", "version": "1"},
        "actions": list(actions),
    }
    return lambda: _Overlaid(overlay)


class _Set(Alteration):
    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options

    def settings(self, settings: Settings) -> Settings:
        return dataclasses.replace(settings, **self._options)


def with_settings(**options: Any) -> Make:
    """Build the mock with other settings (see :class:`mockserver.Settings`)."""
    return lambda: _Set(options)
