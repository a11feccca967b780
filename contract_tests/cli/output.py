"""Where a report goes: the terminal, files, and the CI that it runs in."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from contract_tests.contract.document import Contract
from contract_tests.judgement.report import Report
from contract_tests.reports import github
from contract_tests.reports.terminal import print_report
from contract_tests.reports.wording import verdict_line
from contract_tests.reports.writers import (
    Destination,
    Material,
    destination,
    prepare,
    write,
)


@dataclass(frozen=True, slots=True)
class Output:
    """Where a report is to go."""

    destinations: tuple[Destination, ...]
    quiet: bool
    color: bool
    environment: Mapping[str, str]

    def console(self, *, stderr: bool = False) -> Console:
        """Return a console that writes as was asked for."""
        plain = not self.color or bool(self.environment.get("NO_COLOR"))
        return Console(stderr=stderr, no_color=plain, highlight=False, soft_wrap=False)

    def publish(
        self, report: Report, contract: Contract, thumbnails: Mapping[str, bytes]
    ) -> None:
        """Write all reports, print the summary, and tell GitHub if it runs this.

        Raises UsageError for a file that cannot be written.
        """
        material = Material(contract.text, thumbnails)
        for each in self.destinations:
            write(each, report, material)
        if self.environment.get("GITHUB_ACTIONS") == "true":
            self._tell_github(report, contract)
        # Last, as its reader may be gone before the end.
        if self.quiet:
            sys.stdout.write(verdict_line(report) + "\n")
        else:
            print_report(report, self.console())
        sys.stdout.flush()

    def _tell_github(self, report: Report, contract: Contract) -> None:
        for line in github.annotations(report, contract.text):
            sys.stdout.write(line + "\n")
        path = self.environment.get("GITHUB_STEP_SUMMARY")
        if not path:
            return
        try:
            with open(path, "a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(github.step_summary(report))
        except OSError as error:
            sys.stderr.write(f"contract-tests: no step summary: {error}\n")


def published(
    output: Output, report: Report, contract: Contract, thumbnails: Mapping[str, bytes]
) -> int:
    """Publish a report and return its exit code, also when its reader has gone."""
    try:
        output.publish(report, contract, thumbnails)
    except BrokenPipeError:
        # Nothing is left to flush at the end of the process, which would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return int(report.exit_code)


def output_of(given: Mapping[str, Any], environment: Mapping[str, str]) -> Output:
    """Return where a report goes; raises UsageError before anything was sent."""
    destinations = tuple(map(destination, given.get("report", ())))
    for each in destinations:
        prepare(each)
    return Output(
        destinations,
        quiet=bool(given.get("quiet")),
        color=not given.get("no_color"),
        environment=environment,
    )


def without_output(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that are settings of a run."""
    own = ("report", "quiet", "no_color", "dry_run")
    return {name: value for name, value in given.items() if name not in own}


def is_terminal(console: Console) -> bool:
    """Tell whether a bar can be drawn."""
    return console.is_terminal and os.environ.get("TERM") != "dumb"
