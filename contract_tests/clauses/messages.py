"""Messages: media type, JSON, completeness, and what must not stand in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from contract_tests.clauses.places import ACCOUNT_AT, GENERATE_AT, LIST_AT
from contract_tests.contract.document import (
    GET,
    Operation,
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
    broken,
    held,
    obstacle,
    shown,
    unclear,
)
from contract_tests.tape.exchange import (
    Exchange,
    Expects,
    FailureKind,
    Reply,
)
from contract_tests.tape.masking import names_a_key


def documented(evidence: Evidence) -> Iterator[tuple[Exchange, Reply, Operation]]:
    """Yield the replies whose status the operation documents."""
    for exchange in evidence.exchanges:
        operation = evidence.contract.operations.get(exchange.operation or "")
        if operation and exchange.reply and operation.documents(exchange.reply.status):
            yield exchange, exchange.reply, operation


def _media_type(evidence: Evidence) -> Iterator[Finding]:
    for exchange, reply, _ in documented(evidence):
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
    for exchange, reply, _ in documented(evidence):
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


# So many requests that all end without a reply are no accident.
_MANY = 3


def _complete(evidence: Evidence) -> Iterator[Finding]:
    """Judge GETs alone: what a POST may end in depends on what it asks for."""
    dropped = (
        FailureKind.DROPPED,
        FailureKind.MALFORMED,
        FailureKind.TIMEOUT,
        FailureKind.TOO_LARGE,
    )
    answered = {each.operation for each in evidence.exchanges if each.reply}
    # An operation that never answers is no matter of one moment, if others do.
    silent = Counter(
        each.operation for each in evidence.last_attempts if answered and each.failure
    )
    for exchange in evidence.last_attempts:
        if exchange.request.method != "GET" or exchange.operation is None:
            continue
        if exchange.failure is None:
            yield held(exchange)
        elif exchange.failure.kind in dropped and (
            exchange.operation in answered or silent[exchange.operation] >= _MANY
        ):
            yield broken(
                exchange,
                expected="a complete HTTP reply",
                observed=f"{shown(exchange)}, also when asked once more",
            )
        else:
            yield unclear(exchange, reason=shown(exchange))


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


def _own_document(evidence: Evidence) -> Iterator[Finding]:
    """Hold the document that a target serves, if it does, against this one."""
    for exchange in evidence.probes("HTTP-09"):
        paths = exchange.value.get("paths")
        if exchange.status != 200 or not isinstance(paths, dict):
            continue
        ours = set(evidence.contract.raw.get("paths", {}))
        lacking = sorted(ours - set(paths))
        if lacking:
            yield broken(
                exchange,
                expected="a document with the same paths",
                observed=f"its own document lacks {', '.join(lacking)}",
            )
        else:
            yield held(exchange)


CLAUSES = (
    Clause(
        "HTTP-01",
        "Every documented reply is application/json.",
        (Source(f"{GENERATE_AT}/responses/200/content", '"application/json"'),),
        Level.MUST,
        _media_type,
    ),
    Clause(
        "HTTP-02",
        "Every documented reply is one JSON value in UTF-8, without duplicate names, NaN or Infinity.",
        (
            Source(f"{GENERATE_AT}/responses/200/content", '"application/json"'),
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
            Source(f"{LIST_AT}/responses/200/description", "Paginated image metadata"),
            Source(f"{ACCOUNT_AT}/responses/200/description", "Account details"),
        ),
        Level.MUST,
        _valid_is_accepted,
    ),
    Clause(
        "HTTP-09",
        "A document that the target serves describes the same paths.",
        (Source("/info/title", "Get Images REST API"),),
        Level.INFO,
        _own_document,
        needs=(Need.DEEP, Need.NATURAL),
        requests=2,
    ),
)
