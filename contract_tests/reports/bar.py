"""Progress as a live bar, for terminals."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from contract_tests.judgement.report import Spending
from contract_tests.progress import Silent
from contract_tests.reports.printable import encodable, one_line
from contract_tests.reports.wording import count
from contract_tests.tape.exchange import Exchange

_BAR_WIDTH = 20


class Bar(Silent):
    """A watcher that draws phases, requests, credits and waits; a context manager.

    Outside of its `with` it only counts. It leaves nothing behind on the screen.
    """

    def __init__(
        self, console: Console, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._console = console
        self._now = now
        self._name, self._number, self._of = "", 0, 0
        self._requests = 0
        self._spending: Spending | None = None
        self._reason, self._until = "", 0.0
        # It draws at once, so it comes last.
        self._live = Live(
            console=console,
            get_renderable=self.drawn,
            transient=True,
            refresh_per_second=8,
        )

    def __enter__(self) -> Bar:
        """Begin to draw."""
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        self._live.stop()

    def phase(self, name: str, *, number: int, of: int) -> None:
        """Show that a phase begins."""
        self._name, self._number, self._of = name, number, of
        self._until = 0.0

    def exchange(self, exchange: Exchange, spending: Spending) -> None:
        """Count a request, and show what was spent."""
        self._requests += 1
        self._spending = spending
        self._until = 0.0

    def waiting(self, seconds: float, reason: str) -> None:
        """Show why nothing happens, and for how long yet."""
        self._reason, self._until = reason, self._now() + seconds

    def drawn(self) -> Table:
        """Return what the bar looks like now."""
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        done = max(self._number - 1, 0)
        bar = ProgressBar(total=max(self._of, 1), completed=done, width=_BAR_WIDTH)
        told = encodable(one_line(self._told()), self._console.encoding)
        grid.add_row(bar, Text(told, overflow="ellipsis", no_wrap=True))
        return grid

    def _told(self) -> str:
        parts = [f"{self._number}/{self._of} {self._name}"] if self._name else []
        left = self._until - self._now()
        if left > 0:
            parts.append(f"waits {left:.0f} s: {self._reason}")
        parts.append(count(self._requests, "request"))
        if self._spending is not None:
            spending = self._spending
            parts.append(f"{spending.credits}/{spending.max_credits} credits")
        return ", ".join(parts)
