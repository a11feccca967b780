"""What stands in a state file, and how to tell one from another file.

Table ``entry`` holds accounts and events in the order of recording, numbered
from 0 without gaps, each with a checksum over its content, its number and the
file's own id. Table ``meta`` holds the seed, that id, and for people which
version made the file. ``application_id`` and ``user_version`` are fields of
SQLite's header for this purpose.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from zlib import crc32

from mockserver.storage.entries import Entry, checksum, decode

APPLICATION_ID = int.from_bytes(b"GImg", "big")
FORMAT = 1
INSERT_ENTRY = "INSERT INTO entry VALUES (?, ?, ?)"

_TABLES = {
    "entry": "CREATE TABLE entry (number INTEGER PRIMARY KEY, content BLOB NOT NULL, crc INTEGER NOT NULL)",
    "meta": "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
}


class Unfit(Exception):
    """A file that cannot be used; says what was found and the way out."""

    def __init__(self, found: str, way_out: str) -> None:
        super().__init__(f"{found}; {way_out}")


def damaged(found: str) -> Unfit:
    """Return the refusal of a damaged file."""
    return Unfit(
        f"is damaged: {found}",
        "put back a copy of it, or move it away (with its -wal) to start anew",
    )


@dataclass(frozen=True, slots=True)
class Meta:
    """The file's seed, its own random id, and what made it."""

    seed: int
    file_id: str
    made_by: str

    @property
    def salt(self) -> int:
        """The start of each checksum: entries of another file do not fit."""
        return crc32(f"{self.seed}\x1f{self.file_id}\x1f{self.made_by}".encode())


def is_unfinished(connection: sqlite3.Connection) -> bool:
    """Tell whether this is a state file whose making was cut off.

    :func:`create` writes a single page before the tables.
    """
    return (
        _pragma(connection, "application_id") == APPLICATION_ID
        and _pragma(connection, "page_count") == 1
        and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    )


def create(connection: sqlite3.Connection, meta: Meta) -> None:
    """Make the tables in an empty database.

    Up to the log, each step writes one page, which is there as a whole or not
    at all, so a kill leaves a file that is empty, unfinished, or complete.
    """
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    use_wal(connection)
    connection.execute("BEGIN IMMEDIATE")
    for statement in _TABLES.values():
        connection.execute(statement)
    values = {
        "seed": str(meta.seed),
        "file_id": meta.file_id,
        "made_by": meta.made_by,
        "checksum": str(meta.salt),
    }
    connection.executemany("INSERT INTO meta VALUES (?, ?)", values.items())
    connection.execute("COMMIT")


def use_wal(connection: sqlite3.Connection) -> None:
    """Write through a log that grows from nothing until it is checkpointed.

    The promise is about processes: what the operating system was given
    survives a kill. After a power cut the newest events may be missing.
    """
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise Unfit(
            f"cannot have a log beside it here (journal mode {mode!r})",
            "put it on another file system",
        )
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")  # EntryLog says when


def check_kind(connection: sqlite3.Connection) -> None:
    """Raise Unfit for a database of another program, version or shape."""
    found = _pragma(connection, "application_id")
    if found != APPLICATION_ID:
        raise Unfit(
            f"is an SQLite database of another program (application_id {found}, "
            f"a state file has {APPLICATION_ID})",
            "give another file",
        )
    version = _pragma(connection, "user_version")
    if version != FORMAT:
        raise Unfit(
            f"has format {version}, and this version reads format {FORMAT}",
            "use the version that made it, or give another file",
        )
    schema = "SELECT name, sql FROM sqlite_master"
    if dict(connection.execute(schema)) != _TABLES:
        raise damaged("its tables are not those of a state file")
    check = connection.execute("PRAGMA quick_check(1)").fetchone()
    if check is None or check[0] != "ok":
        raise damaged(f"SQLite says {check and check[0]!r}")


def read_meta(connection: sqlite3.Connection) -> Meta:
    """Return the file's meta values; raises Unfit if they are damaged."""
    values = dict(connection.execute("SELECT name, value FROM meta"))
    try:
        meta = Meta(int(values["seed"]), values["file_id"], values["made_by"])
    except (KeyError, ValueError) as error:
        raise damaged(f"its meta table is incomplete ({error})") from error
    if len(values) != 4 or values.get("checksum") != str(meta.salt):
        raise damaged("its meta table does not match its checksum")
    return meta


def read_entries(
    connection: sqlite3.Connection, salt: int
) -> Generator[Entry, None, None]:
    """Yield all entries in order; raises Unfit at the first that is damaged."""
    query = "SELECT number, content, crc FROM entry ORDER BY number"
    # A statement that is left open would keep the connection from closing.
    with closing(connection.execute(query)) as rows:
        for expected, (number, content, crc) in enumerate(rows):
            if number != expected:
                raise damaged(f"entry {expected} is missing")
            if not isinstance(content, bytes) or checksum(salt, number, content) != crc:
                raise damaged(f"entry {number} does not match its checksum")
            try:
                entry = decode(content)
            except (TypeError, ValueError) as error:
                raise damaged(f"entry {number} cannot be read ({error})") from error
            yield entry


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    assert isinstance(value, int)
    return value
