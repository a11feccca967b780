"""Whether a request was refused, and for the reason that it was sent for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contract_tests.contract.document import (
    GENERATE,
)
from contract_tests.judgement.clause import (
    Finding,
)
from contract_tests.judgement.evidence import (
    Evidence,
)
from contract_tests.judgement.findings import (
    GATEWAY,
    broken,
    held,
    shown,
    unclear,
)
from contract_tests.tape.exchange import (
    Exchange,
    Expects,
    FailureKind,
)

_FIELDS = ("prompt", "modelId", "aspectRatio", "style", "thinkingLevel")


_POVERTY = re.compile(
    r"(insufficient|not enough|too few|out of)\W+(\w+\W+)?(credit|fund|balance)"
    r"|payment required"
)


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
    accepted = ", it was accepted" if status == 200 else ""
    return broken(exchange, expected=expected, observed=shown(exchange) + accepted)


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
        and _POVERTY.search(told.lower())
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


def details_of(exchange: Exchange) -> list[tuple[str, str]]:
    """Return path and message of each detail of an error."""
    error = exchange.value.get("error")
    details = error.get("details") if isinstance(error, dict) else None
    return [
        (str(each.get("path", "")), str(each.get("message", "")))
        for each in (details if isinstance(details, list) else [])
        if isinstance(each, dict)
    ]
