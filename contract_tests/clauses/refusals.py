"""Requests for images that must be refused, each for one thing that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.clauses.places import GENERATE_AT, REQUEST_FIELDS
from contract_tests.clauses.refusing import is_refused, refused
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Judge,
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
    shown,
    unclear,
)
from contract_tests.tape.exchange import (
    Expects,
)

_R = "/components/schemas/GenerateImageRequest"


def _refusal(probe: str) -> Judge:
    return lambda evidence: refused(evidence, probe)


def _thinking(evidence: Evidence) -> Iterator[Finding]:
    errors = []
    for exchange in evidence.probes("GEN-N13"):
        if exchange.status == 400:
            yield held(exchange)
        elif exchange.status == 200:
            yield broken(
                exchange,
                expected=f"400, as the description leaves this model out: {exchange.intent.case}",
                observed="200",
            )
        elif exchange.status == 500 or exchange.failure:
            errors.append(exchange)
        else:
            yield unclear(exchange, reason=shown(exchange))
    if len(errors) > 1:
        yield broken(
            *errors,
            expected="400",
            observed=f"{shown(errors[0])} on every model that the description leaves out",
            level=Level.DERIVED,
        )
    elif errors:
        yield unclear(*errors, reason=shown(errors[0]))


def _media_types(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.probes("GEN-N15"):
        if exchange.intent.expects is Expects.REFUSAL:
            yield is_refused(exchange)
        elif exchange.status is not None and exchange.status < 500:
            yield held(exchange)
        else:
            yield unclear(exchange, reason=f"{shown(exchange)}, of whatever reason")


def _surrogate(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.probes("GEN-N18"):
        if exchange.status == 500:
            yield broken(exchange, expected="no server error", observed=shown(exchange))
        elif exchange.reply:
            yield held(exchange)


def _excess(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.probes("GEN-N19"):
        if exchange.failure:
            yield unclear(
                exchange, reason=f"{shown(exchange)}, perhaps before all was sent"
            )
        else:
            yield is_refused(exchange)


def _clause(
    name: str,
    text: str,
    pointer: str,
    quote: str,
    requests: int,
    *,
    level: Level = Level.MUST,
) -> Clause:
    return Clause(
        name,
        text,
        (Source(pointer, quote),),
        level,
        _refusal(name),
        needs=(Need.POST,),
        requests=requests,
    )


"""Images: what was asked for comes, is stored, is shown, and stays as it is."""


CLAUSES = (
    _clause(
        "GEN-N01",
        "A request for an image without a body is refused.",
        f"{GENERATE_AT}/requestBody/required",
        "true",
        2,
    ),
    _clause(
        "GEN-N02",
        "A body that is no JSON is refused.",
        f"{GENERATE_AT}/requestBody/content",
        '"application/json"',
        2,
    ),
    _clause(
        "GEN-N03",
        "A body that is no JSON object is refused.",
        f"{_R}/type",
        "object",
        5,
    ),
    _clause(
        "GEN-N04",
        "A request without prompt is refused.",
        f"{_R}/required",
        '"prompt"',
        2,
    ),
    _clause(
        "GEN-N05",
        "A request without modelId is refused.",
        f"{_R}/required",
        '"modelId"',
        1,
    ),
    _clause(
        "GEN-N06",
        "An empty prompt is refused.",
        f"{REQUEST_FIELDS}/prompt/minLength",
        "1",
        1,
    ),
    _clause(
        "GEN-N07",
        "A prompt of one character too many is refused.",
        f"{REQUEST_FIELDS}/prompt/maxLength",
        "2000",
        1,
    ),
    _clause(
        "GEN-N08",
        "A prompt that is no text is refused.",
        f"{REQUEST_FIELDS}/prompt/type",
        "string",
        5,
    ),
    _clause(
        "GEN-N09",
        "A modelId that the document does not list is refused.",
        f"{REQUEST_FIELDS}/modelId/enum",
        '"openai:gpt-image-2"',
        8,
    ),
    _clause(
        "GEN-N10",
        "An aspectRatio that the document does not list is refused.",
        f"{REQUEST_FIELDS}/aspectRatio/enum",
        '"16:9"',
        6,
    ),
    _clause(
        "GEN-N11",
        "A style that is no text is refused.",
        f"{REQUEST_FIELDS}/style/type",
        "string",
        5,
    ),
    _clause(
        "GEN-N12",
        "A thinkingLevel that the document does not list is refused.",
        f"{REQUEST_FIELDS}/thinkingLevel/enum",
        '["default","deep"]',
        5,
    ),
    Clause(
        "GEN-N13",
        "thinkingLevel is refused on models that its description leaves out.",
        (Source(f"{REQUEST_FIELDS}/thinkingLevel/description", "Only supported by"),),
        Level.SHOULD,
        _thinking,
        needs=(Need.POST, Need.BUDGET),
        requests=3,
    ),
    _clause(
        "GEN-N14",
        "A property that the document does not name is refused.",
        f"{_R}/additionalProperties",
        "false",
        8,
    ),
    Clause(
        "GEN-N15",
        "A body of another media type is refused, or read as the JSON that it is.",
        (Source(f"{GENERATE_AT}/requestBody/content", '"application/json"'),),
        Level.SHOULD,
        _media_types,
        needs=(Need.POST,),
        requests=2,
    ),
    Clause(
        "GEN-N18",
        "A lone surrogate in a prompt is no server error.",
        (Source("", "RFC 8259, section 8.2"),),
        Level.SHOULD,
        _surrogate,
        needs=(Need.POST, Need.BUDGET, Need.DEEP),
        requests=1,
    ),
    Clause(
        "GEN-N19",
        "A megabyte and ten thousand levels are refused without a server error.",
        (Source("", "OWASP API Security Top 10 (2023), API4"),),
        Level.SHOULD,
        _excess,
        needs=(Need.POST,),
        requests=2,
    ),
    Clause(
        "GEN-F",
        "Bodies that Schemathesis generates and the schema refuses are refused.",
        (Source(_R, '"additionalProperties":false'),),
        Level.MUST,
        _refusal("GEN-F"),
        needs=(Need.POST, Need.STANDARD),
        requests=10,
    ),
)
