"""Authentication: which credentials open what."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.contract.document import GET, OPERATIONS
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

# So many requests of one form must all be refused before that is no accident.
_MANY = 3

_SECURITY = Source("/security", '[{"ApiKeyBearer":[]}]')
_TEXT = "Missing, invalid, revoked, or rate-limited API key"
_401 = tuple(
    Source(f"/paths/{path}/responses/401/description", _TEXT)
    for path in ("~1api~1v1~1images~1generate/post", "~1api~1v1~1account/get")
)
_BEARER = Source("/components/securitySchemes/ApiKeyBearer/scheme", "bearer")


def _unauthorized(probe: str) -> Judge:
    def judge(evidence: Evidence) -> Iterator[Finding]:
        for exchange in evidence.probes(probe):
            if exchange.intent.expects is Expects.UNAUTHORIZED:
                yield _is_unauthorized(exchange)

    return judge


def _is_unauthorized(exchange: Exchange) -> Finding:
    status = exchange.status
    if status == 401:
        return held(exchange)
    if status == 429 or status in GATEWAY:
        return unclear(exchange, reason=f"answered {status}")
    if status == 400 and exchange.request.method == "POST":
        without = "without modelId" in exchange.intent.case
        if without:
            return unclear(exchange, reason="validated before it was authenticated")
    if status == 400 and "key=" in exchange.request.target:
        return unclear(exchange, reason="unknown query parameters are refused")
    if exchange.failure and exchange.failure.kind is FailureKind.CONNECT:
        return unclear(exchange, reason=shown(exchange))
    return broken(
        exchange,
        expected=f"401: {exchange.intent.case}",
        observed=shown(exchange),
    )


def _small_letters(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.probes("SEC-04"):
        if exchange.status == 401:
            yield broken(
                exchange, expected="the scheme in any case of letters", observed="401"
            )
        elif exchange.status == 200:
            yield held(exchange)


def _challenge(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.exchanges:
        if exchange.status == 401 and exchange.reply:
            field = exchange.reply.header("www-authenticate")
            if field and "bearer" in field.lower():
                yield held(exchange)
            else:
                yield broken(
                    exchange,
                    expected="401 with WWW-Authenticate: Bearer",
                    observed=field[:80] if field else "no such field",
                )


def _order(evidence: Evidence) -> Iterator[Finding]:
    for exchange in evidence.expecting(Expects.UNAUTHORIZED):
        if "without modelId" not in exchange.intent.case:
            continue
        if exchange.status == 400:
            yield broken(
                exchange,
                expected="either order is allowed",
                observed="requests are validated before they are authenticated",
            )
        elif exchange.status == 401:
            yield held(exchange)


def _same_refusal(evidence: Evidence) -> Iterator[Finding]:
    known = [
        each
        for each in evidence.probes("SEC-01")
        if each.operation == GET and each.status is not None
    ]
    for exchange in evidence.probes("SEC-12"):
        for other in known[:1]:
            if exchange.status == other.status:
                yield held(exchange, other)
            elif exchange.status in (401, 404):
                yield broken(
                    exchange,
                    other,
                    expected="without a key nobody learns which images exist",
                    observed=f"{other.status} for an image that exists, {exchange.status} for one that does not",
                )


def _good_key(evidence: Evidence) -> Iterator[Finding]:
    """Judge by all exchanges: one 401 can mean a rate limit, only always 401 does not."""
    for role in (Role.MAIN, Role.SECOND):
        seen = {
            operation: [
                each
                for each in evidence.exchanges
                if each.operation == operation
                and each.role is role
                and each.reply
                and each.intent.expects is Expects.SUCCESS
            ]
            for operation in OPERATIONS
        }
        works = any(each.status == 200 for found in seen.values() for each in found)
        for operation, found in seen.items():
            refused = [each for each in found if each.status in (401, 403)]
            if any("limit" in shown(each).lower() for each in refused):
                continue  # the document gives 401 for rate limits too
            if refused and len(refused) == len(found) and works and len(found) > 1:
                yield broken(
                    *refused,
                    expected="a key that opens the others opens this operation too",
                    observed=f"{operation} always answers {shown(refused[0])}",
                )
            elif found and not refused:
                yield held(found[0])
            else:
                yield from _closed_form(operation, role, evidence)


def _closed_form(operation: str, role: Role, evidence: Evidence) -> Iterator[Finding]:
    """Judge requests with one parameter that are all refused, while others are not.

    A rate limit does not look at parameters: it would let one of them through.
    """
    tried = [
        each
        for each in evidence.exchanges
        if each.operation == operation
        and each.role is role
        and each.reply
        and each.intent.expects is not Expects.UNAUTHORIZED
    ]
    through = [each.number for each in tried if each.status not in (401, 403, 429)]
    for name in dict.fromkeys(name for each in tried for name in each.request.query):
        alike = [each for each in tried if name in each.request.query]
        if len(alike) < _MANY or any(each.status not in (401, 403) for each in alike):
            continue
        if any(alike[0].number < number < alike[-1].number for number in through):
            yield broken(
                *alike,
                expected="a key that opens an operation opens it with any parameters",
                observed=f"{operation} with {name} always answers {shown(alike[0])}",
            )


CLAUSES = (
    Clause(
        "SEC-01",
        "Without credentials every operation answers 401.",
        (_SECURITY, *_401),
        Level.MUST,
        _unauthorized("SEC-01"),
        requests=5,
    ),
    Clause(
        "SEC-02",
        "With a key that nobody has every operation answers 401.",
        _401,
        Level.MUST,
        _unauthorized("SEC-02"),
        requests=9,
    ),
    Clause(
        "SEC-03",
        "A key counts as a bearer token alone: not by another scheme, in another field or in the query.",
        (_BEARER, *_401),
        Level.MUST,
        _unauthorized("SEC-03"),
        needs=(Need.STANDARD,),
        requests=12,
    ),
    Clause(
        "SEC-04",
        "The scheme is read in any case of letters.",
        (Source("", "RFC 9110, section 11.1"),),
        Level.SHOULD,
        _small_letters,
        needs=(Need.DEEP,),
        requests=1,
    ),
    Clause(
        "SEC-05",
        "With a revoked key every operation answers 401.",
        _401,
        Level.MUST,
        _unauthorized("SEC-05"),
        needs=(Need.REVOKED_KEY,),
        requests=5,
    ),
    Clause(
        "SEC-06",
        "A 401 has WWW-Authenticate.",
        (Source("", "RFC 9110, section 11.6.1"),),
        Level.SHOULD,
        _challenge,
    ),
    Clause(
        "SEC-08",
        "Whether requests are validated before they are authenticated.",
        (Source("", "the document states no order"),),
        Level.INFO,
        _order,
        needs=(Need.NATURAL,),
    ),
    Clause(
        "SEC-12",
        "Without a key nobody learns which images exist.",
        (Source("", "OWASP API Security Top 10 (2023), API1"),),
        Level.SHOULD,
        _same_refusal,
        needs=(Need.DEEP,),
        requests=1,
    ),
    Clause(
        "SEC-13",
        "A good key opens every operation.",
        (_SECURITY,),
        Level.MUST,
        _good_key,
    ),
)
