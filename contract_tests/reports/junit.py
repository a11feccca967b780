"""The report as JUnit XML: a suite for each family, a case for each clause.

The form is that of pytest and Surefire, which Jenkins and GitLab read. A reader that
sees this file alone must not see green where the exit code is not 0, so whatever
stopped the run is a case of its own with an `<error>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from contract_tests.judgement.report import (
    Breach,
    ExitCode,
    Outcome,
    Report,
    Verdict,
)
from contract_tests.reports.costs import Cost, costs
from contract_tests.reports.grouping import (
    breaches_worst_first,
    by_family,
    fails_run,
    worst_level,
)
from contract_tests.reports.printable import printable, shortened
from contract_tests.reports.wording import target, verdict_line

_MOST = 2000
_MOST_BREACHES = 10


def to_junit(report: Report) -> str:
    """Return the report as an XML text."""
    root = Element("testsuites", {"name": "contract-tests"})
    spent = costs(report)
    for family, verdicts in by_family(report.verdicts).items():
        suite = _suite(root, report, family)
        for verdict in verdicts:
            _case(suite, report, verdict, spent.get(verdict.clause.id, Cost()))
        _count(suite)
    if _needs_error(report, root):
        _add_error(root, report)
    _count(root)
    root.set("time", f"{report.seconds:.3f}")
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _suite(root: Element, report: Report, name: str) -> Element:
    suite = SubElement(root, "testsuite", {"name": _safe(name)})
    suite.set("timestamp", _safe(report.started_at.removesuffix("Z")))
    properties = {
        "target": target(report),
        "document": report.document,
        "document sha256": report.document_sha256,
        "seed": str(report.seed),
        "level": report.level,
    }
    _add_properties(suite, properties)
    return suite


def _case(suite: Element, report: Report, verdict: Verdict, cost: Cost) -> None:
    clause = verdict.clause
    case = SubElement(
        suite, "testcase", {"classname": _safe(f"contract.{clause.family}")}
    )
    case.set("name", _safe(f"{clause.id} {clause.text}"))
    case.set("time", f"{cost.seconds:.3f}")
    properties = {
        "clause": clause.id,
        "pointer": next((each.pointer for each in clause.sources), ""),
        "level": clause.level.value,
        "requests": str(cost.requests),
        "credits": str(cost.credits),
    }
    _add_properties(case, properties)
    _add_outcome(case, report, verdict)


def _add_outcome(case: Element, report: Report, verdict: Verdict) -> None:
    if fails_run(report, verdict):
        kind = worst_level(verdict).value
        failure = SubElement(case, "failure", {"type": kind})
        failure.set("message", _safe(_message(verdict)))
        failure.text = _safe(_details(verdict))
    elif verdict.accepted is not None and verdict.outcome == Outcome.FAILED:
        reason = f"known failure, accepted: {verdict.accepted}"
        SubElement(case, "skipped", {"message": _safe(reason)})
        SubElement(case, "system-out").text = _safe(_details(verdict))
    elif verdict.outcome in (Outcome.INCONCLUSIVE, Outcome.SKIPPED):
        reason = f"{verdict.outcome.value}: {verdict.reason}"
        SubElement(case, "skipped", {"message": _safe(reason)})
    elif verdict.outcome == Outcome.WARNED:
        SubElement(case, "system-out").text = _safe(f"warned\n{_details(verdict)}")


def _message(verdict: Verdict) -> str:
    if verdict.cause is not None:
        return f"explained by {verdict.cause}"
    breaches = breaches_worst_first(verdict)
    if not breaches:
        return verdict.reason or verdict.clause.text
    first = breaches[0]
    return shortened(f"expected {first.expected}; observed {first.observed}", 300)


def _details(verdict: Verdict) -> str:
    lines = [verdict.clause.text]
    lines += [f"{each.pointer} {each.quote}".strip() for each in verdict.clause.sources]
    if verdict.reason:
        lines.append(verdict.reason)
    breaches = breaches_worst_first(verdict)
    for breach in breaches[:_MOST_BREACHES]:
        lines += ["", *_breach_lines(breach)]
    if len(breaches) > _MOST_BREACHES:
        lines += ["", f"and {len(breaches) - _MOST_BREACHES} more breaches"]
    return "\n".join(lines)


def _breach_lines(breach: Breach) -> list[str]:
    lines = [
        f"level:    {breach.level.value}",
        f"expected: {shortened(breach.expected, _MOST)}",
        f"observed: {shortened(breach.observed, _MOST)}",
        f"seen:     {breach.count} times, best in exchange {breach.exchange}",
    ]
    return lines + ([] if breach.curl is None else [f"repeat:   {breach.curl}"])


def _needs_error(report: Report, root: Element) -> bool:
    if report.exit_code == ExitCode.KEPT:
        return False
    return report.exit_code != ExitCode.BREACHED or root.find(".//failure") is None


def _add_error(root: Element, report: Report) -> None:
    suite = _suite(root, report, "run")
    attributes = {
        "classname": "contract.run",
        "name": "the run was judged",
        "time": "0",
    }
    case = SubElement(suite, "testcase", attributes)
    error = SubElement(case, "error", {"type": report.exit_code.name.lower()})
    error.set("message", _safe(verdict_line(report)))
    error.text = _safe(report.cause or verdict_line(report))
    _count(suite)


def _count(element: Element) -> None:
    """Write the numbers of what an element holds into its attributes."""
    names = {
        "tests": "testcase",
        "failures": "failure",
        "errors": "error",
        "skipped": "skipped",
    }
    for attribute, name in names.items():
        element.set(attribute, str(sum(1 for _ in element.iter(name))))
    seconds = (float(case.get("time", "0")) for case in element.iter("testcase"))
    element.set("time", f"{sum(seconds):.3f}")


def _add_properties(parent: Element, values: Mapping[str, str]) -> None:
    properties = SubElement(parent, "properties")
    for name, value in values.items():
        SubElement(properties, "property", {"name": name, "value": _safe(value)})


def _safe(text: str) -> str:
    """Return a text without what XML 1.0 cannot hold (section 2.2, Char)."""
    return printable(text)
