"""Progress as plain lines, for logs."""

from __future__ import annotations

import contextlib
from typing import TextIO

from contract_tests.judgement.report import Spending
from contract_tests.progress import Silent
from contract_tests.reports.printable import encodable, one_line
from contract_tests.reports.wording import count, duration
from contract_tests.tape.exchange import Exchange

# A wait that is shorter is over before anybody looks for its reason.
_LONG_WAIT = 5.0


class Lines(Silent):
    """A watcher that writes a line for each phase and each long wait."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._requests = 0
        self._spending: Spending | None = None

    def phase(self, name: str, *, number: int, of: int) -> None:
        """Write that a phase begins, and what was sent and spent before it."""
        self._write(f"phase {number} of {of}: {name} ({self._so_far()})")

    def exchange(self, exchange: Exchange, spending: Spending) -> None:
        """Count."""
        self._requests += 1
        self._spending = spending

    def waiting(self, seconds: float, reason: str) -> None:
        """Write why nothing happens, if that takes long."""
        if seconds >= _LONG_WAIT:
            self._write(f"waiting {duration(seconds)}: {reason}")

    def _so_far(self) -> str:
        words = f"{count(self._requests, 'request')} so far"
        if self._spending is None:
            return words
        spent = f"{self._spending.credits} of {self._spending.max_credits} credits"
        return f"{words}, {spent}"

    def _write(self, line: str) -> None:
        encoding = self._stream.encoding or "utf-8"
        # A log that nobody reads any more must not end the run.
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(encodable(one_line(line), encoding) + "\n")
            self._stream.flush()
