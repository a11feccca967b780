"""What a suite said, in a few lines: those that name what failed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contract_tests.proof.suites.shell import Run
from contract_tests.reports.printable import printable

# As TAP, pytest, Go, Jest, Vitest, Mocha, node:test and Schemathesis mark it.
_FAILED = re.compile(
    r"\s*(?:not ok\b|FAILED\b|--- FAIL|FAIL\b|FAILURE\b|[✖✗✘×❌]|\d+\) |E   )"
)


def excerpt(run: Run, *, lines: int, ends: int = 0) -> Sequence[str]:
    """Return the lines that name what failed, and so many of the last of all.

    Without such lines, and without `ends`, they are the last ones.
    """
    said = [each for each in printable(run.output).splitlines() if each.strip()]
    failed = [each for each in said if _FAILED.match(each)]
    if not failed:
        return said[-max(lines, ends) :]
    last = said[len(said) - min(ends, len(said)) :]
    named = [each for each in failed[:lines] if each not in last]
    return [*named, *(["..."] if named and last else []), *last]


def barred(lines: Sequence[str]) -> str:
    """Return lines behind a bar each, that sets them off."""
    return "\n".join(f"  | {line}" for line in lines) or "  (it wrote nothing)"
