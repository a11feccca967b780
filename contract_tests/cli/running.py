"""`contract-tests run`: send, judge, report."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any

from contract_tests.cli.output import (
    Output,
    is_terminal,
    output_of,
    published,
    without_output,
)
from contract_tests.judgement.judge import judge
from contract_tests.options import settings_of
from contract_tests.progress import Silent, Watcher
from contract_tests.reports.bar import Bar
from contract_tests.reports.lines import Lines
from contract_tests.reports.thumbnails import Thumbnails
from contract_tests.reports.watchers import Together
from contract_tests.run import carry_out


def run(url: str, given: Mapping[str, Any], environment: Mapping[str, str]) -> int:
    """Judge a deployment and return the exit code."""
    output = output_of(given, environment)
    settings = settings_of(url, without_output(given))
    if given.get("dry_run"):
        from contract_tests.cli.forecasting import print_forecast

        return print_forecast(settings, output)
    thumbnails = Thumbnails()
    with _interruptible() as stop, _watching(output) as watcher:
        tape, contract = carry_out(
            settings,
            watcher=Together(thumbnails, watcher),
            stopped=lambda: stop.asked,
        )
    report = judge(tape, contract)
    return published(output, report, contract, thumbnails.made)


@contextmanager
def _watching(output: Output) -> Iterator[Watcher]:
    """Draw a bar on a terminal, write plain lines elsewhere, or keep quiet."""
    console = output.console(stderr=True)
    if output.quiet:
        yield Silent()
    elif is_terminal(console):
        with Bar(console) as bar:
            yield bar
    else:
        yield Lines(sys.stderr)


class _Stop:
    """Ends a run at SIGINT and SIGTERM, so that its tape has an end.

    The interrupt is raised at once; where a library swallows it, the next request does
    not leave either.
    """

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.asked = True
        raise KeyboardInterrupt


@contextmanager
def _interruptible() -> Iterator[_Stop]:
    stop = _Stop()
    before = {
        each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
