"""The report as JSON, as `report.schema.json` beside this file describes it.

The bytes are a function of the report alone, and ASCII alone, so that showing them
in a terminal is harmless.
"""

from __future__ import annotations

import json

from contract_tests.judgement.clause import Level
from contract_tests.judgement.report import (
    Breach,
    Erratum,
    Outcome,
    Report,
    Spending,
    Verdict,
)
from contract_tests.reports.excerpts import exchange_value
from contract_tests.reports.printable import well_formed
from contract_tests.reports.wording import target
from contract_tests.tape.exchange import Json

SCHEMA_VERSION = 1


def to_json(report: Report) -> str:
    """Return the report as a JSON text."""
    return json.dumps(_report(report), indent=2, allow_nan=False) + "\n"


def _report(report: Report) -> dict[str, Json]:
    return {
        "schemaVersion": SCHEMA_VERSION,
        "tool": {"name": "contract-tests", "version": well_formed(report.tool_version)},
        "target": well_formed(target(report)),
        "document": {
            "title": well_formed(report.document),
            "path": well_formed(report.document_path),
            "sha256": report.document_sha256,
        },
        "seed": report.seed,
        "level": report.level,
        "startedAt": report.started_at,
        "seconds": round(report.seconds, 3),
        "exitCode": int(report.exit_code),
        "exitCodeName": report.exit_code.name.lower(),
        "cause": well_formed(report.cause),
        "strict": report.strict,
        "requests": report.requests,
        "spending": _spending(report.spending),
        "totals": _totals(report),
        "clauses": [_clause(each) for each in report.verdicts],
        "errata": [_erratum(each) for each in report.errata],
        "staleAccepts": [well_formed(each) for each in report.stale_accepts],
        "exchanges": _exchanges(report),
    }


def _spending(spending: Spending) -> Json:
    return {
        "credits": spending.credits,
        "images": spending.images,
        "reserved": spending.reserved,
        "maxCredits": spending.max_credits,
        "accidents": spending.accidents,
    }


def _totals(report: Report) -> Json:
    return {
        outcome.value: {
            level.value: sum(each.clause.level == level for each in report.of(outcome))
            for level in Level
        }
        for outcome in Outcome
    }


def _clause(verdict: Verdict) -> Json:
    clause = verdict.clause
    return {
        "id": clause.id,
        "family": clause.family,
        "level": clause.level.value,
        "text": well_formed(clause.text),
        "outcome": verdict.outcome.value,
        "reason": well_formed(verdict.reason),
        "accepted": None if verdict.accepted is None else well_formed(verdict.accepted),
        "cause": verdict.cause,
        "judged": verdict.judged,
        "sources": [
            {"pointer": well_formed(each.pointer), "quote": well_formed(each.quote)}
            for each in clause.sources
        ],
        "breaches": [_breach(each) for each in verdict.breaches],
    }


def _breach(breach: Breach) -> Json:
    return {
        "level": breach.level.value,
        "expected": well_formed(breach.expected),
        "observed": well_formed(breach.observed),
        "exchange": breach.exchange,
        "count": breach.count,
        "exchanges": list(breach.exchanges),
        "curl": None if breach.curl is None else well_formed(breach.curl),
    }


def _erratum(erratum: Erratum) -> Json:
    return {
        "id": erratum.id,
        "pointer": well_formed(erratum.pointer),
        "problem": well_formed(erratum.problem),
        "reading": well_formed(erratum.reading),
    }


def _exchanges(report: Report) -> list[Json]:
    breaches = [breach for each in report.verdicts for breach in each.breaches]
    named = {number for breach in breaches for number in breach.exchanges}
    named |= {each.exchange for each in breaches if each.exchange is not None}
    return [exchange_value(each) for each in report.exchanges if each.number in named]
