"""What the checks of Schemathesis say of the requests that it generated."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.clauses.errors import fitting
from contract_tests.judgement.clause import Clause, Finding, Judge, Level, Need, Source
from contract_tests.judgement.evidence import Evidence
from contract_tests.judgement.findings import broken, held, obstacle, unclear
from contract_tests.tape.exchange import Exchange

PROBES = ("GEN-F", "PAG-F", "GET-F", "ACC-F")

_HEADERS = "ST107"
_CHECKS = (
    ("ST101", "No generated request is answered with a server error."),
    ("ST103", "Every reply to a generated request has a documented status."),
    ("ST104", "Every reply to a generated request has a Content-Type."),
    ("ST105", "Every reply to a generated request has a documented Content-Type."),
    ("ST106", "Every Content-Type in reply to a generated request can be read."),
    (
        _HEADERS,
        "Every reply to a generated request has the headers that are documented.",
    ),
    ("ST108", "Every reply to a generated request satisfies its schema."),
    ("ST109", "Every reply to a generated request is JSON."),
    ("ST201", "Generated requests that break the schema are refused."),
    ("ST202", "Generated requests that satisfy the schema are accepted."),
)


def _documents_headers(evidence: Evidence, exchange: Exchange) -> bool:
    operation = evidence.contract.operations.get(exchange.operation or "")
    return (
        operation is not None
        and exchange.status is not None
        and evidence.contract.documents_headers(operation, exchange.status)
    )


def _check(code: str) -> Judge:
    def judge(evidence: Evidence) -> Iterator[Finding]:
        found = {
            each.exchange: each for each in evidence.tape.checks if each.code == code
        }
        for exchange in evidence.last_attempts:
            if exchange.intent.probe not in PROBES or exchange.reply is None:
                continue
            if code == _HEADERS and not _documents_headers(evidence, exchange):
                continue
            check = found.get(exchange.number)
            if check is None:
                yield held(exchange)
            elif (reason := obstacle(exchange)) is not None:
                yield unclear(exchange, reason=reason)
            else:
                yield broken(
                    exchange,
                    expected=f"{check.title}: it should not be",
                    observed=check.message.strip().splitlines()[0]
                    if check.message
                    else check.title,
                    level=_level(code, exchange),
                )

    return judge


def _level(code: str, exchange: Exchange) -> Level | None:
    odd = exchange.status is not None and fitting(exchange, exchange.status)
    return (
        Level.SHOULD if code in ("ST103", "ST105", "ST104", "ST109") and odd else None
    )


CLAUSES = tuple(
    Clause(
        code,
        text,
        (Source("", f"Schemathesis, check {code}"),),
        Level.DERIVED,
        _check(code),
        needs=(Need.STANDARD, Need.NATURAL) if code == _HEADERS else (Need.STANDARD,),
    )
    for code, text in _CHECKS
)
