"""The report as SARIF 2.1.0, for code scanning: rules are clauses.

Section numbers are those of the OASIS standard.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from contract_tests.contract.pointers import Position
from contract_tests.judgement.clause import Clause, Level
from contract_tests.judgement.report import (
    Breach,
    ExitCode,
    Outcome,
    Report,
    Verdict,
)
from contract_tests.reports.locations import locate, places_in
from contract_tests.reports.printable import printable, shortened
from contract_tests.reports.wording import target, verdict_line

_MOST = 1000
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {
    Level.MUST: "error",
    Level.DERIVED: "error",
    Level.SHOULD: "warning",
    Level.INFO: "note",
}
# What differs from run to run in what was expected must not change a fingerprint.
_CHANGING = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|\b[0-9a-f]{12,}\b",
    re.IGNORECASE,
)


def to_sarif(report: Report, document_text: str) -> str:
    """Return the report as a SARIF text; places are those in the document's text."""
    places = places_in(document_text)
    run: dict[str, Any] = {
        "tool": {"driver": _driver(report)},
        "invocations": [_invocation(report)],
        "artifacts": [_artifact(report)],
        "results": _results(report, places),
        "columnKind": "unicodeCodePoints",
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _driver(report: Report) -> dict[str, Any]:
    return {
        "name": "contract-tests",
        "version": _text(report.tool_version),
        "rules": [_rule(each.clause) for each in report.verdicts],
    }


def _rule(clause: Clause) -> dict[str, Any]:
    sources = [f"{each.pointer} {each.quote}".strip() for each in clause.sources]
    return {
        "id": clause.id,
        "shortDescription": {"text": _text(clause.text)},
        "help": {"text": _text("\n".join([clause.text, *sources]))},
        "defaultConfiguration": {"level": _LEVELS[clause.level]},
        "properties": {"tags": [clause.family, clause.level.value]},
    }


def _invocation(report: Report) -> dict[str, Any]:
    """Return what became of the run; a breach that was found is a success (3.20.14)."""
    judged = report.exit_code in (ExitCode.KEPT, ExitCode.BREACHED)
    invocation: dict[str, Any] = {
        "executionSuccessful": judged,
        "exitCode": int(report.exit_code),
        "exitCodeDescription": _text(verdict_line(report)),
        "startTimeUtc": report.started_at,
        "properties": {
            "target": _text(target(report)),
            "seed": report.seed,
            "level": report.level,
        },
    }
    if not judged:
        notification = {"level": "error", "message": _message(verdict_line(report))}
        invocation["toolExecutionNotifications"] = [notification]
    return invocation


def _artifact(report: Report) -> dict[str, Any]:
    return {
        "location": {"uri": _uri(report.document_path)},
        "hashes": {"sha-256": report.document_sha256},
    }


def _results(report: Report, places: Mapping[str, Position]) -> list[dict[str, Any]]:
    results = []
    for index, verdict in enumerate(report.verdicts):
        if verdict.outcome not in (Outcome.FAILED, Outcome.WARNED):
            continue
        seen: dict[str, int] = {}
        for breach in verdict.breaches or (None,):
            result = _result(report, verdict, breach, places)
            fingerprint = _fingerprint(verdict, breach)
            seen[fingerprint] = seen.get(fingerprint, 0) + 1
            value = f"{fingerprint}:{seen[fingerprint]}"
            result["partialFingerprints"] = {"clauseExpectation/v1": value}
            result["ruleIndex"] = index
            results.append(result)
    return results


def _result(
    report: Report,
    verdict: Verdict,
    breach: Breach | None,
    places: Mapping[str, Position],
) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": verdict.clause.id,
        "level": _level(report, verdict, breach),
        "message": _message(_told(verdict, breach)),
        "locations": [_location(report, verdict.clause, places)],
    }
    if verdict.accepted is not None:
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": _text(verdict.accepted),
            }
        ]
    return result


def _level(report: Report, verdict: Verdict, breach: Breach | None) -> str:
    level = verdict.clause.level if breach is None else breach.level
    if verdict.outcome == Outcome.WARNED:
        return "note" if level == Level.INFO else "warning"
    binding = any(each.level.binding for each in verdict.breaches)
    if binding and breach is not None:
        return _LEVELS[level]
    return "error"


def _told(verdict: Verdict, breach: Breach | None) -> str:
    lines = [f"{verdict.clause.id}: {verdict.clause.text}"]
    if verdict.cause is not None:
        lines.append(f"Explained by {verdict.cause}.")
    if breach is None:
        return "\n".join([*lines, verdict.reason])
    lines.append(f"Expected: {shortened(breach.expected, _MOST)}")
    lines.append(f"Observed: {shortened(breach.observed, _MOST)}")
    if breach.curl is not None:
        lines.append(f"Repeat: {shortened(breach.curl, _MOST)}")
    return "\n".join(lines)


def _location(
    report: Report, clause: Clause, places: Mapping[str, Position]
) -> dict[str, Any]:
    place = locate(clause, places)
    artifact = {"uri": _uri(report.document_path), "index": 0}
    region = {"startLine": place.line, "startColumn": place.column}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _fingerprint(verdict: Verdict, breach: Breach | None) -> str:
    expected = "" if breach is None else _CHANGING.sub("*", breach.expected)
    told = f"{verdict.clause.id}\n{expected}"
    return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _uri(path: str) -> str:
    """Return a path as a URI reference (RFC 3986); a URL is left as it is."""
    if path.startswith(("https://", "http://")):
        return quote(path, safe="/:?#@!$&'()*+,;=%~", errors="replace")
    posix = path.replace("\\", "/")
    prefix = "file://" if PurePath(posix).is_absolute() else ""
    return prefix + quote(posix, safe="/~", errors="replace")


def _message(text: str) -> dict[str, str]:
    # `[text](target)` in a message is a link (3.11.6).
    return {"text": _text(text).replace("](", "\\](")}


def _text(text: str) -> str:
    return printable(text)
