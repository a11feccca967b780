"""What was sent for a clause alone, and what that cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contract_tests.judgement.report import Report
from contract_tests.tape.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Cost:
    """Requests sent, credits that replies said were charged, and seconds waited."""

    requests: int = 0
    credits: int = 0
    seconds: float = 0.0


def costs(report: Report) -> Mapping[str, Cost]:
    """Return the cost of each clause that something was sent for, by its id."""
    found: dict[str, Cost] = {}
    for exchange in report.exchanges:
        cost = found.get(exchange.intent.probe, Cost())
        found[exchange.intent.probe] = Cost(
            cost.requests + 1,
            cost.credits + _charged(exchange),
            cost.seconds + exchange.seconds,
        )
    return found


def _charged(exchange: Exchange) -> int:
    credits = exchange.value.get("credits")
    charged = credits.get("charged") if isinstance(credits, dict) else None
    return charged if type(charged) is int else 0
