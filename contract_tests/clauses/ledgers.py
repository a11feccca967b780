"""The ledger against the balance, and against the images that were bought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contract_tests.clauses.places import BALANCE, CHARGES, LEDGER
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Level,
    Need,
)
from contract_tests.judgement.evidence import (
    Evidence,
    Sighting,
)
from contract_tests.judgement.findings import (
    broken,
    held,
    unclear,
)
from contract_tests.judgement.ledger import (
    SHARED,
    Ledger,
    accounts,
    amount_of,
    value_of,
)
from contract_tests.tape.exchange import (
    Json,
)


def _ledger_adds_up(evidence: Evidence) -> Iterator[Finding]:
    """Hold what the balance changed against what the new transactions say."""
    for ledger in accounts(evidence):
        ends = ledger.constants()
        if ends is None:
            continue
        (first, before, early), (last, after, late) = ends
        rows = _rows_between(ledger, early.total, late.total)
        if rows is None:
            yield unclear(last, reason="not all new transactions could be read")
            continue
        change = sum(map(value_of, rows))
        if after - before == change:
            yield held(last, first)
        elif ledger.shared:
            yield unclear(last, reason=SHARED)
        else:
            yield broken(
                last,
                late.exchange,
                first,
                expected=f"{before} credits and {len(rows)} new transactions of {change:+d}: {before + change}",
                observed=f"{after} credits",
            )


def _rows_between(
    ledger: Ledger, low: int, high: int
) -> tuple[dict[str, Json], ...] | None:
    """Return the transactions that brought a ledger from one total to another."""
    if high == low:
        return ()
    if (
        not ledger.complete
        or ledger.pages[0].total > low
        or ledger.pages[-1].total < high
    ):
        return None
    # In the order in which they came.
    rows = ledger.new_rows[::-1] if ledger.direction == "newest" else ledger.new_rows
    start = low - ledger.pages[0].total
    return rows[start : start + high - low]


def _refers(evidence: Evidence) -> bool:
    """Tell whether this deployment's deductions refer to images."""
    images = {each.id for each in evidence.images}
    deductions = [
        each for each in evidence.transactions if each.value.get("type") == "deduction"
    ]
    hits = [
        each
        for each in deductions
        if str(each.value.get("referenceId")).lower() in images
    ]
    return bool(hits)


def _one_deduction(evidence: Evidence) -> Iterator[Finding]:
    refers = _refers(evidence)
    for ledger in accounts(evidence):
        bought = [each for each in ledger.purchases if each.charged]
        if (
            not bought
            or not ledger.pages
            or ledger.pages[-1].exchange.number < bought[-1].exchange.number
        ):
            continue
        if refers:
            yield from _by_reference(evidence, ledger)
        yield from _by_amount(ledger)


def _by_reference(evidence: Evidence, ledger: Ledger) -> Iterator[Finding]:
    """Hold the transactions of each image against its charge.

    There may be several: what is reserved first and settled later comes to the same.
    """
    last = ledger.pages[-1].exchange
    rows: dict[str, dict[str, Sighting]] = {}
    for row in evidence.transactions:
        if row.exchange.role is ledger.role and row.value.get("type") != "addition":
            rows.setdefault(str(row.value.get("referenceId")).lower(), {})[row.id] = row
    for each in ledger.purchases:
        if not each.charged:
            continue
        mine = list(rows.get(each.id, {}).values())
        taken = -sum(value_of(row.value) for row in mine)
        if mine and taken == each.charged:
            yield held(mine[0].exchange)
        elif mine:
            yield broken(
                mine[-1].exchange,
                each.exchange,
                expected=f"a deduction of {each.charged} for {each.id}, as charged",
                observed=f"{len(mine)} transactions that take {taken}",
            )
        elif ledger.complete:
            yield broken(
                last,
                each.exchange,
                expected=f"a deduction of {each.charged} that refers to {each.id}, as others do",
                observed="none",
            )
        else:
            yield unclear(last, reason="not all new transactions could be read")


def _by_amount(ledger: Ledger) -> Iterator[Finding]:
    """Count the new deductions against the images, whatever they refer to."""
    last = ledger.pages[-1].exchange
    if not ledger.complete:
        yield unclear(last, reason="not all new transactions could be read")
        return
    if ledger.shared or ledger.uncertain:
        yield unclear(
            last, reason=SHARED if ledger.shared else "some requests ended unclear"
        )
        return
    first = ledger.pages[0].exchange
    wanted = Counter(
        each.charged
        for each in ledger.purchases
        if each.charged and each.exchange.number > first.number
    )
    found = Counter(
        abs(amount_of(row))
        for row in ledger.new_rows
        if row.get("type") == "deduction" and amount_of(row)
    )
    taken = ledger.added - sum(map(value_of, ledger.new_rows)) - ledger.removed
    # Several transactions of an image may come to its charge.
    if wanted == found or taken == sum(wanted.elements()):
        yield held(last)
        return
    lacking, extra = wanted - found, found - wanted
    yield broken(
        last,
        *(each.exchange for each in ledger.purchases[:5]),
        expected=f"one deduction for each of {sum(wanted.values())} images",
        observed=f"lacking: {_list(lacking)}; too many: {_list(extra)}",
    )


def _list(amounts: Counter[int]) -> str:
    return ", ".join(map(str, sorted(amounts.elements()))) or "none"


CLAUSES = (
    Clause(
        "LED-02",
        "The balance changes by what the new transactions say.",
        (BALANCE, LEDGER),
        Level.DERIVED,
        _ledger_adds_up,
        requests=3,
    ),
    Clause(
        "LED-03",
        "Every image that was charged has one deduction of that amount.",
        (CHARGES, LEDGER),
        Level.DERIVED,
        _one_deduction,
        needs=(Need.BUDGET,),
        requests=1,
    ),
)
