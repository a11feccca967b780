"""Rate limits: what a 429 says, and that it leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.contract.document import GENERATE
from contract_tests.judgement.clause import Clause, Finding, Level, Need, Source
from contract_tests.judgement.evidence import Evidence
from contract_tests.judgement.findings import broken, held
from contract_tests.pacing import seconds_of
from contract_tests.tape.exchange import Exchange

_RESPONSE = "/paths/~1api~1v1~1images~1generate/post/responses/429"
_TEXT = "Missing, invalid, revoked, or rate-limited API key"
# A burst that a limiter could answer with 429 although the wait was kept.
_SAME_INSTANT = 0.05


def _throttled(evidence: Evidence) -> list[Exchange]:
    return [each for each in evidence.exchanges if each.status == 429]


def _shape(evidence: Evidence) -> Iterator[Finding]:
    for exchange in _throttled(evidence):
        operation = evidence.contract.operations.get(exchange.operation or "")
        pointer = operation and evidence.contract.reply_schema(operation, 429, {})
        if not pointer or exchange.reply is None:
            continue
        violations = evidence.contract.violations(pointer, exchange.reply.body)
        if violations:
            yield broken(
                exchange,
                expected="429 as an ErrorResponse",
                observed=str(violations[0]),
            )
        else:
            yield held(exchange)


def _retry_after(evidence: Evidence) -> Iterator[Finding]:
    for exchange in _throttled(evidence):
        field = exchange.reply.header("retry-after") if exchange.reply else None
        seconds = seconds_of(field, now=exchange.ended)
        if field is None:
            yield broken(
                exchange, expected="429 with Retry-After", observed="no Retry-After"
            )
            continue
        if seconds is None:
            yield broken(
                exchange,
                expected="Retry-After in seconds or as an HTTP date",
                observed=f"Retry-After: {field}",
            )
            continue
        after = next(
            (each for each in evidence.exchanges if each.number == exchange.number + 1),
            None,
        )
        kept = (
            after is not None and after.at >= exchange.ended + seconds - _SAME_INSTANT
        )
        if after is not None and kept and after.status == 429:
            yield broken(
                after,
                exchange,
                expected=f"no 429 after the {seconds:g} s that Retry-After asked for were waited",
                observed="429",
            )
        else:
            yield held(exchange)


def _nothing_left(evidence: Evidence) -> Iterator[Finding]:
    bought = {each.id for each in evidence.purchases}
    prompts = {
        str(each.value.get("prompt")): each
        for each in evidence.images
        if each.id not in bought
    }
    for exchange in _throttled(evidence):
        body = exchange.request.body
        if exchange.operation != GENERATE or not isinstance(body, dict):
            continue
        found = prompts.get(str(body.get("prompt")))
        if found and "[ct:" in str(body.get("prompt")):
            yield broken(
                exchange,
                found.exchange,
                expected="a request that was answered 429 leaves no image",
                observed=f"its image is there: {found.id}",
            )
        else:
            yield held(exchange)


def _burst(evidence: Evidence) -> Iterator[Finding]:
    """Tell how many reads in a row were let through."""
    burst = [each for each in evidence.exchanges if each.intent.probe == "RL-04"]
    if not burst:
        return
    first = next(
        (number for number, each in enumerate(burst) if each.status == 429), None
    )
    if first is None:
        yield held(*burst)
    else:
        yield broken(
            burst[first],
            expected="any limit is allowed",
            observed=f"429 after {first} reads in {burst[first].at - burst[0].at:.1f} s",
        )


CLAUSES = (
    Clause(
        "RL-01",
        "A 429 is an ErrorResponse.",
        (Source(f"{_RESPONSE}/description", _TEXT),),
        Level.MUST,
        _shape,
        needs=(Need.NATURAL,),
    ),
    Clause(
        "RL-02",
        "A 429 has a Retry-After that can be read and is honest.",
        (Source("", "RFC 6585, section 4; RFC 9110, section 10.2.3"),),
        Level.SHOULD,
        _retry_after,
        needs=(Need.NATURAL,),
    ),
    Clause(
        "RL-03",
        "A request for an image that was answered 429 leaves no image.",
        (
            Source(f"{_RESPONSE}/description", _TEXT),
            Source(
                "/paths/~1api~1v1~1images~1generate/post/description",
                "charges credits, stores the generation",
            ),
        ),
        Level.DERIVED,
        _nothing_left,
        needs=(Need.NATURAL,),
    ),
    Clause(
        "RL-04",
        "How many reads in a row are let through.",
        (Source(f"{_RESPONSE}/description", _TEXT),),
        Level.INFO,
        _burst,
        needs=(Need.DEEP,),
        requests=40,
    ),
)
