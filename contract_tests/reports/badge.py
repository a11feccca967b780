"""The verdict as the JSON that shields.io draws a badge from.

The schema is that of its endpoint badge: https://shields.io/badges/endpoint-badge
"""

from __future__ import annotations

import json

from contract_tests.judgement.report import ExitCode, Outcome, Report

_WORDS = {
    ExitCode.USAGE: "wrong usage",
    ExitCode.NOT_JUDGED: "not judged",
    ExitCode.SPEND_GUARD: "stopped",
    ExitCode.INTERRUPTED: "interrupted",
}


def to_badge(report: Report) -> str:
    """Return a badge: clauses that passed, of those that were judged."""
    passed = len(report.of(Outcome.PASSED))
    judged = passed + len(report.of(Outcome.FAILED, Outcome.WARNED))
    badge = {
        "schemaVersion": 1,
        "label": "contract",
        "message": _WORDS.get(report.exit_code, f"{passed}/{judged}"),
        "color": _color(report.exit_code),
        "isError": report.exit_code not in (ExitCode.KEPT, ExitCode.BREACHED),
    }
    return json.dumps(badge, indent=2) + "\n"


def _color(exit_code: ExitCode) -> str:
    colors = {ExitCode.KEPT: "brightgreen", ExitCode.BREACHED: "red"}
    return colors.get(exit_code, "lightgrey")
