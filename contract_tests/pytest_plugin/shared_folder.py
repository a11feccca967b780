"""What the processes of one pytest session share: a folder, and what was run once.

Workers of pytest-xdist are processes of their own. The first that needs the run makes
it under a lock; the others wait and read what it left behind.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from contract_tests.contract.document import Contract, parse
from contract_tests.tape.ndjson import Record, Tape, line_of, read


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run left behind."""

    tape: Tape
    contract: Contract
    thumbnails: Mapping[str, bytes]


class SharedFolder:
    """The folder of a session; it is made when it is first used."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Wait until no other process is within, also if that one was killed."""
        self._path.mkdir(mode=0o700, exist_ok=True)
        with (self._path / "lock").open("a+b") as file:
            _lock(file)
            yield

    def claim(self, name: str, owner: str) -> bool:
        """Tell whether this owner is the first to claim a name (or was it before)."""
        self._path.mkdir(mode=0o700, exist_ok=True)
        place = self._path / name
        try:
            with place.open("x", encoding="utf-8") as file:
                file.write(owner)
        except FileExistsError:
            return place.read_text("utf-8") == owner
        return True

    def problem(self) -> str | None:
        """Return why the run could not be made, None if that is not known."""
        place = self._path / "problem"
        return place.read_text("utf-8") if place.exists() else None

    def keep_problem(self, problem: str) -> None:
        """Tell all processes why the run could not be made."""
        (self._path / "problem").write_text(problem, "utf-8", "backslashreplace")

    def keep(self, finished: Finished) -> None:
        """Hand what a run left behind to all processes; keys are not in it."""
        tape = finished.tape
        records: tuple[Record, ...] = (
            tape.run,
            *tape.exchanges,
            *tape.notes,
            *tape.checks,
            tape.end,
        )
        (self._path / "document").write_text(finished.contract.text, "utf-8")
        for name, content in finished.thumbnails.items():
            (self._path / f"{name}.png").write_bytes(content)
        text = "".join(line_of(each) + "\n" for each in records)
        beside = self._path / "tape.unfinished"
        beside.write_text(text, "utf-8")
        beside.replace(self._path / "tape")

    def finished(self) -> Finished | None:
        """Return what the run left behind, None if there was none yet."""
        place = self._path / "tape"
        if not place.exists():
            return None
        tape = read(place)
        text = (self._path / "document").read_text("utf-8")
        return Finished(
            tape,
            parse(text, path=tape.run.document_path),
            {each.stem: each.read_bytes() for each in self._path.glob("*.png")},
        )


if sys.platform == "win32":
    import msvcrt
    import time

    def _lock(file: IO[bytes]) -> None:
        while True:
            try:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError:
                time.sleep(0.1)
            else:
                return

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)
