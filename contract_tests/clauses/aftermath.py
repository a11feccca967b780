"""What refusals leave behind: no image, no charge, and nothing for those who cannot pay."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.clauses.places import GENERATE_AT
from contract_tests.clauses.refusing import is_refused
from contract_tests.contract.document import (
    GENERATE,
    LIST,
)
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Level,
    Need,
    Source,
)
from contract_tests.judgement.evidence import (
    Evidence,
    instant,
)
from contract_tests.judgement.findings import (
    broken,
    held,
    unclear,
)
from contract_tests.judgement.ledger import Ledger, amount_of
from contract_tests.tape.exchange import (
    Exchange,
    Expects,
    Role,
)


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
    """Return refused prompts that do not name the run, with the first refusal of each."""
    odd: dict[str, Exchange] = {}
    for each in evidence.exchanges:
        body = each.request.body
        if (
            each.operation == GENERATE
            and each.role is role
            and each.status not in (200, None)
            and isinstance(body, dict)
            and "prompt" in body
            and "[ct:" not in str(body["prompt"])
        ):
            odd.setdefault(str(body["prompt"]), each)
    return odd


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
    yield from _poor_rows(evidence)
    if before and "after" in readings:
        last, after = readings["after"]
        served = any(each.exchange.role is Role.POOR for each in evidence.purchases)
        if after < before[1] and not served and not Ledger(evidence, Role.POOR).shared:
            yield broken(
                last,
                before[0],
                expected=f"{before[1]} credits, as before the refusal",
                observed=f"{after} credits",
            )
        else:
            yield held(last)


def _poor_rows(evidence: Evidence) -> Iterator[Finding]:
    """Look for transactions of the run in the ledger of an account that bought nothing."""
    ledger = Ledger(evidence, Role.POOR)
    if ledger.purchases or ledger.shared:
        return
    began = evidence.started + (evidence.skew or 0.0)
    for page in ledger.pages:
        new = [
            row for row in page.rows if (instant(row.get("createdAt")) or 0.0) >= began
        ]
        charged = [row for row in new if row.get("type") != "addition"]
        taken = sum(
            abs(amount_of(row)) * (1 if row.get("type") == "deduction" else -1)
            for row in charged
        )
        # What was reserved and given back, or costs nothing, is no charge.
        if taken:
            yield broken(
                page.exchange,
                expected="no charge for an image that was refused",
                observed=f"a {charged[0].get('type')} of {charged[0].get('amount')}",
            )
            return


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


CLAUSES = (
    Clause(
        "GEN-X1",
        "A request that was refused leaves no image.",
        (
            Source(
                f"{GENERATE_AT}/description",
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
