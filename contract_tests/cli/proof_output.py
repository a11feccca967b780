"""Where the reports of a proof go."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from contract_tests.reports.writers import (
    Destination,
    destination,
    prepare,
    write_text,
)

FORMATS = ("html", "json", "markdown")


@dataclass(frozen=True, slots=True)
class ProofOutput:
    """Where a proof is told: files, and the terminal."""

    destinations: tuple[Destination, ...]
    quiet: bool
    color: bool

    def console(self, *, stderr: bool = False) -> Console:
        """Return a console that writes as was asked for."""
        return Console(stderr=stderr, no_color=not self.color, highlight=False)

    def progress_console(self) -> Console | None:
        """Return where progress is shown; None with `--quiet`."""
        return None if self.quiet else self.console(stderr=True)

    def write(self, render: Mapping[str, Callable[[], str]]) -> None:
        """Write every report that was asked for; `render` makes the text by format.

        Raises UsageError for a file that cannot be written.
        """
        for each in self.destinations:
            write_text(each, render[each.format]())

    def print(self, text: str, verdict: str) -> None:
        """Print the summary and, as the last line, the verdict."""
        sys.stdout.write(f"{verdict}\n" if self.quiet else f"{text}\n{verdict}\n")
        sys.stdout.flush()


def proof_output(
    given: Mapping[str, Any], environment: Mapping[str, str] = os.environ
) -> ProofOutput:
    """Return where to tell; raises UsageError before anything is tried."""
    destinations = tuple(destination(each, FORMATS) for each in given.get("report", ()))
    for each in destinations:
        prepare(each)
    return ProofOutput(
        destinations,
        quiet=bool(given.get("quiet")),
        color=not given.get("no_color") and not environment.get("NO_COLOR"),
    )
