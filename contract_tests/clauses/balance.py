"""The balance: what is charged, what costs nothing, what is left."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.clauses.places import (
    BALANCE,
    CHARGES,
    GENERATE_AT,
    TRANSACTION_FIELDS,
)
from contract_tests.contract.document import GENERATE
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
    LATEST,
    broken,
    held,
    unclear,
)
from contract_tests.judgement.ledger import (
    RISEN,
    SHARED,
    Fall,
    Ledger,
    accounts,
)
from contract_tests.tape.exchange import (
    Exchange,
)


def _remaining(evidence: Evidence) -> Iterator[Finding]:
    """Hold `remaining` of each image against the one before and what was charged."""
    for ledger in accounts(evidence):
        last: tuple[Exchange, int] | None = ledger.first
        pair = [
            each.exchange.number
            for each in ledger.purchases
            if each.exchange.intent.probe == "CON-1"
        ]
        for each in sorted(ledger.purchases, key=lambda one: one.exchange.number):
            exchange = each.exchange
            if each.remaining is None or each.charged is None:
                continue
            if exchange.number in pair:
                # They have an order of their own, which CON-1 and GEN-P14 tell.
                last = (exchange, last[1] - each.charged) if last else None
                continue
            if (
                last
                and exchange.number > last[0].number
                and not _unsettled(ledger, last[0], exchange)
            ):
                yield from _one_remaining(
                    ledger, last, exchange, each.charged, each.remaining
                )
            last = (exchange, each.remaining)


def _unsettled(ledger: Ledger, since: Exchange, until: Exchange) -> bool:
    return any(since.number < each.number < until.number for each in ledger.uncertain)


def _one_remaining(
    ledger: Ledger,
    last: tuple[Exchange, int],
    exchange: Exchange,
    charged: int,
    remaining: int,
) -> Iterator[Finding]:
    expected = last[1] - charged
    if expected - ledger.removed <= remaining <= expected + ledger.added:
        yield held(exchange)
    elif ledger.shared:
        yield unclear(exchange, reason=SHARED)
    elif remaining > expected and ledger.may_have_risen:
        yield unclear(exchange, reason=RISEN)
    else:
        yield broken(
            exchange,
            last[0],
            expected=f"{last[1]} before, {charged} charged: remaining {expected}",
            observed=f"remaining {remaining}",
        )


def _falls(evidence: Evidence) -> Iterator[tuple[Ledger, Fall]]:
    for ledger in accounts(evidence):
        for fall in ledger.falls():
            yield ledger, fall


def _reads_are_free(evidence: Evidence) -> Iterator[Finding]:
    found = False
    for ledger, fall in _falls(evidence):
        if not fall.between:
            found = True
            yield _fallen(ledger, fall, "reads cost nothing")
    if not found:
        for ledger in accounts(evidence):
            if len(evidence.balances(ledger.role)) > 1 and ledger.final:
                yield held(ledger.final[0])


def _refusals_are_free(evidence: Evidence) -> Iterator[Finding]:
    found = False
    for ledger, fall in _falls(evidence):
        if fall.between and not any(each.status == 200 for each in fall.between):
            if any((each.status or 500) >= 500 for each in fall.between):
                continue  # LED-04 tells
            found = True
            yield _fallen(ledger, fall, "requests that are refused cost nothing")
    refused = [
        each
        for each in evidence.exchanges
        if each.operation == GENERATE and each.status in (400, 401)
    ]
    if refused and not found:
        yield held(refused[-1])


def _fallen(ledger: Ledger, fall: Fall, why: str) -> Finding:
    if ledger.shared:
        return unclear(fall.exchange, reason=SHARED)
    suspects = fall.between[:20]
    return broken(
        *(suspects or (fall.exchange,)),
        fall.exchange,
        expected=f"{fall.expected} credits: {why}",
        observed=f"{fall.observed} credits, {fall.missing} are missing since exchange {fall.since.number}",
    )


def _final_balance(evidence: Evidence) -> Iterator[Finding]:
    """At the end the balance is what it was, less what was charged, plus what was added."""
    for ledger in accounts(evidence):
        if not ledger.first or not ledger.final or not ledger.purchases:
            continue
        (first, before), (last, after) = ledger.first, ledger.final
        if any(each.charged is None for each in ledger.purchases):
            continue
        own = [
            each
            for each in ledger.purchases
            if first.number < each.exchange.number < last.number
        ]
        charged = sum(each.charged or 0 for each in own)
        expected = before - charged
        low = expected - _reserve(ledger) - ledger.removed
        if low <= after <= expected + ledger.added:
            yield held(last, first)
        elif ledger.shared:
            yield unclear(last, reason=SHARED)
        elif after > expected and ledger.may_have_risen:
            yield unclear(last, reason=RISEN)
        elif own and last.at - own[-1].exchange.ended < LATEST / 2 and after > expected:
            yield unclear(last, reason="the balance was read too early")
        else:
            yield broken(
                last,
                *(each.exchange for each in own[:10]),
                expected=f"{before} credits before, {charged} charged for {len(own)} images: {expected}",
                observed=f"{after} credits",
            )


def _reserve(ledger: Ledger) -> int:
    dearest = max((each.charged or 0 for each in ledger.evidence.purchases), default=10)
    return len(ledger.uncertain) * dearest


def _failed_is_free(evidence: Evidence) -> Iterator[Finding]:
    """Hold the balance after a 500 against what it should be once all is refunded."""
    for ledger in accounts(evidence):
        errors = [each for each in ledger.uncertain if each.status is not None]
        if not errors or not ledger.first or not ledger.final:
            continue
        if any(each.failure for each in ledger.uncertain) or ledger.shared:
            yield unclear(*errors, reason="other requests may have been charged too")
            continue
        (first, before), (last, after) = ledger.first, ledger.final
        charged = sum(
            each.charged or 0
            for each in ledger.purchases
            if first.number < each.exchange.number
        )
        if after >= before - charged:
            yield held(*errors)
        elif last.at - errors[-1].ended < LATEST:
            yield unclear(*errors, reason="the refund may come later")
        else:
            yield broken(
                *errors,
                last,
                expected=f"{before - charged} credits: what failed is not charged, or refunded",
                observed=f"{after} credits, {last.at - errors[-1].ended:.0f} s later",
            )


CLAUSES = (
    Clause(
        "HTTP-04",
        "Reads cost nothing.",
        (CHARGES, Source("", "RFC 9110, section 9.2.1")),
        Level.DERIVED,
        _reads_are_free,
    ),
    Clause(
        "LED-01",
        "remaining is the balance before, less what was charged.",
        (
            CHARGES,
            Source(
                "/components/schemas/CreditCharge/required", '["charged","remaining"]'
            ),
        ),
        Level.DERIVED,
        _remaining,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "LED-04",
        "A generation that fails is not charged, or refunded.",
        (Source(f"{TRANSACTION_FIELDS}/type/enum", '"refund"'), CHARGES),
        Level.DERIVED,
        _failed_is_free,
        needs=(Need.NATURAL,),
    ),
    Clause(
        "LED-05",
        "A request that is refused costs nothing.",
        (CHARGES, Source(f"{GENERATE_AT}/responses/400/description", "Error response")),
        Level.DERIVED,
        _refusals_are_free,
        needs=(Need.POST,),
        requests=4,
    ),
    Clause(
        "GEN-P14",
        "Images are charged: at the end the balance is what it was, less all that was charged.",
        (CHARGES, BALANCE),
        Level.DERIVED,
        _final_balance,
        needs=(Need.BUDGET,),
        requests=3,
    ),
)
