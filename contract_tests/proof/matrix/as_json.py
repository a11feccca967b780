"""The kill matrix as JSON, as `kill_matrix.schema.json` beside this file describes it."""

from __future__ import annotations

import json

from contract_tests.judgement.clause import Clause
from contract_tests.proof.matrix.examination import Rung, Sight
from contract_tests.proof.matrix.kill_matrix import Finding, KillMatrix, Line
from contract_tests.proof.matrix.tallies import families, rungs, tally
from contract_tests.proof.trial import TrialKind
from contract_tests.reports.printable import well_formed
from contract_tests.tape.exchange import Json

SCHEMA_VERSION = 1


def to_json(matrix: KillMatrix) -> str:
    """Return the matrix as a JSON text, in ASCII."""
    return json.dumps(_matrix(matrix), indent=2, allow_nan=False) + "\n"


def _matrix(matrix: KillMatrix) -> dict[str, Json]:
    return {
        "schemaVersion": SCHEMA_VERSION,
        "tool": {"name": "contract-tests", "version": well_formed(matrix.tool_version)},
        "seed": matrix.seed,
        "seconds": round(matrix.seconds, 3),
        "inOrder": matrix.in_order,
        "leftOut": matrix.left_out,
        "rungs": [_rung(each) for each in rungs(matrix)],
        "families": _families(matrix),
        "findings": [_finding(each) for each in matrix.findings],
        "clauses": [_clause(matrix, each) for each in matrix.clauses],
        "trials": [_trial(each) for each in matrix.lines],
    }


def _rung(rung: Rung) -> Json:
    return {"level": rung.depth.value, "credits": rung.credits}


def _families(matrix: KillMatrix) -> list[Json]:
    columns = rungs(matrix)
    counted = ((name, tally(each, columns)) for name, each in families(matrix).items())
    return [
        {
            "name": name,
            "defects": found.defects,
            "subtle": found.subtle,
            "caught": list(found.caught),
            "caughtByNamedClause": found.named,
        }
        for name, found in counted
    ]


def _finding(finding: Finding) -> Json:
    return {
        "disorder": finding.disorder.value,
        "name": finding.name,
        "text": well_formed(finding.text),
    }


def _clause(matrix: KillMatrix, clause: Clause) -> Json:
    defects = matrix.of(TrialKind.DEFECT)
    return {
        "id": clause.id,
        "level": clause.level.value,
        "text": clause.text,
        "named": [
            each.trial.name for each in defects if each.trial.clause == clause.id
        ],
        "caught": [each.trial.name for each in matrix.catches[clause.id]],
        "whySilent": matrix.why_silent(clause),
    }


def _trial(line: Line) -> Json:
    trial = line.trial
    defect = trial.kind is TrialKind.DEFECT
    return {
        "kind": trial.kind.value,
        "name": trial.name,
        "family": trial.family,
        "text": trial.text,
        "clause": trial.clause or None,
        "subtle": trial.subtle,
        "level": trial.depth.value,
        "credits": trial.credits,
        "runs": trial.runs,
        "error": well_formed(line.examination.error),
        "caughtBy": [
            {"clause": clause, "from": _rung(rung)}
            for clause, rung in line.caught_from.items()
            if defect
        ],
        "sights": [_sight(each) for each in line.examination.sights],
    }


def _sight(sight: Sight) -> Json:
    return {
        "level": sight.rung.depth.value,
        "credits": sight.rung.credits,
        "exitCode": sight.exit_code,
        "cause": well_formed(sight.cause),
        "failed": list(sight.failed),
        "warned": list(sight.warned),
        "skipped": list(sight.skipped),
        "requests": sight.requests,
        "images": sight.images,
        "creditsSpent": sight.spent,
        "seconds": sight.seconds,
    }
