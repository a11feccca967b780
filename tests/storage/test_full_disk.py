"""Writes that fail: nothing is recorded, and what was recorded stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mockserver.storage.sqlite import open_sqlite
from tests.storage.samples import contents, image

ROOT = Path(__file__).parent.parent.parent

# The limit on a file's size stands for a full disk; it holds for a whole process.
SCRIPT = """
import os, resource, signal, sys
from mockserver.errors import StateFileError, StorageError
from mockserver.storage.sqlite import open_sqlite
from tests.storage.samples import contents, filled, generation, files
from pathlib import Path

path = Path(sys.argv[1])

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

def refused(record, *arguments):
    try:
        record(*arguments)
    except StorageError as error:
        assert "nothing was recorded" in str(error), error
        assert "make room" in str(error), error
        return True
    return False

"""


def run(path: Path, script: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT + script, str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == -9 or done.returncode == 0, done.stderr
    assert not done.stderr, done.stderr


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX")


@pytest.mark.parametrize("limit", ["30_000", "30_032", "33_000", "40_000"])
@pytest.mark.parametrize("end", ["storage.close()", "os.kill(os.getpid(), 9)"])
def test_an_event_that_cannot_be_written_is_not_recorded(
    path: Path, limit: str, end: str
) -> None:
    run(
        path,
        f"""
storage = filled(open_sqlite(path, seed=1), 2)
limit({limit})
number = 2
while not refused(storage.record, 0, generation(number)):
    number += 1
assert storage.image_count(0) == storage.draws(0) == number
before = contents(storage)
assert refused(storage.record, 0, generation(number, prompt="x" * 100_000))
assert refused(storage.record_many, 0, map(generation, range(number, number + 9000)))
assert contents(storage) == before
limit(resource.RLIM_INFINITY)
storage.record(0, generation(number))
Path(sys.argv[1]).with_name("count").write_text(str(number + 1))
{end}
""",
    )
    count = int(path.with_name("count").read_text())
    storage = open_sqlite(path, seed=1)
    assert storage.images(0, limit=1, offset=0) == (count, [image(count - 1)])
    storage.close()


def test_a_batch_that_does_not_fit_leaves_no_trace_after_a_kill(path: Path) -> None:
    run(
        path,
        """
storage = filled(open_sqlite(path, seed=1), 2)
limit(3_000_000)
assert refused(storage.record_many, 0, map(generation, range(2, 20_000)))
storage.record(0, generation(2))
os.kill(os.getpid(), 9)
""",
    )
    storage = open_sqlite(path, seed=1)
    assert storage.image_count(0) == 3
    storage.close()


@pytest.mark.parametrize("existing", [False, True], ids=["no file", "empty file"])
@pytest.mark.parametrize("limit", [0, 100, 4096, 5000, 9000])
def test_a_file_that_cannot_be_made_leaves_nothing(
    path: Path, limit: int, existing: bool
) -> None:
    if existing:
        path.touch()
    run(
        path,
        f"""
limit({limit})
before = files(path.parent)
try:
    open_sqlite(path, seed=1)
except StateFileError as error:
    assert "cannot be written" in str(error) or "room" in str(error), error
else:
    raise SystemExit("it was made")
assert files(path.parent) == before, files(path.parent).keys()
""",
    )
    storage = open_sqlite(path, seed=1)
    assert contents(storage) == []
    storage.close()
