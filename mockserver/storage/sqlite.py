"""State in memory with an SQLite file behind it, written through."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from threading import RLock

from mockserver.errors import StateFileError, StorageError
from mockserver.storage import sqlite_schema as schema
from mockserver.storage.entries import encode_account, encode_event
from mockserver.storage.memory import MemoryStorage
from mockserver.storage.records import Account, Event, Image, Transaction
from mockserver.storage.sqlite_claim import Claim, unfit_for
from mockserver.storage.sqlite_log import EntryLog


def draw_seed() -> int:
    """Return a seed for a new file, short enough to be typed."""
    return secrets.randbits(32)


class SqliteStorage:
    """Reads from memory, and writes each event to the file before memory has it.

    What was recorded survives the end of the process at any instant, SIGKILL
    included. A power cut may cost the newest events (never a half of
    one): the disk is not waited for at each event.
    """

    def __init__(self, memory: MemoryStorage, log: EntryLog, *, seed: int) -> None:
        self.seed = seed
        self._memory = memory
        self._log = log
        self._lock = RLock()
        self._closed = False

    def accounts(self) -> Sequence[Account]:
        """Return every account, by number."""
        return self._memory.accounts()

    def add_account(
        self, account: Account, opening: Transaction, events: Iterable[Event] = ()
    ) -> None:
        """Add an account with what it has behind it, in one transaction.

        Raises ValueError if a value cannot be kept, StorageError if the file
        cannot be written; then nothing was added.
        """
        with self._lock:
            self._check_open()
            self._memory.check_account(account, opening)
            with closing(self._written_account(account, opening, events)) as written:
                self._memory.add_account(account, opening, written)

    def record(self, account_number: int, event: Event) -> None:
        """Record one event as a whole; it is committed when this returns.

        Raises as :meth:`add_account` does.
        """
        with self._lock:
            self._check_open()
            self._memory.check(account_number, event)
            self._log.append(encode_event(account_number, event))
            self._memory.record(account_number, event)

    def record_many(self, account_number: int, events: Iterable[Event]) -> None:
        """Record all events in one transaction, or none of them."""
        with self._lock:
            self._check_open()
            # Closed at once, so that what memory refuses is rolled back now.
            with closing(self._written(account_number, events)) as written:
                self._memory.record_many(account_number, written)

    def draws(self, account_number: int) -> int:
        """Return the account's counter of draws, 0 for a new account."""
        return self._memory.draws(account_number)

    def balance(self, account_number: int) -> int:
        """Return the sum of the amounts of the account's transactions."""
        return self._memory.balance(account_number)

    def image_count(self, account_number: int) -> int:
        """Return how many images the account has."""
        return self._memory.image_count(account_number)

    def transaction_count(self, account_number: int) -> int:
        """Return how many transactions the account has."""
        return self._memory.transaction_count(account_number)

    def images(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Image]]:
        """Return (total, page): images newest first, at one instant."""
        return self._memory.images(account_number, limit=limit, offset=offset)

    def image(self, account_number: int, image_id: str) -> Image | None:
        """Return the account's image with this id (lower-case), or None."""
        return self._memory.image(account_number, image_id)

    def transactions(
        self, account_number: int, *, limit: int, offset: int
    ) -> tuple[int, Sequence[Transaction]]:
        """Return (total, page): transactions newest first, at one instant."""
        return self._memory.transactions(account_number, limit=limit, offset=offset)

    def close(self) -> None:
        """Leave one single file and let go of it; calling it again does nothing.

        Reading goes on; recording raises StorageError from here on.
        """
        with self._lock:
            if not self._closed:
                self._closed = True
                self._log.close()

    def _check_open(self) -> None:
        if self._closed:
            raise StorageError("the state file is closed; nothing was recorded")

    def _written_account(
        self, account: Account, opening: Transaction, events: Iterable[Event]
    ) -> Generator[Event, None, None]:
        with self._log.transaction():
            self._log.add(encode_account(account, opening))
            for event in events:
                self._log.add(encode_event(account.number, event))
                yield event

    def _written(
        self, account_number: int, events: Iterable[Event]
    ) -> Generator[Event, None, None]:
        # Memory consumes this to its end, and drops all of it if the commit fails.
        with self._log.transaction():
            for event in events:
                self._log.add(encode_event(account_number, event))
                yield event


def open_sqlite(
    path: str | os.PathLike[str],
    *,
    seed: int | None,
    new_seed: Callable[[], int] = draw_seed,
    made_by: str = "getimages-toolkit",
) -> SqliteStorage:
    """Open a state file, or make one where there is none or an empty one.

    A new file keeps ``seed``, or what ``new_seed`` returns if it is None. The
    seed of an existing file holds; a different ``seed`` is refused. ``made_by`` names
    the version that makes a new file, for people who look into it.

    Raises StateFileError for a file that cannot be used. It and what is
    beside it is left as it was.
    """
    real = Path(os.path.realpath(path))  # SQLite names the files beside it so, too
    if not real.name:  # the root: no file beside it can be named
        raise StateFileError(
            f"{os.fspath(path)}: the state file is a folder; give the path of a file"
        )
    try:
        return _open(real, seed, new_seed, made_by)
    except schema.Unfit as error:
        raise StateFileError(f"{os.fspath(path)}: the state file {error}") from error
    except (sqlite3.Error, UnicodeDecodeError) as error:
        reason = unfit_for(error)
        raise StateFileError(f"{os.fspath(path)}: the state file {reason}") from error


def _open(
    path: Path, seed: int | None, new_seed: Callable[[], int], made_by: str
) -> SqliteStorage:
    claim = Claim(path)
    try:
        if claim.is_empty or schema.is_unfinished(claim.connection):
            meta = schema.Meta(
                new_seed() if seed is None else seed, secrets.token_hex(8), made_by
            )
            memory, count = MemoryStorage(), 0
            connection = claim.accept()
            schema.create(connection, meta)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        else:
            meta = _judge(claim.connection, seed)
            memory, count = _read(claim.connection, meta)
            connection = claim.accept()
            schema.use_wal(connection)
    except BaseException:
        claim.abandon()
        raise
    log = EntryLog(connection, path, salt=meta.salt, count=count)
    return SqliteStorage(memory, log, seed=meta.seed)


def _judge(connection: sqlite3.Connection, seed: int | None) -> schema.Meta:
    schema.check_kind(connection)
    meta = schema.read_meta(connection)
    if seed is not None and seed != meta.seed:
        raise schema.Unfit(
            f"has seed {meta.seed}, and seed {seed} was asked for",
            f"leave the seed out, give {meta.seed}, or give another file",
        )
    return meta


def _read(
    connection: sqlite3.Connection, meta: schema.Meta
) -> tuple[MemoryStorage, int]:
    """Return everything in the file, and how many entries that is."""
    memory = MemoryStorage()
    number = -1
    with closing(schema.read_entries(connection, meta.salt)) as entries:
        for number, (owner, event) in enumerate(entries):
            try:
                memory.restore(owner, event)
            except (TypeError, ValueError) as error:
                raise schema.damaged(
                    f"entry {number} does not fit in ({error})"
                ) from error
    return memory, number + 1
