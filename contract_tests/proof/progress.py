"""Progress of a proof: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)


class Watcher(Protocol):
    """Told of each trial that has ended; `note` is empty if all is as it should be."""

    def __call__(self, name: str, note: str) -> None:
        """Say that a trial has ended."""


_EACH = 25
"""Lines without a terminal: one for each surprise, and one for so many trials."""


@contextmanager
def watching(console: Console | None, total: int, what: str) -> Iterator[Watcher]:
    """Show how many of `total` trials have ended; None shows nothing."""
    if console is None:
        yield lambda name, note: None
    elif console.is_terminal:
        with _bar(console) as bar:
            task = bar.add_task(what, total=total, notes="")

            def drawn(name: str, note: str) -> None:
                bar.advance(task)
                bar.update(task, description=name)
                if note:
                    bar.console.print(f"{name}: {note}", markup=False)

            yield drawn
    else:
        yield _Lines(total, what)


def _bar(console: Console) -> Progress:
    return Progress(
        BarColumn(20),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
        console=console,
        transient=True,
    )


class _Lines:
    def __init__(self, total: int, what: str) -> None:
        self._total, self._what, self._done = total, what, 0

    def __call__(self, name: str, note: str) -> None:
        self._done += 1
        if note:
            sys.stderr.write(f"{name}: {note}\n")
        if self._done % _EACH == 0 or self._done == self._total:
            sys.stderr.write(f"{self._done} of {self._total} {self._what}\n")
        sys.stderr.flush()
