"""SIGKILL in the middle of traffic."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mockserver.errors import StateFileError
from mockserver.storage.sqlite import SqliteStorage, open_sqlite
from tests.storage.samples import GRANT, files

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")


@contextmanager
def writer(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process that records, once it has the file open; kill it at the end."""
    command = [sys.executable, "-m", "tests.storage.writer", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == b"open\n"
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


def acknowledged(process: subprocess.Popen[bytes], count: int, delay: float) -> int:
    """Kill the process some time after ``count`` lines; return the last number."""
    assert process.stdout is not None
    last = b""
    for _ in range(count):
        last = process.stdout.readline()
    time.sleep(delay)  # the instant of the kill, not a wait for something
    process.send_signal(signal.SIGKILL)
    return int((last + process.stdout.read()).splitlines()[-1])


def check_whole(storage: SqliteStorage, at_least: int) -> None:
    """Check that the draws run on without gaps and each event is whole."""
    draws = storage.draws(0)
    assert draws >= at_least
    _, images = storage.images(0, limit=10**9, offset=0)
    _, ledger = storage.transactions(0, limit=10**9, offset=0)
    deducted = {one.reference_id for one in ledger if one.type == "deduction"}
    refunded = {one.reference_id for one in ledger if one.type == "refund"}
    assert len(deducted) == draws
    assert deducted == refunded | {one.id for one in images}
    assert len(ledger) == 1 + len(deducted) + len(refunded)
    assert storage.balance(0) == GRANT - 5 * len(images)


def test_all_that_was_acknowledged_is_there(path: Path) -> None:
    chance = random.Random(7)
    for _ in range(8):
        with writer(path) as process:
            count, delay = chance.randint(1, 400), chance.uniform(0.001, 0.02)
            last = acknowledged(process, count, delay)
        storage = open_sqlite(path, seed=1)
        check_whole(storage, last)
        storage.close()
        assert list(files(path.parent)) == ["state.db"]


def test_a_kill_while_the_file_is_made_is_recovered_from(path: Path) -> None:
    chance = random.Random(8)
    command = [sys.executable, "-m", "tests.storage.writer", str(path)]
    for _ in range(6):
        path.unlink(missing_ok=True)
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
        ) as process:
            while not path.exists() and process.poll() is None:
                pass
            time.sleep(chance.uniform(0, 0.004))  # the instant of the kill
            process.send_signal(signal.SIGKILL)
        open_sqlite(path, seed=1).close()
        assert list(files(path.parent)) == ["state.db"]


def test_a_kill_after_a_kill_loses_nothing(path: Path) -> None:
    """The next process takes over the log that the one before left."""
    last = 0
    for _ in range(4):
        with writer(path) as process:
            last = max(last, acknowledged(process, 30, 0))
    storage = open_sqlite(path, seed=1)
    check_whole(storage, last)
    storage.close()


def test_a_file_that_another_process_has_open_is_refused(path: Path) -> None:
    with writer(path) as process:
        for _ in range(3):
            with pytest.raises(StateFileError, match="is open in another mock server"):
                open_sqlite(path, seed=1)
        last = acknowledged(process, 100, 0)
    storage = open_sqlite(path, seed=1)
    check_whole(storage, last)
    storage.close()


def test_a_file_that_this_process_has_open_is_refused_to_both(path: Path) -> None:
    """A second open in one process must not drop the locks of the first."""
    storage = open_sqlite(path, seed=1)
    for _ in range(2):
        with pytest.raises(StateFileError, match="is open in another mock server"):
            open_sqlite(path, seed=1)
    command = [sys.executable, "-m", "tests.storage.writer", str(path)]
    other = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"is open in another mock server" in other.stderr
    storage.close()
