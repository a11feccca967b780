"""Writing entries to a state file that is open."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mockserver.errors import StorageError
from mockserver.storage.entries import checksum
from mockserver.storage.sqlite_schema import INSERT_ENTRY

# A checkpoint waits for the disk (some milliseconds), so it is rare; yet the log
# that a kill leaves behind must be checked within a fraction of a second.
CHECKPOINT_ENTRIES = 4096


class EntryLog:
    """Appends entries, for one thread at a time.

    Raises StorageError when SQLite cannot write; then nothing was appended.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, *, salt: int, count: int
    ) -> None:
        self._connection = connection
        self._path = path
        self._salt = salt
        self._count = count
        self._since_checkpoint = 0
        self._has_leftovers = False

    def append(self, content: bytes) -> None:
        """Append one entry; it is committed when this returns."""
        self._clear_leftovers()
        try:
            self._insert(content)  # a statement alone is a transaction of its own
        except sqlite3.Error as error:
            self._undo(self._count)
            raise self._failure(error) from error
        self._since_checkpoint += 1
        if self._since_checkpoint >= CHECKPOINT_ENTRIES:
            self._checkpoint()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Append all of what :meth:`add` is given inside, or none of it."""
        self._clear_leftovers()
        count = self._count
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._undo(count)
            raise self._failure(error) from error
        except BaseException:
            self._undo(count)
            raise
        self._checkpoint()

    def add(self, content: bytes) -> None:
        """Append one entry to the transaction that is open."""
        self._insert(content)

    def close(self) -> None:
        """Move everything into the one file and let go of it."""
        self._connection.close()

    def _insert(self, content: bytes) -> None:
        number = self._count
        row = (number, content, checksum(self._salt, number, content))
        self._connection.execute(INSERT_ENTRY, row)
        self._count = number + 1

    def _undo(self, count: int) -> None:
        self._count = count
        # SQLite rolls back by itself after some errors; then there is nothing to do.
        with suppress(sqlite3.Error):
            self._connection.execute("ROLLBACK")
        self._has_leftovers = True
        with suppress(StorageError):  # the next write tries again, and tells
            self._clear_leftovers()

    def _clear_leftovers(self) -> None:
        """Cut off what a failed write left in the log.

        Later frames would cover only a part of it, and the rest would look
        like damage after a kill.
        """
        if not self._has_leftovers:
            return
        try:
            self._truncate_log()
        except sqlite3.Error as error:
            raise self._failure(error) from error
        self._has_leftovers = False

    def _checkpoint(self) -> None:
        self._since_checkpoint = 0
        # What was appended is safe in the log; the next checkpoint tries again.
        with suppress(sqlite3.Error):
            self._truncate_log()

    def _truncate_log(self) -> None:
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _failure(self, error: sqlite3.Error) -> StorageError:
        return StorageError(
            f"{self._path}: the state could not be written ({error}), and nothing was "
            "recorded; make room on the disk or check that it can be written to"
        )
