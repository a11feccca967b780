"""Ids and formats that lead nowhere, and what stands beside an id."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contract_tests.clauses.places import GET_AT
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
)


def _not_found(probe: str, what: str) -> Callable[[Evidence], Iterator[Finding]]:
    def judge(evidence: Evidence) -> Iterator[Finding]:
        for exchange in evidence.probes(probe):
            if exchange.intent.expects is not Expects.NOT_FOUND:
                continue
            status = exchange.status
            if status == 404:
                yield held(exchange)
            elif (
                exchange.failure is None
                and status is not None
                and 400 <= status < 500
                and _other_words(exchange)
            ):
                yield unclear(exchange, reason=f"refused with {status}")
            elif exchange.failure and exchange.failure.kind is FailureKind.CONNECT:
                yield unclear(exchange, reason=shown(exchange))
            elif (
                reason := obstacle(exchange)
            ) is not None and exchange.failure is None:
                yield unclear(exchange, reason=reason)
            else:
                yield broken(
                    exchange, expected=f"404 for {what}", observed=shown(exchange)
                )

    return judge


def _other_words(exchange: Exchange) -> bool:
    """Tell whether another refusal is a matter for the clause on statuses alone."""
    malformed = exchange.intent.subject == "path.id" or exchange.intent.probe == "GET-F"
    return malformed and exchange.status in (400, 405, 414)


def _anything(probe: str, *, info: bool) -> Callable[[Evidence], Iterator[Finding]]:
    def judge(evidence: Evidence) -> Iterator[Finding]:
        for exchange in evidence.probes(probe):
            if exchange.failure or (exchange.status or 0) >= 500:
                yield broken(
                    exchange, expected="no server error", observed=shown(exchange)
                )
            elif info and exchange.status != 200:
                yield broken(
                    exchange, expected="either is allowed", observed=shown(exchange)
                )
            else:
                yield held(exchange)

    return judge


"""Lists of images and of transactions: pages, totals, order, and what stays."""


CLAUSES = (
    Clause(
        "GET-04",
        "An unknown id is answered with 404.",
        (Source(f"{GET_AT}/responses/404/description", "Error response"),),
        Level.MUST,
        _not_found("GET-04", "an id that nobody has"),
        requests=2,
    ),
    Clause(
        "GET-05",
        "An id that is no UUID is answered with 404.",
        (
            Source(f"{GET_AT}/parameters/0/schema/format", "uuid"),
            Source(f"{GET_AT}/responses/404/description", "Error response"),
        ),
        Level.MUST,
        _not_found("GET-05", "an id that is no UUID"),
        needs=(Need.STANDARD,),
        requests=6,
    ),
    Clause(
        "GET-06",
        "A format that the document does not list is no server error.",
        (Source(f"{GET_AT}/parameters/1/schema/enum", '["metadata"]'),),
        Level.INFO,
        _anything("GET-06", info=False),
        needs=(Need.STANDARD,),
        requests=1,
    ),
    Clause(
        "GET-08",
        "Whether an id is read in capitals.",
        (Source("", "RFC 9562, section 4"),),
        Level.INFO,
        _anything("GET-08", info=True),
        needs=(Need.DEEP,),
        requests=1,
    ),
    Clause(
        "GET-10",
        "What stands behind an id makes no server error.",
        (Source(f"{GET_AT}/parameters/0/in", "path"),),
        Level.SHOULD,
        _anything("GET-10", info=False),
        needs=(Need.STANDARD,),
        requests=3,
    ),
    Clause(
        "GET-F",
        "Ids that Schemathesis generates and that are no UUIDs are answered with 404.",
        (Source(f"{GET_AT}/parameters/0/schema/format", "uuid"),),
        Level.MUST,
        _not_found("GET-F", "an id that is no UUID"),
        needs=(Need.STANDARD,),
        requests=5,
    ),
)
