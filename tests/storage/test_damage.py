"""Flipped and missing bytes: the same content, or a refusal, never other content."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mockserver.errors import StateFileError
from mockserver.storage.sqlite import open_sqlite
from tests.storage.samples import account, contents, files, filled, generation, opening

PAGE = 4096
FRAME = 24 + PAGE


def clean(path: Path) -> list[Any]:
    """Make a file of some pages, closed in order; return what is in it."""
    storage = filled(open_sqlite(path, seed=1), 60)
    storage.add_account(account(1), opening(1))
    storage.record(1, generation(99, prompt="long " * 3000))
    storage.close()
    return contents(storage)


def killed(path: Path) -> list[Any]:
    """Make a file with a log beside it, as a kill leaves it."""
    filled(open_sqlite(path, seed=1), 20).close()
    storage = open_sqlite(path, seed=1)
    storage.record_many(0, map(generation, range(20, 60)))  # ends in the file itself
    for number in range(60, 80):
        storage.record(0, generation(number))
    kept = files(path.parent)
    storage.close()
    restore(path.parent, kept)
    return contents(storage)


def restore(folder: Path, kept: dict[str, bytes]) -> None:
    for one in folder.iterdir():
        one.unlink()
    for name, content in kept.items():
        (folder / name).write_bytes(content)


def outcome(path: Path) -> list[Any] | None:
    """Return what is read, or None for a refusal (which must change nothing)."""
    before = files(path.parent)
    try:
        storage = open_sqlite(path, seed=None)
    except StateFileError:
        assert files(path.parent) == before
        return None
    assert storage.seed == 1
    storage.close()
    return contents(storage)


def flips(content: bytes, seed: int) -> Iterator[tuple[int, bytes]]:
    """Yield flipped copies: the heads of each page and samples of the rest."""
    chance = random.Random(seed)
    places = {*range(100)}
    for page in range(0, len(content), PAGE):
        places |= set(range(page, page + 12))
        places |= {page + chance.randrange(PAGE) for _ in range(12)}
    for place in sorted(place for place in places if place < len(content)):
        flipped = bytearray(content)
        flipped[place] ^= 1 << chance.randrange(8)
        yield place, bytes(flipped)


def test_a_flipped_byte_is_noticed(path: Path) -> None:
    expected = clean(path)
    content = path.read_bytes()
    refused = 0
    for place, flipped in flips(content, seed=3):
        path.write_bytes(flipped)
        found = outcome(path)
        refused += found is None
        assert found in (None, expected), f"byte {place} gave other content"
    assert refused > 50


def test_a_flipped_letter_of_the_schema_is_noticed(path: Path) -> None:
    """SQLite's message then quotes it, and may not be UTF-8."""
    clean(path)
    content = path.read_bytes()
    start = content.index(b"CREATE TABLE meta")
    for place in range(start, PAGE, 3):
        flipped = bytearray(content)
        flipped[place] ^= 0x80
        path.write_bytes(flipped)
        assert outcome(path) is None, f"byte {place}"


def test_a_flipped_byte_is_noticed_after_a_kill(path: Path) -> None:
    """In the log, and in the file that the log belongs to."""
    expected = killed(path)
    kept = files(path.parent)
    for name in kept:
        for place, flipped in flips(kept[name], seed=4):
            restore(path.parent, {**kept, name: flipped})
            found = outcome(path)
            assert found in (None, expected), f"byte {place} of {name}"


def test_each_byte_of_the_log_counts(path: Path) -> None:
    """Bytes of the last frame, too, though a kill can cut that one short."""
    killed(path)
    wal = path.with_name("state.db-wal")
    kept = files(path.parent)
    content = kept[wal.name]
    chance = random.Random(5)
    last = len(content) - FRAME
    places = [*range(32), *range(last, last + 24), len(content) - 1]
    places += [chance.randrange(32, len(content)) for _ in range(60)]
    for place in places:
        flipped = bytearray(content)
        flipped[place] ^= 0x10
        restore(path.parent, {**kept, wal.name: bytes(flipped)})
        # Two words of the header (version, checkpoint number) do not change what
        # is read, yet they are under its checksum.
        with pytest.raises(StateFileError, match="of its -wal is damaged"):
            open_sqlite(path, seed=1)


@pytest.mark.parametrize("step", [1, 100, 511, PAGE - 1, PAGE], ids=str)
def test_a_shorter_file_is_refused(path: Path, step: int) -> None:
    clean(path)
    content = path.read_bytes()
    lengths = [len(content) - step * times for times in (1, 2, 3)]
    lengths += [step, 512, PAGE]
    for length in lengths:
        path.write_bytes(content[:length])
        assert outcome(path) is None, f"{length} bytes of {len(content)}"


def test_a_log_that_is_cut_short_holds_what_stands_before_the_cut(path: Path) -> None:
    """A kill during a write leaves just this; no half of an event is read."""
    expected = killed(path)
    wal = path.with_name("state.db-wal")
    kept = files(path.parent)
    images = [entry[4][1] for entry in expected]
    for length in range(0, len(kept[wal.name]), 1777):
        restore(path.parent, {**kept, wal.name: kept[wal.name][:length]})
        found = outcome(path)
        assert found is not None
        (_, draws, balance, count, (_, page), _) = found[0]
        assert list(page) == list(images[0][-count:])
        assert (draws, balance) == (count, 1_000_000 - 5 * count)


def test_foreign_bytes_at_the_end_are_noticed_or_harmless(path: Path) -> None:
    expected = clean(path)
    content = path.read_bytes()
    for extra in (b"\0", b"x" * 100, bytes(PAGE), b"x" * PAGE):
        path.write_bytes(content + extra)
        assert outcome(path) in (None, expected)
