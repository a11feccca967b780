"""Annotations and the summary of a step for GitHub Actions.

A runner reads commands from the lines of a step's output, so text of the target
must never begin a line, nor leave the property or message that it stands in. The
escapes are those of GitHub's own `@actions/core`.

The usual import from `__future__` would hide the function of the same name.
"""

from collections.abc import Iterable, Mapping

from contract_tests.contract.pointers import Position
from contract_tests.judgement.report import ExitCode, Report, Verdict
from contract_tests.reports.grouping import (
    accepted,
    breaches_worst_first,
    failed,
    warned,
)
from contract_tests.reports.locations import locate, places_in
from contract_tests.reports.markdown import to_markdown
from contract_tests.reports.printable import printable, shortened
from contract_tests.reports.wording import verdict_line

MOST_OF_EACH = 10
"""A step shows no more annotations of one kind than this."""

_MOST = 500


def annotations(report: Report, document_text: str) -> list[str]:
    """Return one workflow command for each failure, warning and known failure.

    The worst come first, and what stopped the run comes before them.
    """
    places = places_in(document_text)
    errors = [case.verdict for case in failed(report)]
    commands: list[str] = []
    if report.exit_code not in (ExitCode.KEPT, ExitCode.BREACHED):
        title = _property("contract-tests")
        commands.append(f"::error title={title}::{_data(verdict_line(report))}")
    left = MOST_OF_EACH - len(commands)
    commands += _commands("error", errors[:left], report, places)
    commands += _commands("warning", warned(report)[:MOST_OF_EACH], report, places)
    commands += _commands("notice", accepted(report)[:MOST_OF_EACH], report, places)
    return commands


def step_summary(report: Report) -> str:
    """Return the Markdown for `$GITHUB_STEP_SUMMARY`."""
    return to_markdown(report)


def _commands(
    kind: str,
    verdicts: Iterable[Verdict],
    report: Report,
    places: Mapping[str, Position],
) -> list[str]:
    return [_command(kind, verdict, report, places) for verdict in verdicts]


def _command(
    kind: str, verdict: Verdict, report: Report, places: Mapping[str, Position]
) -> str:
    clause = verdict.clause
    place = locate(clause, places)
    properties = {
        "file": report.document_path,
        "line": str(place.line),
        "col": str(place.column),
        "title": f"{clause.id} {clause.text}",
    }
    written = ",".join(f"{name}={_property(it)}" for name, it in properties.items())
    return f"::{kind} {written}::{_data(_message(verdict))}"


def _message(verdict: Verdict) -> str:
    lines = [] if verdict.accepted is None else [f"Accepted: {verdict.accepted}"]
    breaches = breaches_worst_first(verdict)
    if not breaches:
        return "\n".join([*lines, verdict.reason or verdict.clause.text])
    first = breaches[0]
    lines.append(f"Expected: {shortened(first.expected, _MOST)}")
    lines.append(f"Observed: {shortened(first.observed, _MOST)}")
    if first.curl is not None:
        lines.append(f"Repeat: {shortened(first.curl, _MOST)}")
    if len(breaches) > 1:
        lines.append(f"It is broken in {len(breaches)} ways.")
    return "\n".join(lines)


def _data(text: str) -> str:
    escaped = printable(text).replace("%", "%25")
    return escaped.replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
