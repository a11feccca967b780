"""Errors: statuses, their shape, and what they name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contract_tests.clauses.messages import documented
from contract_tests.clauses.places import ACCOUNT_AT, GENERATE_AT, GET_AT, LIST_AT
from contract_tests.clauses.refusing import details_of
from contract_tests.contract.document import (
    GET,
)
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Level,
    Need,
    Source,
)
from contract_tests.judgement.evidence import (
    Evidence,
)
from contract_tests.judgement.findings import (
    GATEWAY,
    MALFORMED,
    broken,
    held,
    shown,
    unclear,
)
from contract_tests.tape.exchange import (
    Exchange,
    Expects,
)

_ERROR = "/components/schemas/ErrorResponse"


# So many hiccups of one kind are no hiccups.
_HABIT = 3


_TRACE = re.compile(
    r"Traceback \(most recent call last\)|\n\s+at [\w.$<>]+\(|File \"[^\"]+\", line \d+|<html|<!doctype html",
    re.IGNORECASE,
)


def _error_shape(evidence: Evidence) -> Iterator[Finding]:
    for exchange, reply, operation in documented(evidence):
        if reply.status < 400 or (not reply.has_json and reply.text):
            continue
        pointer = evidence.contract.reply_schema(operation, reply.status, {})
        if pointer is None:
            continue
        violations = evidence.contract.violations(
            pointer, reply.body if reply.has_json else None
        )
        if violations:
            yield broken(
                exchange,
                expected=f"an ErrorResponse with status {reply.status}",
                observed=str(violations[0]) if reply.has_json else "an empty body",
            )
        else:
            yield held(exchange)


# Probes whose requests have one field that is wrong, and fields that others have.
_ONE_FIELD = frozenset(("GEN-N06", "GEN-N07", "GEN-N08", "GEN-N11", "PAG-04", "PAG-05"))
_FIELDS = frozenset(
    ("prompt", "modelId", "aspectRatio", "style", "thinkingLevel", "limit", "offset")
)


def _names_the_field(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.expecting(Expects.REFUSAL):
        name = exchange.intent.subject.rpartition(".")[2]
        details = details_of(exchange)
        if exchange.status != 400 or not name or name == "body" or not details:
            continue
        others = {path.rpartition(".")[2] for path, _ in details} & _FIELDS - {name}
        if others and exchange.intent.probe in _ONE_FIELD:
            yield broken(
                exchange,
                expected=f"details of {name!r}, which alone is wrong",
                observed=f"details name {', '.join(sorted(others))}, too",
            )
        elif any(
            not path or name.lower() in f"{path} {message}".lower()
            for path, message in details
        ):
            yield held(exchange)
        else:
            yield broken(
                exchange,
                expected=f"details that name {name!r}",
                observed=f"details name {details[0][0]!r}",
            )


def _status(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.exchanges:
        operation = evidence.contract.operations.get(exchange.operation or "")
        if operation is None or exchange.reply is None:
            continue
        status = exchange.reply.status
        if operation.documents(status):
            yield held(exchange)
        elif status in GATEWAY:
            yield unclear(exchange, reason=f"a gateway answered {status}")
        elif exchange.request.method == "GET" and status >= 500:
            continue  # ERR-07 tells
        else:
            yield broken(
                exchange,
                expected=f"one of {', '.join(sorted(operation.statuses))}",
                observed=f"{shown(exchange)}, which {operation.id} does not document",
                level=Level.SHOULD if fitting(exchange, status) else None,
            )


def fitting(exchange: Exchange, status: int) -> bool:
    """Tell whether the document leaves no better status for what was sent."""
    odd = exchange.intent.expects is not Expects.SUCCESS
    if status in MALFORMED:
        return odd
    unknown = set(exchange.request.query) - {"limit", "offset", "format"}
    if status == 400:
        malformed = (
            exchange.intent.subject == "path.id" or exchange.intent.probe == "GET-F"
        )
        anything = exchange.intent.expects is Expects.ANYTHING
        return bool(unknown) or (exchange.operation == GET and (malformed or anything))
    return False


def _server_error(evidence: Evidence) -> Iterator[Finding]:
    hiccups: dict[int, list[Exchange]] = {}
    last = {each.number for each in evidence.last_attempts}
    for exchange in evidence.exchanges:
        operation = evidence.contract.operations.get(exchange.operation or "")
        status = exchange.status
        if operation is None or status is None or exchange.request.method != "GET":
            continue
        if status < 500 or status in GATEWAY or operation.documents(status):
            yield held(exchange)
        elif exchange.number in last:
            yield broken(
                exchange,
                expected=f"one of {', '.join(sorted(operation.statuses))}",
                observed=f"{shown(exchange)}, also when asked once more",
            )
        else:
            hiccups.setdefault(status, []).append(exchange)
    for status, exchanges in hiccups.items():
        if len(exchanges) >= _HABIT:
            yield broken(
                *exchanges,
                expected="no 5xx, which no GET documents",
                observed=f"{status} again and again ({len(exchanges)} times, each gone when asked once more)",
            )
        else:
            yield unclear(
                *exchanges, reason=f"{status} once, and gone when asked once more"
            )


def _no_internals(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.exchanges:
        if exchange.reply is None or exchange.reply.status < 400:
            continue
        error = exchange.value.get("error")
        text = f"{exchange.reply.text or ''} {error}"
        found = _TRACE.search(text)
        if found:
            yield broken(
                exchange,
                expected="an error in the API's own words",
                observed=f"a stack trace or a page of HTML ({found.group()[:40]!r})",
            )
        else:
            yield held(exchange)


CLAUSES = (
    Clause(
        "ERR-01",
        "A refusal has the shape of ErrorResponse: error.message, and details with path, message and code.",
        (
            Source(f"{_ERROR}/properties/error/required", '["message"]'),
            Source(
                f"{_ERROR}/properties/error/properties/details/items/required",
                '["path","message","code"]',
            ),
        ),
        Level.MUST,
        _error_shape,
    ),
    Clause(
        "ERR-03",
        "The details of a refusal name the field that is wrong.",
        (
            Source(
                f"{_ERROR}/properties/error/properties/details/items/properties/path/type",
                "string",
            ),
        ),
        Level.SHOULD,
        _names_the_field,
        needs=(Need.NATURAL,),
    ),
    Clause(
        "ERR-04",
        "Every status is one that the operation documents.",
        (
            Source(f"{GENERATE_AT}/responses", '"400"'),
            Source(f"{LIST_AT}/responses", '"400"'),
            Source(f"{GET_AT}/responses", '"404"'),
            Source(f"{ACCOUNT_AT}/responses", '"401"'),
        ),
        Level.MUST,
        _status,
    ),
    Clause(
        "ERR-05",
        "An error shows no stack trace and no page of HTML.",
        (Source("", "OWASP API Security Top 10 (2023), API8"),),
        Level.SHOULD,
        _no_internals,
    ),
    Clause(
        "ERR-07",
        "A read is never answered with a server error, which no read documents.",
        (Source(f"{LIST_AT}/responses", '"429"'),),
        Level.MUST,
        _server_error,
    ),
)
