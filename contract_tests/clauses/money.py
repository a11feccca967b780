"""Money: what is charged, what is left, and what the ledger says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contract_tests.clauses.images import unchanged
from contract_tests.clauses.lists import LATEST, conforms
from contract_tests.contract.document import ACCOUNT, GENERATE, LIST
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Level,
    Need,
    Source,
)
from contract_tests.judgement.evidence import Evidence, Sighting, instant
from contract_tests.judgement.findings import broken, held, unclear
from contract_tests.judgement.ledger import (
    Fall,
    Ledger,
    accounts,
    amount_of,
    value_of,
)
from contract_tests.tape.exchange import Exchange, Json

_G = "/paths/~1api~1v1~1images~1generate/post"
_T = "/components/schemas/CreditTransaction/properties"
_CHARGES = Source(f"{_G}/description", "charges credits")
_BALANCE = Source("/paths/~1api~1v1~1account/get/description", "current credit balance")
_LEDGER = Source(
    "/paths/~1api~1v1~1usage/get/description", "credit transactions for the caller"
)
_SHARED = "another client is at work on the account"
# So large a part of the deductions must refer to images before references are held to it.
_CONVENTION = 0.9


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
                continue  # they have an order of their own, CON-1 and GEN-P14 tell
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
    if remaining == expected or expected < remaining <= expected + ledger.added:
        yield held(exchange)
    elif ledger.shared:
        yield unclear(exchange, reason=_SHARED)
    elif remaining > expected and not ledger.complete:
        yield unclear(
            exchange,
            reason="the ledger could not be read whole; credits may have been added",
        )
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
        return unclear(fall.exchange, reason=_SHARED)
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
        low = expected - _reserve(ledger)
        if low <= after <= expected + ledger.added:
            yield held(last, first)
        elif ledger.shared:
            yield unclear(last, reason=_SHARED)
        elif after > expected and not ledger.complete:
            yield unclear(
                last,
                reason="the ledger could not be read whole; credits may have been added",
            )
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
            yield unclear(last, reason=_SHARED)
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
    last = ledger.pages[-1].exchange
    rows: dict[str, dict[str, Sighting]] = {}
    for row in evidence.transactions:
        if row.exchange.role is ledger.role and row.value.get("type") == "deduction":
            rows.setdefault(str(row.value.get("referenceId")).lower(), {})[row.id] = row
    for each in ledger.purchases:
        if not each.charged:
            continue
        mine = list(rows.get(each.id, {}).values())
        if len(mine) == 1 and abs(amount_of(mine[0].value)) == each.charged:
            yield held(mine[0].exchange)
        elif len(mine) == 1:
            yield broken(
                mine[0].exchange,
                each.exchange,
                expected=f"a deduction of {each.charged}, as charged",
                observed=f"amount {amount_of(mine[0].value)}",
            )
        elif len(mine) > 1:
            yield broken(
                mine[-1].exchange,
                each.exchange,
                expected="one deduction for an image",
                observed=f"{len(mine)} that refer to {each.id}",
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
            last, reason=_SHARED if ledger.shared else "some requests ended unclear"
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
    if wanted == found:
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


def _signs(evidence: Evidence) -> Iterator[Finding]:
    seen: dict[str, tuple[bool, Sighting]] = {}
    for row in evidence.transactions:
        kind, amount = str(row.value.get("type")), amount_of(row.value)
        if not amount:
            continue
        group = "deduction" if kind == "deduction" else "addition or refund"
        positive, first = seen.setdefault(group, (amount > 0, row))
        if positive == (amount > 0):
            yield held(row.exchange)
        else:
            yield broken(
                row.exchange,
                first.exchange,
                expected=f"every {group} with the same sign",
                observed=f"{kind} {amount}, and {amount_of(first.value)} before",
            )


def _history(evidence: Evidence) -> Iterator[Finding]:
    """Hold old images and old deductions against each other."""
    deductions: dict[str, dict[str, Sighting]] = {}
    for row in evidence.transactions:
        if row.value.get("type") == "deduction":
            deductions.setdefault(str(row.value.get("referenceId")).lower(), {})[
                row.id
            ] = row
    priced = {
        each.id: each
        for each in evidence.images
        if each.position is not None
        and isinstance(each.value.get("creditCost"), int)
        and each.value.get("creditCost")
    }
    bought = {each.id for each in evidence.purchases}
    matched = [identity for identity in priced if identity in deductions]
    if not matched or not _convention(evidence):
        return
    for identity in matched:
        image, rows = priced[identity], list(deductions[identity].values())
        cost = image.value["creditCost"]
        amounts = [abs(amount_of(row.value)) for row in rows]
        if amounts == [cost]:
            yield held(image.exchange, rows[0].exchange)
        elif identity not in bought:
            yield broken(
                rows[0].exchange,
                image.exchange,
                expected=f"one deduction of {cost} for {identity}, as its creditCost",
                observed=f"{amounts}",
            )
    yield from _lacking(evidence, priced, deductions, bought)


def _convention(evidence: Evidence) -> bool:
    references = [
        str(each.value.get("referenceId")).lower()
        for each in {row.id: row for row in evidence.transactions}.values()
        if each.value.get("type") == "deduction"
    ]
    images = {each.id for each in evidence.images}
    known = [each for each in references if each in images]
    return bool(references) and len(known) >= _CONVENTION * min(
        len(references), len(images)
    )


def _lacking(
    evidence: Evidence,
    priced: dict[str, Sighting],
    deductions: dict[str, dict[str, Sighting]],
    bought: set[str],
) -> Iterator[Finding]:
    """Look for priced images without a deduction, if both lists were read whole."""
    for ledger in accounts(evidence):
        pages = ledger.pages
        if not pages:
            continue
        total = pages[-1].total
        places = {
            position
            for page in pages
            if page.total == total
            for position, _ in page.at()
        }
        if not set(range(total)) <= places:
            continue
        mine = [
            each
            for identity, each in priced.items()
            if each.exchange.role is ledger.role
            and identity not in deductions
            and identity not in bought
        ]
        matched = [
            each
            for each in priced.values()
            if each.exchange.role is ledger.role and each.id in deductions
        ]
        # A ledger may begin later than the images; one gap among many is a gap.
        if mine and len(matched) >= 9 * len(mine):
            yield broken(
                pages[-1].exchange,
                mine[0].exchange,
                expected=f"a deduction of {mine[0].value['creditCost']} for {mine[0].id}, as for the others",
                observed=f"none in all {total} transactions",
            )


def _refunds(evidence: Evidence) -> Iterator[Finding]:
    rows = {each.id: each for each in evidence.transactions}
    by_reference: dict[str, list[Sighting]] = {}
    for row in rows.values():
        by_reference.setdefault(str(row.value.get("referenceId")), []).append(row)
    for row in rows.values():
        if row.value.get("type") != "refund" or not row.value.get("referenceId"):
            continue
        deducted = [
            each
            for each in by_reference[str(row.value.get("referenceId"))]
            if each.value.get("type") == "deduction"
        ]
        if not deducted:
            continue
        most = max(abs(amount_of(each.value)) for each in deducted)
        if abs(amount_of(row.value)) <= most:
            yield held(row.exchange)
        else:
            yield broken(
                row.exchange,
                deducted[0].exchange,
                expected=f"a refund of at most {most}",
                observed=f"{amount_of(row.value)}",
            )


def _row_unchanged(evidence: Evidence) -> Iterator[Finding]:
    for sightings in evidence.by_transaction.values():
        yield from unchanged(sightings, "transaction", ())


def _row_time(evidence: Evidence) -> Iterator[Finding]:
    """Hold the time of each deduction against that of its image."""
    images = {each.id: each for each in evidence.purchases}
    skew = evidence.skew or 0.0
    clocks = 120.0 if evidence.skew is not None else 26 * 3600.0
    for row in evidence.transactions:
        bought = images.get(str(row.value.get("referenceId")).lower())
        created = instant(row.value.get("createdAt"))
        if bought is None or created is None:
            continue
        early = bought.exchange.at + skew - created > clocks
        late = created - (row.exchange.ended + skew) > clocks
        if early or late:
            yield broken(
                row.exchange,
                bought.exchange,
                expected="createdAt when the image was bought",
                observed=f"createdAt {row.value.get('createdAt')}",
            )
        else:
            yield held(row.exchange)


def _own_type(evidence: Evidence) -> Iterator[Finding]:
    """Look at the type of what refers to an image that was bought."""
    images = {each.id: each for each in evidence.purchases if each.charged}
    for row in evidence.transactions:
        bought = images.get(str(row.value.get("referenceId")).lower())
        if bought is None:
            continue
        if row.value.get("type") == "deduction":
            yield held(row.exchange)
        else:
            yield broken(
                row.exchange,
                bought.exchange,
                expected="a deduction for an image that was bought",
                observed=f"a transaction of type {row.value.get('type')!r}",
            )


def _total_grows(evidence: Evidence) -> Iterator[Finding]:
    """Each bought image adds one to the total of the list."""
    for ledger in accounts(evidence):
        pages = evidence.pages(LIST, ledger.role)
        if len(pages) < 2 or not ledger.purchases:
            continue
        first, last = pages[0], pages[-1]
        own = [
            each
            for each in ledger.purchases
            if first.exchange.number < each.exchange.number < last.exchange.number
        ]
        if not own:
            continue
        grown = last.total - first.total
        unsure = len(ledger.uncertain)
        if len(own) <= grown <= len(own) + unsure or (
            ledger.shared and grown > len(own)
        ):
            yield held(last.exchange, first.exchange)
        elif last.exchange.at - own[-1].exchange.ended < LATEST / 2 and grown < len(
            own
        ):
            yield unclear(last.exchange, reason="the list was read too early")
        else:
            yield broken(
                last.exchange,
                first.exchange,
                expected=f"a total of {first.total + len(own)}: {first.total} and {len(own)} bought",
                observed=f"a total of {last.total}",
            )


CLAUSES = (
    Clause(
        "HTTP-04",
        "Reads cost nothing.",
        (_CHARGES, Source("", "RFC 9110, section 9.2.1")),
        Level.DERIVED,
        _reads_are_free,
    ),
    Clause(
        "LED-01",
        "remaining is the balance before, less what was charged.",
        (
            _CHARGES,
            Source(
                "/components/schemas/CreditCharge/required", '["charged","remaining"]'
            ),
        ),
        Level.DERIVED,
        _remaining,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "LED-02",
        "The balance changes by what the new transactions say.",
        (_BALANCE, _LEDGER),
        Level.DERIVED,
        _ledger_adds_up,
        requests=3,
    ),
    Clause(
        "LED-03",
        "Every image that was charged has one deduction of that amount.",
        (_CHARGES, _LEDGER),
        Level.DERIVED,
        _one_deduction,
        needs=(Need.BUDGET,),
        requests=1,
    ),
    Clause(
        "LED-04",
        "A generation that fails is not charged, or refunded.",
        (Source(f"{_T}/type/enum", '"refund"'), _CHARGES),
        Level.DERIVED,
        _failed_is_free,
        needs=(Need.NATURAL,),
    ),
    Clause(
        "LED-05",
        "A request that is refused costs nothing.",
        (_CHARGES, Source(f"{_G}/responses/400/description", "Error response")),
        Level.DERIVED,
        _refusals_are_free,
        needs=(Need.POST,),
        requests=4,
    ),
    Clause(
        "GEN-P14",
        "Images are charged: at the end the balance is what it was, less all that was charged.",
        (_CHARGES, _BALANCE),
        Level.DERIVED,
        _final_balance,
        needs=(Need.BUDGET,),
        requests=3,
    ),
    Clause(
        "GEN-P15",
        "Every image that was bought adds one to the total of the list.",
        (Source(f"{_G}/description", "stores the generation"),),
        Level.DERIVED,
        _total_grows,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "USE-02",
        "All deductions have one sign, and all additions and refunds have one sign.",
        (
            Source(f"{_T}/amount/type", "integer"),
            Source(f"{_T}/type/enum", '["addition","deduction","refund"]'),
        ),
        Level.DERIVED,
        _signs,
    ),
    Clause(
        "USE-03",
        "Older images and older deductions agree.",
        (
            _CHARGES,
            Source(
                "/components/schemas/ImageMetadata/properties/creditCost", '"minimum":0'
            ),
        ),
        Level.DERIVED,
        _history,
        needs=(Need.HISTORY,),
    ),
    Clause(
        "USE-04",
        "No refund is more than what was deducted.",
        (Source(f"{_T}/type/enum", '"refund"'),),
        Level.SHOULD,
        _refunds,
        needs=(Need.HISTORY,),
    ),
    Clause(
        "USE-05",
        "A transaction never changes.",
        (_LEDGER,),
        Level.DERIVED,
        _row_unchanged,
    ),
    Clause(
        "USE-06",
        "A deduction has the time of its image.",
        (Source(f"{_T}/createdAt/format", "date-time"),),
        Level.DERIVED,
        _row_time,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "USE-07",
        "What refers to a bought image is a deduction.",
        (Source(f"{_T}/type/enum", '"deduction"'),),
        Level.DERIVED,
        _own_type,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "ACC-01",
        "An account has the form that the document gives it.",
        (
            Source(
                "/components/schemas/AccountResponse/required",
                '["userId","email","creditBalance"]',
            ),
        ),
        Level.MUST,
        conforms(ACCOUNT),
        requests=1,
    ),
)
