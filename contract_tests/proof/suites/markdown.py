"""The proof of a suite as GitHub Flavored Markdown, also for the summary of a step.

What the suite wrote, and its command, stand in fences longer than any run of
backticks in them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from contract_tests.proof.suites.excerpt import excerpt
from contract_tests.proof.suites.gaps import FamilyGaps, NextTest, families
from contract_tests.proof.suites.results import Attempt, SuiteReport
from contract_tests.proof.suites.text import (
    again_command,
    failure,
    mock_command,
    notes,
    suite_command,
    unusual_endings,
)
from contract_tests.reports.printable import printable
from contract_tests.reports.wording import count, duration

_MARKS = re.compile(r"([\\`*_\[\]|~])")
_ALARM_LINES = 12


def to_markdown(report: SuiteReport) -> str:
    """Return the report as Markdown, the verdict first."""
    return "\n\n".join(_blocks(report)) + "\n"


def _blocks(report: SuiteReport) -> Iterator[str]:
    yield f"## {report.verdict}"
    yield _fence(report.command, "sh")
    failed = report.failed_rehearsal
    if failed is not None:
        yield _fence(failure(failed))
    yield (
        f"{count(len(report.variants), 'lawful variant')} tried,"
        f" {count(len(report.alarms), 'false alarm')}."
        f" Exit code {int(report.exit_code)}. Took {duration(report.seconds)}."
    )
    for note in (*notes(report), unusual_endings(report)):
        if note:
            yield _words(note)
    if report.defects:
        yield _table(report)
    yield from _alarms(report)
    for gaps in families(report):
        yield from _family(gaps)
    yield from _by_hand(report)


def _table(report: SuiteReport) -> str:
    lines = ["| Family | noticed | of | plain gaps | subtle gaps |"]
    lines.append("| --- | ---: | ---: | ---: | ---: |")
    for each in families(report):
        plain = sum(test.plain for test in each.tests)
        lines.append(
            f"| {each.family} | {len(each.tried) - each.missed} | {len(each.tried)}"
            f" | {plain or ''} | {each.missed - plain or ''} |"
        )
    missed = report.missed
    plain = sum(not each.trial.subtle for each in missed)
    lines.append(
        f"| **all** | {len(report.defects) - len(missed)} | {len(report.defects)}"
        f" | {plain or ''} | {len(missed) - plain or ''} |"
    )
    return "\n".join(lines)


def _alarms(report: SuiteReport) -> Iterator[str]:
    if report.alarms:
        yield "### Stricter than the contract"
    for attempt in report.alarms:
        yield _alarm(attempt)


def _alarm(attempt: Attempt) -> str:
    lines = excerpt(attempt.run, lines=_ALARM_LINES)
    said = _fence("\n".join(lines)) if lines else "It wrote nothing."
    name = f"`{attempt.trial.name}` ({attempt.run.told})"
    return f"**{name}** {_words(attempt.trial.text)}\n\n{said}"


def _family(gaps: FamilyGaps) -> Iterator[str]:
    if gaps.missed:
        yield f"### {gaps.family}: {gaps.missed} of {len(gaps.tried)} not noticed"
        yield "\n".join(line for test in gaps.tests for line in _test(test))


def _test(test: NextTest) -> Iterator[str]:
    yield (
        f"- **{_words(test.instruction)}** ({test.named}; would notice"
        f" {count(len(test.closes), 'defect')})"
    )
    for trial in test.closes:
        subtle = " (subtle)" if trial.subtle else ""
        yield f"  - `{trial.name}`{subtle}: {_words(trial.text)}"


def _by_hand(report: SuiteReport) -> Iterator[str]:
    if not report.missed:
        return
    first = report.missed[0].trial
    yield "### By hand"
    lines = [mock_command(report, first.name), suite_command(report)]
    lines += ["# with a new test:", again_command(report, first.clause)]
    yield _fence("\n".join(lines), "sh")


def _words(text: str) -> str:
    """Return a text that means nothing in Markdown and in HTML."""
    shown = html.escape(" ".join(printable(text).split()), quote=False)
    return _MARKS.sub(r"\\\1", shown)


def _fence(text: str, language: str = "text") -> str:
    shown = printable(text)
    longest = max(map(len, re.findall(r"`+", shown)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{shown}\n{fence}"
