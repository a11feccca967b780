"""Accounts and the API keys that open them.

A key is known by its digest only. Looking one up is the same work whether it
is good, revoked, wrong or unknown: one digest, one look in one table.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from mockserver.clock import Clock
from mockserver.draws import Draws
from mockserver.errors import SettingsError
from mockserver.getimages.keys import Standing, WellKnownKey, digest
from mockserver.storage.protocol import Storage
from mockserver.storage.records import CREDITS, Account, Event, Transaction

_log = logging.getLogger("mockserver.accounts")


class History(Protocol):
    """What a new account has behind it, oldest first; it costs credits."""

    @property
    def opened_at(self) -> int:
        """When the account was opened, in milliseconds."""

    @property
    def cost(self) -> int:
        """The credits that the history cost."""

    def events(self, account_number: int) -> Iterable[Event]:
        """Yield the events for an account with this number."""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """What a known key leads to; a revoked one has no account."""

    standing: Standing
    account: Account | None


class Accounts:
    """Opens accounts and finds them by key.

    With ``open_to_all`` every key that is not known yet opens an account of its
    own with the usual credits (``--auth any``).
    """

    # An account is small, but a client that sends a new key each time must not
    # fill the memory. Nobody tests with more tenants than this by hand.
    MOST_OPENED_BY_ANY = 100_000

    def __init__(
        self,
        *,
        storage: Storage,
        draws: Draws,
        clock: Clock,
        credits: int,
        open_to_all: bool = False,
    ) -> None:
        self._storage = storage
        self._draws = draws
        self._clock = clock
        self._credits = credits
        self._open_to_all = open_to_all
        self._lock = threading.Lock()
        self._keys: dict[bytes, KeyEntry] = {}
        # Accounts of an earlier run wait here until their key is given again: what
        # a file holds does not say which keys are good today.
        self._waiting = {account.key_digest: account for account in storage.accounts()}

    def add_well_known(
        self, known: WellKnownKey, *, history: History | None = None
    ) -> Account | None:
        """Make a well-known key valid; return its account, None for a revoked one."""
        if known.standing is Standing.REVOKED:
            self._keys[digest(known.key)] = KeyEntry(Standing.REVOKED, None)
            return None
        account = self.open(
            known.key,
            credits=known.credits if digest(known.key) not in self._waiting else None,
            email=f"{known.name}@example.com",
            history=history,
        )
        self._keys[account.key_digest] = KeyEntry(known.standing, account)
        return account

    def first(self) -> Account:
        """Return the account with number 0; one is opened where there is none."""
        accounts = self._storage.accounts()
        return accounts[0] if accounts else self.open("")

    def open(
        self,
        key: str,
        *,
        credits: int | None = None,
        email: str | None = None,
        history: History | None = None,
    ) -> Account:
        """Return the key's account, which is opened with a grant if it is new.

        ``history`` is what a new account has behind it; its cost is granted on top
        of ``credits``. An account of an earlier run is taken up as it is. A revoked
        key opens nothing, and credits below 0 are none: SettingsError.
        """
        if credits is not None and credits not in CREDITS:
            raise SettingsError(
                f"credits must be an integer from 0 to {CREDITS.stop - 1},"
                f" not {credits!r}"
            )
        key_digest = digest(key)
        with self._lock:
            entry = self._keys.get(key_digest)
            if entry is None:
                account = self._waiting.pop(key_digest, None)
                if account is None:
                    grant = self._credits if credits is None else credits
                    account = self._new(key_digest, grant, email, history)
                elif credits is not None or history is not None:
                    _log.warning(
                        "%s is an account of an earlier run: it keeps its balance and"
                        " images, and is given no others",
                        account.email,
                    )
                self._keys[key_digest] = KeyEntry(Standing.ACTIVE, account)
                return account
        if entry.account is None:
            raise SettingsError("this API key is revoked and opens no account")
        return entry.account

    def find(self, key: str) -> KeyEntry | None:
        """Return what the key leads to, or None for one that is not valid."""
        entry = self._keys.get(digest(key))
        if entry is None and self._open_to_all:
            return self._opened(key)
        return entry

    def _opened(self, key: str) -> KeyEntry | None:
        if len(self._keys) >= self.MOST_OPENED_BY_ANY:
            return None
        return KeyEntry(Standing.ACTIVE, self.open(key))

    def _new(
        self,
        key_digest: bytes,
        grant: int,
        email: str | None,
        history: History | None,
    ) -> Account:
        number = len(self._storage.accounts())
        account = Account(
            number=number,
            user_id=f"user_{self._draws.digest('user', number).hex()[:16]}",
            email=email or f"account-{number}@example.com",
            key_digest=key_digest,
        )
        opening = Transaction(
            id=self._draws.uuid("transaction", number, 0, "addition"),
            amount=grant if history is None else grant + history.cost,
            type="addition",
            description="Opening grant",
            reference_id=None,
            created_at=self._clock.now() if history is None else history.opened_at,
        )
        events = () if history is None else history.events(number)
        self._storage.add_account(account, opening, events)
        return account
