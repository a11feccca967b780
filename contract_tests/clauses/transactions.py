"""Transactions: signs, references, refunds, times, and that they never change."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.clauses.places import CHARGES, LEDGER, TRANSACTION_FIELDS
from contract_tests.clauses.sameness import unchanged
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Level,
    Need,
    Source,
)
from contract_tests.judgement.evidence import (
    Evidence,
    Sighting,
    instant,
)
from contract_tests.judgement.findings import (
    broken,
    held,
)
from contract_tests.judgement.ledger import (
    accounts,
    amount_of,
)

# So large a part of the deductions must refer to images before references are held to it.
_CONVENTION = 0.9

# An image is older than the run if it was made so many seconds before it: what another
# client buys meanwhile may be listed before its row is.
_EARLIER = 10.0
# Rows may be booked later than their images are made, though not by half a day.
_LONG = 6 * 3600.0


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
    yield from _far_apart(
        [(priced[each], next(iter(deductions[each].values()))) for each in matched]
    )


def _far_apart(pairs: list[tuple[Sighting, Sighting]]) -> Iterator[Finding]:
    """Warn where most images were made at other times than their deductions."""
    apart = []
    for image, row in pairs:
        made, taken = (instant(each.value.get("createdAt")) for each in (image, row))
        if made is not None and taken is not None and abs(made - taken) > _LONG:
            apart.append((image, row))
    if len(apart) * 2 > len(pairs):
        image, row = apart[0]
        yield broken(
            image.exchange,
            row.exchange,
            expected=f"createdAt near that of its deduction, {row.value['createdAt']}",
            observed=f"createdAt {image.value['createdAt']} of {image.id}",
            level=Level.SHOULD,
        )


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
        if ledger.whole is None:
            continue
        began = evidence.started + (evidence.skew or 0.0) - _EARLIER
        mine = [
            each
            for identity, each in priced.items()
            if each.exchange.role is ledger.role
            and identity not in deductions
            and identity not in bought
            and (instant(each.value.get("createdAt")) or began) < began
        ]
        matched = [
            each
            for each in priced.values()
            if each.exchange.role is ledger.role and each.id in deductions
        ]
        # A ledger may begin later than the images; one gap among many is a gap.
        if mine and len(matched) >= 9 * len(mine):
            yield broken(
                ledger.pages[-1].exchange,
                mine[0].exchange,
                expected=f"a deduction of {mine[0].value['creditCost']} for {mine[0].id}, as for the others",
                observed=f"none in all {len(ledger.whole)} transactions",
            )


def _refunds(evidence: Evidence) -> Iterator[Finding]:
    rows = {each.id: each for each in evidence.transactions}
    by_reference: dict[str, list[Sighting]] = {}
    for row in rows.values():
        by_reference.setdefault(str(row.value.get("referenceId")), []).append(row)
    for reference, alike in by_reference.items():
        deducted = [each for each in alike if each.value.get("type") == "deduction"]
        refunds = [each for each in alike if each.value.get("type") == "refund"]
        if not refunds or reference == str(None):
            continue
        if not deducted:
            yield from _refunds_of_nothing(evidence, refunds)
            continue
        most = sum(abs(amount_of(each.value)) for each in deducted)
        given = sum(abs(amount_of(each.value)) for each in refunds)
        if given <= most:
            yield held(*(each.exchange for each in refunds))
        else:
            yield broken(
                refunds[-1].exchange,
                deducted[0].exchange,
                expected=f"refunds of at most {most} for {reference}",
                observed=f"{given} in {len(refunds)} transactions",
            )


def _refunds_of_nothing(
    evidence: Evidence, refunds: list[Sighting]
) -> Iterator[Finding]:
    """Judge refunds of this run without a deduction, if the ledger was read whole."""
    for ledger in accounts(evidence):
        if ledger.whole is None or ledger.shared:
            continue
        known = {str(row.get("id")).lower() for row in ledger.whole}
        new = {str(row.get("id")).lower() for row in ledger.new_rows}
        for refund in refunds:
            if refund.id in known and refund.id in new:
                yield broken(
                    refund.exchange,
                    expected="a refund of what was deducted",
                    observed=f"{amount_of(refund.value)} for"
                    f" {refund.value.get('referenceId')}, which no deduction names",
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
    deducted = {
        str(row.value.get("referenceId")).lower()
        for row in evidence.transactions
        if row.value.get("type") == "deduction"
    }
    for row in evidence.transactions:
        reference = str(row.value.get("referenceId")).lower()
        bought, kind = images.get(reference), row.value.get("type")
        if bought is None:
            continue
        # What was reserved may be refunded in part when it is settled.
        if kind == "deduction" or (kind == "refund" and reference in deducted):
            yield held(row.exchange)
        else:
            yield broken(
                row.exchange,
                bought.exchange,
                expected="a deduction for an image that was bought",
                observed=f"a transaction of type {row.value.get('type')!r}",
            )


CLAUSES = (
    Clause(
        "USE-02",
        "All deductions have one sign, and all additions and refunds have one sign.",
        (
            Source(f"{TRANSACTION_FIELDS}/amount/type", "integer"),
            Source(
                f"{TRANSACTION_FIELDS}/type/enum", '["addition","deduction","refund"]'
            ),
        ),
        Level.DERIVED,
        _signs,
    ),
    Clause(
        "USE-03",
        "Older images and older deductions agree.",
        (
            CHARGES,
            Source(
                "/components/schemas/ImageMetadata/properties/creditCost", '"minimum":0'
            ),
        ),
        Level.DERIVED,
        _history,
        needs=(Need.HISTORY, Need.NATURAL),
    ),
    Clause(
        "USE-04",
        "No refund is more than what was deducted.",
        (Source(f"{TRANSACTION_FIELDS}/type/enum", '"refund"'),),
        Level.SHOULD,
        _refunds,
        needs=(Need.HISTORY, Need.NATURAL),
    ),
    Clause(
        "USE-05",
        "A transaction never changes.",
        (LEDGER,),
        Level.DERIVED,
        _row_unchanged,
    ),
    Clause(
        "USE-06",
        "A deduction has the time of its image.",
        (Source(f"{TRANSACTION_FIELDS}/createdAt/format", "date-time"),),
        Level.DERIVED,
        _row_time,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "USE-07",
        "What refers to a bought image is a deduction.",
        (Source(f"{TRANSACTION_FIELDS}/type/enum", '"deduction"'),),
        Level.DERIVED,
        _own_type,
        needs=(Need.BUDGET,),
    ),
)
