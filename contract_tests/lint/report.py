"""The findings of a file, each with its line and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from contract_tests.contract.pointers import Position
from contract_tests.lint.findings import Finding, Severity
from contract_tests.lint.linter import lint
from contract_tests.lint.reading import read


@dataclass(frozen=True, slots=True)
class LintReport:
    """What `lint` found in a file; `findings` are sorted by pointer."""

    path: str
    findings: tuple[Finding, ...]
    positions: Mapping[str, Position] = field(repr=False)

    def position(self, finding: Finding) -> Position:
        """Return where a finding stands: that of its pointer, or of the nearest above."""
        pointer = finding.pointer
        while pointer and pointer not in self.positions:
            pointer = pointer.rpartition("/")[0]
        return self.positions.get(pointer, Position(1, 1))

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of one severity."""
        return tuple(each for each in self.findings if each.severity is severity)


def lint_file(path: str | Path) -> LintReport:
    """Read a document of JSON or YAML, and return what is wrong with it.

    Raises DocumentError, with path, line and reason, for a file that cannot be read.
    """
    document, positions = read(path)
    return LintReport(str(path), lint(document), positions)
