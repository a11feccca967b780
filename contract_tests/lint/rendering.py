"""The report as text for people and as JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator

from contract_tests.lint.findings import Finding, Severity
from contract_tests.lint.report import LintReport

_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SHOWN = 3
"""Places that are listed of a finding that is the same in many."""


def render_json(report: LintReport) -> str:
    """Return the report as JSON, every finding with line and column (from 1)."""
    findings = []
    for each in report.findings:
        position = report.position(each)
        findings.append(
            {
                "rule": each.rule,
                "severity": each.severity.value,
                "pointer": each.pointer,
                "line": position.line,
                "column": position.column,
                "message": each.message,
                "advice": each.advice,
            }
        )
    summary = {each.value: len(report.of(each)) for each in Severity}
    content = {"document": report.path, "summary": summary, "findings": findings}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def render_text(report: LintReport) -> str:
    """Return the report for people: the gravest first, what is the same told once."""
    lines: list[str] = []
    for severity in Severity:
        for same in _grouped(report.of(severity)):
            lines += [*_block(report, same), ""]
    lines.append(f"{report.path}: {_counts(report)}")
    return "\n".join(lines) + "\n"


def _counts(report: LintReport) -> str:
    told = []
    for severity, word in _WORDS.items():
        count = len(report.of(severity))
        if count:
            told.append(f"{count} {word}{'' if count == 1 else 's'}")
    return ", ".join(told) or "nothing found"


def _grouped(findings: tuple[Finding, ...]) -> Iterator[list[Finding]]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for each in findings:
        groups.setdefault((each.rule, each.message), []).append(each)
    yield from groups.values()


def _block(report: LintReport, same: list[Finding]) -> Iterator[str]:
    first = same[0]
    for each in same[:_SHOWN]:
        position = report.position(each)
        place = f"{report.path}:{position.line}:{position.column}"
        yield f"{place}: {each.severity.value} [{each.rule}] #{each.pointer}"
    if len(same) > _SHOWN:
        yield f"    and {len(same) - _SHOWN} more places"
    yield f"    {first.message}"
    yield f"    -> {first.advice}"
