"""The proof of a suite as JSON, as `suite_report.schema.json` beside this describes it."""

from __future__ import annotations

import json
from typing import Any

from contract_tests.proof.suites.gaps import (
    FamilyGaps,
    NextTest,
    best_tests,
    families,
)
from contract_tests.proof.suites.results import Attempt, SuiteReport
from contract_tests.proof.suites.shell import Run
from contract_tests.proof.trial import Trial, TrialKind
from contract_tests.reports.printable import well_formed

SCHEMA_VERSION = 1


def to_json(report: SuiteReport) -> str:
    """Return the report as a JSON text; another schemaVersion may break readers."""
    return json.dumps(_report(report), indent=2, allow_nan=False) + "\n"


def _report(report: SuiteReport) -> dict[str, Any]:
    return {
        "schemaVersion": SCHEMA_VERSION,
        "tool": {"name": "contract-tests", "version": report.tool_version},
        "command": well_formed(report.command),
        "exitCode": int(report.exit_code),
        "exitCodeName": report.exit_code.name.lower(),
        "verdict": report.verdict,
        "seed": report.seed,
        "images": report.images,
        "jobs": report.jobs,
        "timeout": report.timeout,
        "seconds": report.seconds,
        "totals": {
            "defects": len(report.defects),
            "notNoticed": len(report.missed),
            "variants": len(report.variants),
            "falseAlarms": len(report.alarms),
            "leftOut": len(report.left_out),
        },
        "correct": [
            {"stage": each.stage.value, "run": _run(each.run)}
            for each in report.rehearsals
        ],
        "requests": {
            "total": report.visits.requests,
            "byOperation": dict(report.visits.by_operation),
            "never": list(report.visits.never),
        },
        "families": [_family(each) for each in families(report)],
        "nextTests": [_test(each) for each in best_tests(report)],
        "defects": [_attempt(each) for each in report.defects],
        "variants": [_attempt(each) for each in report.variants],
        "leftOut": [each.name for each in report.left_out],
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "ending": run.ending.value,
        "code": run.code,
        "seconds": run.seconds,
        "output": well_formed(run.output),
        "written": run.written,
    }


def _family(gaps: FamilyGaps) -> dict[str, Any]:
    return {
        "family": gaps.family,
        "defects": len(gaps.tried),
        "notNoticed": gaps.missed,
        "nextTests": [each.clause for each in gaps.tests],
    }


def _test(test: NextTest) -> dict[str, Any]:
    return {
        "clause": test.clause,
        "level": test.level.value,
        "instruction": test.instruction,
        "source": {"pointer": test.where, "quote": test.why},
        "hints": list(test.hints),
        "closes": [each.name for each in test.closes],
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    trial: Trial = attempt.trial
    told: dict[str, Any] = {"name": trial.name, "text": trial.text}
    if trial.kind is TrialKind.DEFECT:
        told |= {
            "family": trial.family,
            "clause": trial.clause,
            "subtle": trial.subtle,
            "noticed": attempt.noticed,
        }
    else:
        told["falseAlarm"] = attempt.noticed
    return {**told, "run": _run(attempt.run)}
