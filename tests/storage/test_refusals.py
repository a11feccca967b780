"""Files that are refused, each left byte for byte, with all that is beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mockserver.errors import StateFileError
from mockserver.storage.sqlite import open_sqlite
from tests.storage.samples import files, filled


def alter(path: Path, *statements: str, copy_wal: bool = False) -> None:
    """Make a state file and change it through SQLite.

    With ``copy_wal``, the change stands in a log only, as after a kill.
    """
    filled(open_sqlite(path, seed=1), 20).close()
    original = path.read_bytes()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    for statement in statements:
        connection.execute(statement)
    wal = path.with_name("state.db-wal")
    kept = wal.read_bytes()
    connection.close()
    if copy_wal:
        path.write_bytes(original)
        wal.write_bytes(kept)


def foreign(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in ("CREATE TABLE plants (name)", *statements):
        connection.execute(statement)
    connection.close()


def foreign_with_log(path: Path) -> None:
    elsewhere = path.with_name("elsewhere")
    connection = sqlite3.connect(elsewhere, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE plants (name)")
    shutil.copy(elsewhere, path)
    shutil.copy(path.with_name("elsewhere-wal"), path.with_name("state.db-wal"))
    connection.close()
    elsewhere.unlink()


def without(path: Path, suffix: str) -> None:
    """Leave what a kill leaves, without one of the two files."""
    storage = filled(open_sqlite(path, seed=1), 20)
    wal = path.with_name("state.db-wal")
    main, log = path.read_bytes(), wal.read_bytes()
    storage.close()
    path.unlink()
    if suffix == "empty":
        path.write_bytes(b"")
    elif suffix != "main":
        path.write_bytes(main)
    wal.write_bytes(log)


def another_main(path: Path) -> None:
    """Put a file of another state before a log."""
    without(path, "main")
    other = path.with_name("other.db")
    filled(open_sqlite(other, seed=1), 500).close()
    other.rename(path)


def hot_journal(path: Path) -> None:
    foreign(path)
    path.with_name("state.db-journal").write_bytes(b"\xd9\xd5\x05\xf9 and more")


def second_name(path: Path) -> None:
    filled(open_sqlite(path, seed=1), 1).close()
    path.with_name("second.db").hardlink_to(path)


def folder_replaced(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("")


CASES: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda path: path.write_text("a: 1\n" * 400), "not an SQLite database"),
    "one byte": (lambda path: path.write_bytes(b"S"), "is 1 bytes long"),
    "zeros": (lambda path: path.write_bytes(bytes(8192)), "not an SQLite database"),
    "a folder": (lambda path: path.mkdir(), "is a folder"),
    "foreign": (foreign, "of another program .application_id 0"),
    "foreign with id": (
        lambda path: foreign(path, "PRAGMA application_id = 77"),
        "application_id 77",
    ),
    "foreign in WAL mode": (
        lambda path: foreign(path, "PRAGMA journal_mode = WAL"),
        "another program",
    ),
    "foreign with a log": (foreign_with_log, "another program"),
    "foreign with a hot journal": (hot_journal, "state.db-journal beside it"),
    "later format": (
        lambda path: alter(path, "PRAGMA user_version = 2"),
        "has format 2, and this version reads format 1",
    ),
    "later format in the log": (
        lambda path: alter(path, "PRAGMA user_version = 2", copy_wal=True),
        "has format 2",
    ),
    "another table": (lambda path: alter(path, "CREATE TABLE x (y)"), "its tables"),
    "missing table": (lambda path: alter(path, "DROP TABLE meta"), "its tables"),
    "trigger in the log": (
        lambda path: alter(
            path,
            "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END",
            copy_wal=True,
        ),
        "its tables",
    ),
    "no seed": (
        lambda path: alter(path, "DELETE FROM meta WHERE name = 'seed'"),
        "its meta table is incomplete",
    ),
    "other seed": (
        lambda path: alter(path, "UPDATE meta SET value = '2' WHERE name = 'seed'"),
        "its meta table does not match",
    ),
    "a seed that is no number": (
        lambda path: alter(path, "UPDATE meta SET value = 'x' WHERE name = 'seed'"),
        "its meta table is incomplete",
    ),
    "first entry missing": (
        lambda path: alter(path, "DELETE FROM entry WHERE number = 0"),
        "entry 0 is missing",
    ),
    "entry missing": (
        lambda path: alter(path, "DELETE FROM entry WHERE number = 7"),
        "entry 7 is missing",
    ),
    "entry missing in the log": (
        lambda path: alter(path, "DELETE FROM entry WHERE number = 7", copy_wal=True),
        "entry 7 is missing",
    ),
    "entries swapped": (
        lambda path: alter(
            path,
            "UPDATE entry SET number = -1 WHERE number = 5",
            "UPDATE entry SET number = 5 WHERE number = 6",
            "UPDATE entry SET number = 6 WHERE number = -1",
        ),
        "entry 5 does not match",
    ),
    "text for bytes": (
        lambda path: alter(path, "UPDATE entry SET content = CAST(content AS TEXT)"),
        "entry 0 does not match",
    ),
    "content changed": (
        lambda path: alter(
            path, "UPDATE entry SET content = replace(content, 'no. 3', 'no. 4')"
        ),
        "does not match its checksum",
    ),
    "log without its file": (
        lambda path: without(path, "main"),
        "is missing, but state.db-wal is there",
    ),
    "log beside an empty file": (
        lambda path: without(path, "empty"),
        "it is empty, but state.db-wal beside it is not",
    ),
    "log of another file": (another_main, "is damaged"),
    "two names": (second_name, "has 2 names"),
    "no folder": (lambda path: path.parent.rmdir(), "has no folder"),
    "folder is a file": (
        folder_replaced,
        "cannot be looked at|has no folder",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_refused_file_is_left_as_it_was(path: Path, case: str) -> None:
    make, message = CASES[case]
    make(path)
    folder = path.parent
    before = files(folder) if folder.is_dir() and not path.is_dir() else None
    with pytest.raises(StateFileError, match=message) as caught:
        open_sqlite(path, seed=1)
    assert str(path) in str(caught.value)
    assert ";" in str(caught.value)  # and then the way out
    if before is not None:
        assert files(folder) == before


def test_a_refused_seed_leaves_the_log_of_a_kill(path: Path) -> None:
    without(path, "nothing")
    before = files(path.parent)
    with pytest.raises(StateFileError, match="has seed 1, and seed 2"):
        open_sqlite(path, seed=2)
    assert files(path.parent) == before
    storage = open_sqlite(path, seed=1)
    assert storage.image_count(0) == 20
    storage.close()


@pytest.mark.skipif(sys.platform == "win32", reason="devices are POSIX")
def test_a_device_is_refused() -> None:
    with pytest.raises(StateFileError, match="not a regular file"):
        open_sqlite(os.devnull, seed=1)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_and_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(StateFileError, match="not a regular file"):
        open_sqlite(path, seed=1)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not bind root"
)
@pytest.mark.parametrize("kept", ["file", "folder"])
def test_a_file_that_cannot_be_written_is_refused(path: Path, kept: str) -> None:
    filled(open_sqlite(path, seed=1), 3).close()
    before = files(path.parent)
    guarded = path if kept == "file" else path.parent
    mode = guarded.stat().st_mode
    guarded.chmod(mode & ~0o222)
    try:
        with pytest.raises(StateFileError, match="cannot be written"):
            open_sqlite(path, seed=1)
        assert files(path.parent) == before
    finally:
        guarded.chmod(mode)


def test_the_root_is_a_folder() -> None:
    with pytest.raises(StateFileError, match="is a folder"):
        open_sqlite("/", seed=1)
