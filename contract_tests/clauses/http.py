"""Messages: media type, JSON, statuses, errors, and what must not stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from contract_tests.contract.document import GET, Operation
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Level,
    Need,
    Source,
)
from contract_tests.judgement.evidence import Evidence
from contract_tests.judgement.findings import (
    GATEWAY,
    MALFORMED,
    broken,
    held,
    obstacle,
    shown,
    unclear,
)
from contract_tests.tape.exchange import Exchange, Expects, FailureKind, Reply
from contract_tests.tape.masking import names_a_key

_G = "/paths/~1api~1v1~1images~1generate/post"
_L = "/paths/~1api~1v1~1images/get"
_I = "/paths/~1api~1v1~1images~1{id}/get"
_A = "/paths/~1api~1v1~1account/get"
_ERROR = "/components/schemas/ErrorResponse"
# So many hiccups of one kind are no hiccups.
_HABIT = 3
_TRACE = re.compile(
    r"Traceback \(most recent call last\)|\n\s+at [\w.$<>]+\(|File \"[^\"]+\", line \d+|<html|<!doctype html",
    re.IGNORECASE,
)


def _documented(evidence: Evidence) -> Iterator[tuple[Exchange, Reply, Operation]]:
    """Yield the replies whose status the operation documents."""
    for exchange in evidence.exchanges:
        operation = evidence.contract.operations.get(exchange.operation or "")
        if operation and exchange.reply and operation.documents(exchange.reply.status):
            yield exchange, exchange.reply, operation


def _media_type(evidence: Evidence) -> Iterator[Finding]:
    for exchange, reply, _ in _documented(evidence):
        if not reply.size:
            continue
        if reply.media_type == "application/json":
            yield held(exchange)
        else:
            yield broken(
                exchange,
                expected="Content-Type: application/json",
                observed=f"Content-Type: {reply.header('content-type') or 'none'}",
            )


def _json(evidence: Evidence) -> Iterator[Finding]:
    for exchange, reply, _ in _documented(evidence):
        if reply.flaws:
            yield broken(
                exchange,
                expected="one JSON value in UTF-8",
                observed="; ".join(reply.flaws[:3]),
            )
        elif reply.has_json:
            yield held(exchange)
        elif exchange.request.method != "HEAD":
            yield broken(
                exchange, expected="one JSON value in UTF-8", observed="an empty body"
            )


def _in_clear(evidence: Evidence) -> Iterator[Finding]:
    url = urlsplit(evidence.run.target)
    if url.hostname in ("localhost", "127.0.0.1", "::1") or url.scheme == "https":
        return
    for exchange in evidence.exchanges:
        if exchange.status == 200:
            yield broken(
                exchange,
                expected="keys are taken over https alone",
                observed="a key that was sent in clear text was accepted",
            )
            return


def _public_cache(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.exchanges:
        control = exchange.reply.header("cache-control") if exchange.reply else None
        if exchange.status != 200:
            continue
        if control and re.search(r"\bpublic\b|s-maxage", control, re.IGNORECASE):
            yield broken(
                exchange,
                expected="no shared cache may keep what belongs to one account",
                observed=f"Cache-Control: {control}",
            )
        else:
            yield held(exchange)


def _undocumented_fields(evidence: Evidence) -> Iterator[Finding]:
    known = _property_names(evidence.contract.raw)
    for exchange in evidence.exchanges:
        if exchange.status != 200:
            continue
        unknown = sorted(set(exchange.value) - known)
        image = exchange.value.get("image")
        unknown += sorted(set(image) - known) if isinstance(image, dict) else []
        if unknown:
            yield broken(
                exchange,
                expected="fields that the document names",
                observed=f"also {', '.join(unknown[:5])}",
            )
        else:
            yield held(exchange)


def _property_names(value: object) -> set[str]:
    if isinstance(value, dict):
        names = value.get("properties")
        own = set(names) if isinstance(names, dict) else set()
        return own.union(*map(_property_names, value.values()))
    if isinstance(value, list):
        return set().union(*map(_property_names, value))
    return set()


def _complete(evidence: Evidence) -> Iterator[Finding]:
    """Judge GETs alone: what a POST may end in depends on what it asks for."""
    dropped = (
        FailureKind.DROPPED,
        FailureKind.MALFORMED,
        FailureKind.TIMEOUT,
        FailureKind.TOO_LARGE,
    )
    answered = {each.operation for each in evidence.exchanges if each.reply}
    for exchange in evidence.last_attempts:
        if exchange.request.method != "GET" or exchange.operation is None:
            continue
        if exchange.failure is None:
            yield held(exchange)
        elif exchange.failure.kind in dropped and exchange.operation in answered:
            yield broken(
                exchange,
                expected="a complete HTTP reply",
                observed=f"{shown(exchange)}, also when asked once more",
            )
        else:
            yield unclear(exchange, reason=shown(exchange))


def _error_shape(evidence: Evidence) -> Iterator[Finding]:
    for exchange, reply, operation in _documented(evidence):
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


def _names_the_field(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.expecting(Expects.REFUSAL):
        name = exchange.intent.subject.rpartition(".")[2]
        details = details_of(exchange)
        if exchange.status != 400 or not name or name == "body" or not details:
            continue
        if any(
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


def details_of(exchange: Exchange) -> list[tuple[str, str]]:
    """Return path and message of each detail of an error."""
    error = exchange.value.get("error")
    details = error.get("details") if isinstance(error, dict) else None
    return [
        (str(each.get("path", "")), str(each.get("message", "")))
        for each in (details if isinstance(details, list) else [])
        if isinstance(each, dict)
    ]


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


def _no_key(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.exchanges:
        reply = exchange.reply
        if reply is None:
            continue
        texts = [
            reply.text or "",
            str(reply.body),
            *(value for _, value in reply.headers),
        ]
        if any(map(names_a_key, texts)):
            yield broken(
                exchange,
                expected="no API key in any reply",
                observed="the reply repeats a key",
            )
        else:
            yield held(exchange)


def _valid_is_accepted(evidence: Evidence) -> Iterator[Finding]:
    """Judge reads; what may stand in the way of an image is judged with the images."""
    for exchange in evidence.expecting(Expects.SUCCESS):
        if exchange.request.method != "GET" or exchange.operation is None:
            continue
        reason = obstacle(exchange)
        if exchange.status == 200:
            yield held(exchange)
        elif reason:
            yield unclear(exchange, reason=reason)
        elif (exchange.status or 500) < 500 and exchange.operation != GET:
            # GET-01 knows which images are there.
            yield broken(
                exchange,
                expected="200, as nothing is wrong with the request",
                observed=shown(exchange),
            )


CLAUSES = (
    Clause(
        "HTTP-01",
        "Every documented reply is application/json.",
        (Source(f"{_G}/responses/200/content", '"application/json"'),),
        Level.MUST,
        _media_type,
    ),
    Clause(
        "HTTP-02",
        "Every documented reply is one JSON value in UTF-8, without duplicate names, NaN or Infinity.",
        (
            Source(f"{_G}/responses/200/content", '"application/json"'),
            Source("", "RFC 8259, sections 2, 4, 6 and 8.1"),
        ),
        Level.MUST,
        _json,
    ),
    Clause(
        "HTTP-03",
        "Keys are accepted over https alone.",
        (Source("/servers/0/url", "https://getimages.dev"),),
        Level.SHOULD,
        _in_clear,
        needs=(Need.NATURAL,),
    ),
    Clause(
        "HTTP-05",
        "What belongs to one account is not marked for shared caches.",
        (Source("", "RFC 9111, section 3.5"),),
        Level.SHOULD,
        _public_cache,
    ),
    Clause(
        "HTTP-06",
        "Replies may have fields that the document does not name; they are told here.",
        (Source("/components/schemas/ImageMetadata/type", "object"),),
        Level.INFO,
        _undocumented_fields,
    ),
    Clause(
        "HTTP-10",
        "A reply is complete: it is neither dropped, nor cut off, nor without end.",
        (Source("", "RFC 9112, section 8"),),
        Level.DERIVED,
        _complete,
    ),
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
            Source(f"{_G}/responses", '"400"'),
            Source(f"{_L}/responses", '"400"'),
            Source(f"{_I}/responses", '"404"'),
            Source(f"{_A}/responses", '"401"'),
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
        (Source(f"{_L}/responses", '"429"'),),
        Level.MUST,
        _server_error,
    ),
    Clause(
        "SEC-07",
        "No reply repeats an API key.",
        (
            Source(
                "/components/securitySchemes/ApiKeyBearer/description",
                "send it as Authorization: Bearer <key>",
            ),
        ),
        Level.MUST,
        _no_key,
    ),
    Clause(
        "REQ-01",
        "A valid read with a good key is answered with 200.",
        (
            Source(f"{_L}/responses/200/description", "Paginated image metadata"),
            Source(f"{_A}/responses/200/description", "Account details"),
        ),
        Level.MUST,
        _valid_is_accepted,
    ),
)
