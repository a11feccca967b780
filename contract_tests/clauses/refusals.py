"""Requests for images that must be refused, and that refusals leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.clauses.http import details_of
from contract_tests.contract.document import GENERATE, LIST
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Judge,
    Level,
    Need,
    Source,
)
from contract_tests.judgement.evidence import Evidence
from contract_tests.judgement.findings import (
    GATEWAY,
    broken,
    held,
    shown,
    unclear,
)
from contract_tests.tape.exchange import Exchange, Expects, FailureKind, Role

_G = "/paths/~1api~1v1~1images~1generate/post"
_R = "/components/schemas/GenerateImageRequest"
_P = f"{_R}/properties"
_FIELDS = ("prompt", "modelId", "aspectRatio", "style", "thinkingLevel")
_POVERTY = ("insufficient", "not enough", "credit", "balance", "payment")


def refused(evidence: Evidence, *probes: str) -> Iterator[Finding]:
    """Judge what was sent for these clauses and must be refused."""
    for exchange in evidence.probes(*probes):
        if exchange.intent.expects is Expects.REFUSAL:
            yield is_refused(exchange)


def is_refused(exchange: Exchange) -> Finding:
    """Tell whether a request was refused, and for the reason that it was sent for."""
    status = exchange.status
    if exchange.failure:
        if exchange.failure.kind in (FailureKind.CONNECT, FailureKind.TLS):
            return unclear(exchange, reason=shown(exchange))
    elif status in (401, 429) or status in GATEWAY:
        if not (status in GATEWAY and exchange.intent.attempt > 1):
            return unclear(exchange, reason=f"answered {shown(exchange)}")
    elif status is not None and 400 <= status < 500:
        reason = _masked(exchange)
        return unclear(exchange, reason=reason) if reason else held(exchange)
    expected = f"400, as {exchange.intent.case}"
    return broken(exchange, expected=expected, observed=shown(exchange))


def _masked(exchange: Exchange) -> str | None:
    """Return the other reason for which a request was refused, if there was one."""
    subject = exchange.intent.subject.rpartition(".")[2]
    error = exchange.value.get("error")
    message = str(error.get("message", "")) if isinstance(error, dict) else ""
    told = " ".join(
        (message, *(f"{path} {text}" for path, text in details_of(exchange)))
    )
    if (
        exchange.operation == GENERATE
        and any(word in told.lower() for word in _POVERTY)
        and (
            "creditCost" not in exchange.intent.case
            and exchange.intent.probe != "GEN-P16"
        )
    ):
        return "refused for want of credits, whatever else is wrong with it"
    if subject not in _FIELDS:
        return None
    named = {
        field for path, _ in details_of(exchange) for field in _FIELDS if field in path
    }
    if named and subject not in named and subject not in told:
        return f"refused for another field: {', '.join(sorted(named))}"
    return None


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


def _nothing_left(evidence: Evidence) -> Iterator[Finding]:
    refused = {
        str(each.request.body.get("prompt")): each
        for each in evidence.exchanges
        if each.operation == GENERATE
        and each.reply
        and 400 <= each.reply.status < 500
        and isinstance(each.request.body, dict)
        and "[ct:" in str(each.request.body.get("prompt"))
    }
    asked = {str(each.sent.get("prompt")) for each in evidence.purchases}
    for sighting in evidence.images:
        prompt = str(sighting.value.get("prompt"))
        source = refused.get(prompt)
        if source is not None and prompt not in asked:
            yield broken(
                source,
                sighting.exchange,
                expected="a request that was refused leaves no image",
                observed=f"refused with {source.status}, and its image {sighting.id} is there",
            )
    yield from _extra_images(evidence)


def _extra_images(evidence: Evidence) -> Iterator[Finding]:
    """Find images without a nonce that only a refused request can have left."""
    for role in (Role.MAIN, Role.POOR):
        pages = evidence.pages(LIST, role)
        if len(pages) < 2:
            continue
        known = {str(row.get("id")).lower() for page in pages[:1] for row in page.rows}
        bought = {each.id for each in evidence.purchases}
        odd = _odd_prompts(evidence, role)
        before = pages[0].exchange.at
        for each in evidence.images:
            if each.exchange.role is not role or each.exchange.operation != LIST:
                continue
            prompt = str(each.value.get("prompt"))
            new = each.id not in known and each.id not in bought
            grown = pages[-1].total - pages[0].total
            if (
                (
                    new
                    and prompt in odd
                    and grown > _bought(evidence, role)
                    and each.exchange.at > before
                )
                and each.position is not None
                and not _was_there(evidence, each.id, odd[prompt])
            ):
                yield broken(
                    odd[prompt],
                    each.exchange,
                    expected="a request that was refused leaves no image",
                    observed=f"an image with its prompt {prompt[:40]!r} is there",
                )
                return
        yield held(pages[-1].exchange)


def _odd_prompts(evidence: Evidence, role: Role) -> dict[str, Exchange]:
    return {
        str(each.request.body.get("prompt", "")): each
        for each in evidence.exchanges
        if each.operation == GENERATE
        and each.role is role
        and each.status not in (200, None)
        and isinstance(each.request.body, dict)
        and "[ct:" not in str(each.request.body.get("prompt", ""))
    }


def _was_there(evidence: Evidence, identity: str, refusal: Exchange) -> bool:
    first = evidence.by_image[identity][0]
    return first.exchange.number < refusal.number


def _bought(evidence: Evidence, role: Role) -> int:
    return sum(each.exchange.role is role for each in evidence.purchases)


def _poor(evidence: Evidence) -> Iterator[Finding]:
    readings = {
        exchange.intent.case: (exchange, balance)
        for exchange, balance in evidence.balances(Role.POOR)
    }
    before = readings.get("before")
    for exchange in evidence.probes("GEN-P16"):
        if exchange.intent.expects is Expects.REFUSAL:
            yield _unaffordable(evidence, exchange, before[1] if before else None)
    if before and "after" in readings:
        last, after = readings["after"]
        served = any(each.exchange.role is Role.POOR for each in evidence.purchases)
        if after < before[1] and not served:
            yield broken(
                last,
                before[0],
                expected=f"{before[1]} credits, as before the refusal",
                observed=f"{after} credits",
            )
        else:
            yield held(last)


def _unaffordable(
    evidence: Evidence, exchange: Exchange, balance: int | None
) -> Finding:
    """Judge an image for an account that could not pay what others paid for it."""
    bought = next(
        (each for each in evidence.purchases if each.exchange is exchange), None
    )
    if bought is None or bought.charged is None or balance is None:
        return is_refused(exchange)
    paid = [
        each.charged
        for each in evidence.bought()
        if each.charged is not None
        and {**each.sent, "prompt": ""} == {**bought.sent, "prompt": ""}
    ]
    # Prices may change; what was given away, or for just what was there, has no price.
    given_away = bool(paid) and min(paid) > balance and bought.charged in (0, balance)
    if bought.charged > balance or given_away or (bought.remaining or 0) < 0:
        return broken(
            exchange,
            expected=f"400: {exchange.intent.case}",
            observed=f"200, charged {bought.charged} of {balance} credits",
        )
    return unclear(exchange, reason=f"the price is {bought.charged} credits now")


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


CLAUSES = (
    _clause(
        "GEN-N01",
        "A request for an image without a body is refused.",
        f"{_G}/requestBody/required",
        "true",
        2,
    ),
    _clause(
        "GEN-N02",
        "A body that is no JSON is refused.",
        f"{_G}/requestBody/content",
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
    _clause("GEN-N06", "An empty prompt is refused.", f"{_P}/prompt/minLength", "1", 1),
    _clause(
        "GEN-N07",
        "A prompt of one character too many is refused.",
        f"{_P}/prompt/maxLength",
        "2000",
        1,
    ),
    _clause(
        "GEN-N08",
        "A prompt that is no text is refused.",
        f"{_P}/prompt/type",
        "string",
        5,
    ),
    _clause(
        "GEN-N09",
        "A modelId that the document does not list is refused.",
        f"{_P}/modelId/enum",
        '"openai:gpt-image-2"',
        8,
    ),
    _clause(
        "GEN-N10",
        "An aspectRatio that the document does not list is refused.",
        f"{_P}/aspectRatio/enum",
        '"16:9"',
        6,
    ),
    _clause(
        "GEN-N11",
        "A style that is no text is refused.",
        f"{_P}/style/type",
        "string",
        5,
    ),
    _clause(
        "GEN-N12",
        "A thinkingLevel that the document does not list is refused.",
        f"{_P}/thinkingLevel/enum",
        '["default","deep"]',
        5,
    ),
    Clause(
        "GEN-N13",
        "thinkingLevel is refused on models that its description leaves out.",
        (Source(f"{_P}/thinkingLevel/description", "Only supported by"),),
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
        (Source(f"{_G}/requestBody/content", '"application/json"'),),
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
        needs=(Need.POST, Need.BUDGET),
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
    Clause(
        "GEN-X1",
        "A request that was refused leaves no image.",
        (
            Source(
                f"{_G}/description",
                "Generates an image, charges credits, stores the generation",
            ),
        ),
        Level.DERIVED,
        _nothing_left,
        needs=(Need.POST,),
    ),
    Clause(
        "GEN-P16",
        "An account that cannot pay is refused, and its balance stays.",
        (
            Source(
                "/components/schemas/AccountResponse/properties/creditBalance/minimum",
                "0",
            ),
        ),
        Level.DERIVED,
        _poor,
        needs=(Need.POOR_KEY, Need.POST),
        requests=6,
    ),
)
