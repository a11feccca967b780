"""A state file from its making to the next start."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import threading
from pathlib import Path

import pytest

from mockserver.errors import StateFileError, StorageError
from mockserver.storage.sqlite import SqliteStorage, open_sqlite
from tests.storage.samples import (
    account,
    contents,
    failure,
    files,
    filled,
    generation,
    image,
    opening,
)


def test_everything_is_there_after_a_restart(path: Path) -> None:
    storage = filled(open_sqlite(path, seed=1), 3)
    storage.record(0, failure(3))
    storage.add_account(account(1), opening(1))
    storage.record_many(1, map(generation, range(10, 13)))
    storage.record(0, generation(4, prompt="\ud800", style="\0"))
    storage.close()
    again = open_sqlite(path, seed=1)
    assert contents(again) == contents(storage)
    assert again.image(1, image(11).id) == image(11)
    again.close()


def test_recording_goes_on_after_a_restart(path: Path) -> None:
    for number in range(3):
        storage = open_sqlite(path, seed=1)
        if number == 0:
            storage.add_account(account(), opening())
        storage.record(0, generation(number))
        storage.close()
    again = open_sqlite(path, seed=1)
    assert again.images(0, limit=9, offset=0) == (3, [image(2), image(1), image(0)])
    again.close()


def test_more_than_a_checkpoint_is_kept(path: Path) -> None:
    storage = filled(open_sqlite(path, seed=1), 5_000)
    wal = path.with_name("state.db-wal")
    assert wal.stat().st_size < path.stat().st_size * 5
    storage.close()
    again = open_sqlite(path, seed=1)
    assert contents(again) == contents(storage)
    again.close()


def test_close_leaves_a_single_file(path: Path) -> None:
    filled(open_sqlite(path, seed=1), 3).close()
    assert list(files(path.parent)) == ["state.db"]


def test_a_restart_without_events_changes_nothing(path: Path) -> None:
    filled(open_sqlite(path, seed=1), 3).close()
    before = files(path.parent)
    open_sqlite(path, seed=1).close()
    assert files(path.parent) == before


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_new_file_is_for_its_owner_alone(path: Path) -> None:
    storage = filled(open_sqlite(path, seed=1), 1)
    for one in path.parent.iterdir():
        assert stat.S_IMODE(one.stat().st_mode) == 0o600, one
    storage.close()


def test_an_empty_file_is_a_new_one(path: Path) -> None:
    path.touch(0o640)
    open_sqlite(path, seed=8).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    storage = open_sqlite(path, seed=None)
    assert storage.seed == 8
    storage.close()


@pytest.mark.parametrize("name", ["a b?c#d%20.db", ":memory:", "é.db", "-x", "file:x"])
def test_any_name_is_a_file(path: Path, name: str) -> None:
    filled(open_sqlite(path.with_name(name), seed=1), 1).close()
    assert os.listdir(path.parent) == [name]


def test_a_symbolic_link_leads_to_the_file(path: Path) -> None:
    link = path.with_name("link.db")
    link.symlink_to(path)
    filled(open_sqlite(link, seed=1), 1).close()
    assert sorted(os.listdir(path.parent)) == ["link.db", "state.db"]
    storage = open_sqlite(path, seed=None)
    assert storage.image_count(0) == 1
    with pytest.raises(StateFileError, match="is open in another mock server"):
        open_sqlite(link, seed=None)
    storage.close()


@pytest.mark.parametrize("seed", [0, 5, 2**64 - 1])
def test_a_new_file_keeps_the_seed(path: Path, seed: int) -> None:
    open_sqlite(path, seed=seed).close()
    for given in (None, seed):
        storage = open_sqlite(path, seed=given, new_seed=lambda: 99)
        assert storage.seed == seed
        storage.close()


def test_a_new_file_draws_a_seed_if_none_is_given(path: Path) -> None:
    open_sqlite(path, seed=None, new_seed=lambda: 99).close()
    storage = open_sqlite(path, seed=None, new_seed=lambda: 100)
    assert storage.seed == 99
    storage.close()


def test_another_seed_is_refused(path: Path) -> None:
    open_sqlite(path, seed=5).close()
    with pytest.raises(StateFileError, match="has seed 5, and seed 6 was asked for"):
        open_sqlite(path, seed=6)


def test_the_file_says_what_made_it(path: Path) -> None:
    open_sqlite(path, seed=5, made_by="getimages-toolkit 1.2.3").close()
    connection = sqlite3.connect(path)
    values = dict(connection.execute("SELECT name, value FROM meta"))
    connection.close()
    assert values["made_by"] == "getimages-toolkit 1.2.3"
    assert values["seed"] == "5"


def test_recording_after_close_is_an_error(path: Path) -> None:
    storage = filled(open_sqlite(path, seed=1), 1)
    storage.close()
    with pytest.raises(StorageError, match="is closed"):
        storage.record(0, generation(1))
    with pytest.raises(StorageError, match="is closed"):
        storage.record_many(0, [generation(1)])
    with pytest.raises(StorageError, match="is closed"):
        storage.add_account(account(1), opening(1))
    assert storage.image_count(0) == 1


def test_another_thread_may_record_and_close(path: Path) -> None:
    storage = filled(open_sqlite(path, seed=1), 1)

    def finish(storage: SqliteStorage) -> None:
        storage.record(0, generation(1))
        storage.close()

    thread = threading.Thread(target=finish, args=(storage,))
    thread.start()
    thread.join()
    assert list(files(path.parent)) == ["state.db"]
    again = open_sqlite(path, seed=1)
    assert again.image_count(0) == 2
    again.close()


@pytest.mark.parametrize("steps", [1, 2, 3], ids=["id", "version", "log"])
def test_a_making_that_was_cut_off_is_made_anew(path: Path, steps: int) -> None:
    """A kill while the file is made leaves one page, in which nothing stands yet."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in (
        f"PRAGMA application_id = {int.from_bytes(b'GImg', 'big')}",
        "PRAGMA user_version = 1",
        "PRAGMA journal_mode = WAL",
    )[:steps]:
        connection.execute(statement)
    connection.close()
    filled(open_sqlite(path, seed=4), 1).close()
    storage = open_sqlite(path, seed=None)
    assert (storage.seed, storage.image_count(0)) == (4, 1)
    storage.close()


def test_an_index_that_another_program_left_is_not_believed(path: Path) -> None:
    """A stale -shm would say that the log holds nothing, or something else."""
    storage = filled(open_sqlite(path, seed=1), 3)
    kept = files(path.parent)
    storage.close()
    for name, content in kept.items():
        path.with_name(name).write_bytes(content)
    path.with_name("state.db-shm").write_bytes(b"stale" * 6554)
    again = open_sqlite(path, seed=1)
    assert contents(again) == contents(storage)
    again.close()
    assert list(files(path.parent)) == ["state.db"]


def test_a_refused_batch_is_rolled_back_while_its_error_is_held(path: Path) -> None:
    storage = filled(open_sqlite(path, seed=1), 1)
    with pytest.raises(AssertionError) as held:
        storage.record_many(0, [generation(1), generation(1)])
    storage.record(0, generation(1))
    storage.close()
    assert "already there" in str(held.value)
    again = open_sqlite(path, seed=1)
    assert contents(again) == contents(storage)
    again.close()
