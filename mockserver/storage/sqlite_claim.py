"""Taking hold of a state file without changing anything in it.

SQLite alone says what stands in the file: after a kill, even the first page may be
only in the ``-wal`` file. So the file is opened and locked first, judged
within that one connection, and, if it is refused, closed in the one way that
leaves a log as it was.

The file itself is never opened otherwise: closing any other descriptor of it would drop
SQLite's locks (POSIX record locks belong to the process, see fcntl(2)).
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock

from mockserver.storage.sqlite_schema import Unfit, damaged
from mockserver.storage.sqlite_wal import wal_damage

# Making a file opens and closes it: no thread may lock it in between.
_MAKING = Lock()

# SQLite would take a shorter file for an empty one.
_SMALLEST_PAGE = 512

_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_CUT_OFF = {sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_READ}
_UNWRITABLE = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
}


class Claim:
    """An exclusive hold on a file, with its transaction open for judging.

    Call :meth:`accept` or :meth:`abandon`. Raises Unfit for a file that cannot be
    held, and sqlite3.Error as :func:`unfit_for` explains.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_empty = False
        self._wal = beside(path, "-wal")
        with _MAKING:
            self._made = _make(path)
            self._had_wal = self._wal.exists()
            try:
                self.connection = _connect(path)
            except sqlite3.Error:
                self._remove()
                raise
        try:
            self._hold()
        except BaseException:
            self.abandon()
            raise

    def _hold(self) -> None:
        if self.path.stat().st_size == 0:
            # Making the database then leaves no -journal, even if it is cut off.
            self.connection.execute("PRAGMA journal_mode = MEMORY")
        self.connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        # It locks even an empty file, and fails where writing would fail.
        self.connection.execute("BEGIN EXCLUSIVE")
        damage = wal_damage(self._wal) if self._had_wal else None
        if damage:
            raise Unfit(
                f"is damaged: {damage}, and what was recorded from there on is lost",
                "put back a copy of both files, or, to go on without it, run: "
                f"sqlite3 '{self.path}' 'PRAGMA wal_checkpoint(TRUNCATE)'",
            )
        self.is_empty = self.path.stat().st_size == 0  # under the lock

    def accept(self) -> sqlite3.Connection:
        """Return the connection, outside of any transaction and still locked.

        What stands in a log is in the file then, and the log is empty.
        """
        self.connection.execute("ROLLBACK")
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        # Another program may have left it; a connection that has the file for
        # itself keeps that index in memory, and nobody else can have it open.
        beside(self.path, "-shm").unlink(missing_ok=True)
        return self.connection

    def abandon(self) -> None:
        """Close the file as it was found; one that was made is removed."""
        if self._had_wal:
            _close_without_checkpoint(self.connection, self._wal)
        else:
            self.connection.close()
        self._remove()

    def _remove(self) -> None:
        """Take away what was made here, or written into an empty file."""
        if self._made or self.is_empty:
            for suffix in ("-wal", "-journal"):
                beside(self.path, suffix).unlink(missing_ok=True)
        if self._made:
            self.path.unlink(missing_ok=True)
        elif self.is_empty:
            os.truncate(self.path, 0)


def beside(path: Path, suffix: str) -> Path:
    """Return the path of a file that SQLite keeps beside the given one."""
    return path.with_name(path.name + suffix)


def unfit_for(error: sqlite3.Error | UnicodeDecodeError) -> Unfit:
    """Return the refusal that an error of SQLite stands for.

    A UnicodeDecodeError comes from a damaged text or from a message that quotes it.
    """
    full_code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    if full_code in _CUT_OFF:
        return damaged(f"SQLite says {str(error)!r}")
    code = full_code & 0xFF
    if code in _LOCKED:
        return Unfit(
            "is open in another mock server (or in another program that locks it)",
            "stop that one, or give this one another file",
        )
    if code in _UNWRITABLE:
        return Unfit(
            f"cannot be written (SQLite says {str(error)!r})",
            "make the file and its folder writable, and see that the disk has room",
        )
    if code == sqlite3.SQLITE_NOTADB:
        return Unfit(
            "is not an SQLite database, so it is not a state file, or is damaged",
            "give another file",
        )
    return damaged(f"SQLite says {str(error)!r}")


def _make(path: Path) -> bool:
    """Make the file if it is missing; tell whether it was."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return _make_missing(path)
    except OSError as error:
        raise Unfit(
            f"cannot be looked at ({error.strerror})", "give another file"
        ) from error
    _check_existing(path, status)
    return False


def _make_missing(path: Path) -> bool:
    if not path.parent.is_dir():
        raise Unfit(f"has no folder: {path.parent} is missing", "make the folder first")
    if beside(path, "-wal").exists():
        raise Unfit(
            f"is missing, but {path.name}-wal is there, with what was recorded last",
            "put the file back beside it, or remove the -wal file to start anew",
        )
    try:
        # It will hold prompts: its owner reads it, and nobody else.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise Unfit(
            f"cannot be made ({error.strerror})", "make its folder writable"
        ) from error
    return True


def _check_existing(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
        raise Unfit(f"is {kind}", "give the path of a file")
    if status.st_nlink > 1:
        raise Unfit(
            f"has {status.st_nlink} names (hard links), and what is recorded last "
            "would be found under one of them only",
            "copy it to a file of its own",
        )
    if not os.access(path, os.W_OK):
        raise Unfit("cannot be written", "make the file writable")
    if beside(path, "-journal").exists():
        raise Unfit(
            f"has {path.name}-journal beside it, which another program left",
            "open it with that program first, or give another file",
        )
    if 0 < status.st_size < _SMALLEST_PAGE:
        raise Unfit(
            f"is {status.st_size} bytes long, less than any SQLite database, so it "
            "is not a state file, or was cut off",
            "put back a copy of it, or give another file",
        )
    wal = beside(path, "-wal")
    if status.st_size == 0 and wal.exists() and wal.stat().st_size:
        raise damaged(f"it is empty, but {wal.name} beside it is not")


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,  # the storage has a lock of its own
    )


def _close_without_checkpoint(connection: sqlite3.Connection, wal: Path) -> None:
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, True)
        connection.close()
        return
    # The checkpoint looks at the interrupt before it writes its first page. A log
    # without any sound frame has none to write and is removed, hence its second name.
    kept = beside(wal, "-kept")
    with suppress(OSError):  # a file system without hard links
        kept.hardlink_to(wal)
    connection.interrupt()
    connection.close()
    if kept.exists():
        kept.unlink() if wal.exists() else kept.rename(wal)
