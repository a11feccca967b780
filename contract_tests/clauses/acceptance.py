"""Valid requests for images are accepted: each model, ratio, length, and two at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contract_tests.clauses.refusing import details_of
from contract_tests.contract.document import GENERATE
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Level,
    Need,
    Source,
)
from contract_tests.judgement.evidence import Evidence, Purchase
from contract_tests.judgement.findings import GATEWAY, broken, held, shown, unclear
from contract_tests.judgement.ledger import Ledger
from contract_tests.tape.exchange import Exchange, Expects

_G = "/paths/~1api~1v1~1images~1generate/post"
_P = "/components/schemas/GenerateImageRequest/properties"
_CHARGES = Source(f"{_G}/description", "Generates an image, charges credits")
# A provider may refuse what a prompt says; that is not the contract's matter.
_ASTRAL = "a prompt of the greatest length with an emoji"
_POLICY = ("policy", "policies", "moderat", "safety", "content filter")
_POVERTY = ("insufficient", "not enough", "credit", "balance")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A valid request for an image, and the classes of input that it stands for."""

    exchange: Exchange
    classes: frozenset[str]

    @property
    def accepted(self) -> bool:
        """Tell whether an image came."""
        return self.exchange.status == 200


def attempts(evidence: Evidence) -> list[Attempt]:
    """Return the valid requests for images that were sent."""
    return [
        Attempt(each, _classes(evidence, each))
        for each in evidence.last_attempts
        if each.operation == GENERATE and each.intent.expects is Expects.SUCCESS
    ]


def _classes(evidence: Evidence, exchange: Exchange) -> frozenset[str]:
    body = exchange.request.body if isinstance(exchange.request.body, dict) else {}
    prompt = str(body.get("prompt", ""))
    ratio = body.get("aspectRatio", evidence.facts.default_ratio)
    found = {f"model {body.get('modelId')}", f"ratio {ratio}"}
    if body.get("thinkingLevel"):
        found.add(f"thinkingLevel {body['thinkingLevel']}")
    if "style" in body:
        found.add("an empty style" if not body["style"] else "a style")
    if len(prompt) == evidence.facts.longest_prompt:
        # JSON Schema counts characters; some count the units of UTF-16.
        astral = any(each > "\uffff" for each in prompt)
        found.add(_ASTRAL if astral else "a prompt of the greatest length")
    if len(prompt) == 1:
        found.add("a prompt of one character")
    if not prompt.isascii():
        found.add("a prompt beyond ASCII")
    if prompt != prompt.strip():
        found.add("a prompt with blanks at its ends")
    return frozenset(found)


def _accepted(evidence: Evidence) -> Iterator[Finding]:
    """Judge all valid requests together: refusals are breaches, errors when they recur."""
    tried = attempts(evidence)
    good = frozenset().union(*(each.classes for each in tried if each.accepted))
    for each in tried:
        if each.accepted:
            yield held(each.exchange)
            continue
        finding = (
            _refused(evidence, each, good)
            if _is_refusal(each)
            else _errors(each, tried)
        )
        if finding:
            yield finding


def _is_refusal(attempt: Attempt) -> bool:
    status = attempt.exchange.status
    return status is not None and status < 500 and status not in (401, 429)


def _refused(
    evidence: Evidence, attempt: Attempt, good: frozenset[str]
) -> Finding | None:
    exchange = attempt.exchange
    if _says(exchange, _POLICY):
        return unclear(
            exchange, reason="refused for what the prompt says, by its own words"
        )
    if not _could_pay(evidence, exchange):
        return unclear(exchange, reason="the balance may not have sufficed")
    if exchange.status is not None and 300 <= exchange.status < 400:
        return None  # ERR-04 tells
    if _ASTRAL in attempt.classes:
        return broken(
            exchange,
            expected=f"200: {_ASTRAL} has as many characters as are allowed",
            observed=shown(exchange),
            level=Level.SHOULD,
        )
    suspects = sorted(attempt.classes - good)
    about = f", the only one with {' and '.join(suspects)}" if suspects else ""
    return broken(
        exchange,
        expected=f"200 for a valid request{about}",
        observed=shown(exchange),
    )


def _could_pay(evidence: Evidence, exchange: Exchange) -> bool:
    known = [
        balance
        for read, balance in evidence.balances(exchange.role)
        if read.number < exchange.number
    ]
    charges = [each.charged or 0 for each in evidence.purchases]
    spent = sum(
        each.charged or 0
        for each in evidence.purchases
        if each.exchange.role is exchange.role
        and each.exchange.number < exchange.number
    )
    # Prices may depend on options: what is far above all that was charged suffices.
    return not known or known[0] - spent >= 2 * max(charges, default=0)


def _errors(attempt: Attempt, tried: list[Attempt]) -> Finding:
    """Judge a 5xx, a dropped or a hanging connection: once it is a hiccup.

    It is a breach when another image of the same class ends alike and none of that class
    is good, while others are.
    """
    control = any(each.accepted for each in tried)
    for name in sorted(attempt.classes):
        alike = [each for each in tried if name in each.classes]
        others = [each for each in alike if each is not attempt]
        never = control and others and not any(each.accepted for each in alike)
        if never and all(_same_end(attempt, each) for each in others):
            return broken(
                attempt.exchange,
                *(each.exchange for each in others),
                expected=f"200 for valid requests with {name}",
                observed=f"{shown(attempt.exchange)} each of {len(alike)} times, while others succeed",
            )
    return unclear(
        attempt.exchange,
        reason=f"{shown(attempt.exchange)}, which can be the provider's",
    )


def _same_end(one: Attempt, other: Attempt) -> bool:
    first, second = one.exchange, other.exchange
    if first.failure or second.failure:
        return bool(first.failure) and bool(second.failure)
    gateway = (first.status in GATEWAY, second.status in GATEWAY)
    return (second.status or 0) >= 500 and gateway == (False, False)


def _lengths(evidence: Evidence) -> Iterator[Finding]:
    tried = attempts(evidence)
    for each in tried:
        prompts = [name for name in each.classes if name.startswith("a prompt of")]
        if not prompts:
            continue
        if each.accepted:
            yield held(each.exchange)
        elif each.exchange.status == 400:
            if _says(each.exchange, _POLICY, _POVERTY):
                yield unclear(each.exchange, reason=shown(each.exchange))
            elif _ASTRAL not in each.classes and (
                _names(each.exchange, "prompt")
                or _sole_suspect(each, prompts[0], tried)
            ):
                yield broken(
                    each.exchange,
                    expected=f"200 for {prompts[0]}",
                    observed=shown(each.exchange),
                )


def _says(exchange: Exchange, *words: tuple[str, ...]) -> bool:
    told = shown(exchange).lower()
    return any(word in told for group in words for word in group)


def _names(exchange: Exchange, field: str) -> bool:
    """Tell whether the details of a refusal name a field of the body."""
    return any(path.rpartition(".")[2] == field for path, _ in details_of(exchange))


def _sole_suspect(attempt: Attempt, name: str, tried: list[Attempt]) -> bool:
    """Tell whether everything else about a request was accepted in other requests."""
    good = frozenset().union(*(each.classes for each in tried if each.accepted))
    return attempt.classes - good == {name}


def _everything_once(evidence: Evidence) -> Iterator[Finding]:
    tried = attempts(evidence)
    for kind, values in (
        ("model", evidence.facts.models),
        ("ratio", evidence.facts.ratios),
    ):
        for value in values:
            mine = [each for each in tried if f"{kind} {value}" in each.classes]
            if any(each.accepted for each in mine):
                yield held(*(each.exchange for each in mine))
                continue
            refused = [
                each
                for each in mine
                if each.exchange.status == 400
                and not _says(each.exchange, _POLICY, _POVERTY)
            ]
            # One of them may be refused for its prompt, though not all.
            telling = [each for each in refused if _ASTRAL not in each.classes]
            if telling and (
                len(refused) > 1 or _sole_suspect(telling[0], f"{kind} {value}", tried)
            ):
                yield broken(
                    *(each.exchange for each in telling),
                    expected=f"the {kind} {value} is accepted",
                    observed=shown(telling[0].exchange),
                )
            elif mine:
                yield unclear(
                    *(each.exchange for each in mine),
                    reason=f"{kind} {value}: {shown(mine[-1].exchange)}",
                )


def _two_at_once(evidence: Evidence) -> Iterator[Finding]:
    pairs = [
        each for each in evidence.purchases if each.exchange.intent.probe == "CON-1"
    ]
    if len(pairs) != 2:
        for exchange in evidence.probes("CON-1"):
            if exchange.status != 200:
                yield unclear(exchange, reason=shown(exchange))
        return
    one, other = pairs
    if one.id == other.id:
        yield broken(
            other.exchange,
            one.exchange,
            expected="two images with two ids",
            observed=f"{one.id} twice",
        )
        return
    ledger = Ledger(evidence, one.exchange.role)
    before = _balance_before(evidence, ledger, pairs)
    if before is None or ledger.shared or one.exchange.role is not other.exchange.role:
        yield held(one.exchange, other.exchange)
        return
    both = before - (one.charged or 0) - (other.charged or 0)
    first = [before - (each.charged or 0) == each.remaining for each in pairs]
    if all(first) and one.charged and other.charged and not ledger.added:
        yield broken(
            other.exchange,
            one.exchange,
            expected=f"one of the two comes second: remaining {both}",
            observed=f"remaining {one.remaining} and {other.remaining}, {before} before",
        )
        return
    for each in pairs:
        alone = before - (each.charged or 0)
        if (
            each.remaining is None
            or both <= each.remaining <= both + ledger.added
            or alone <= each.remaining <= alone + ledger.added
            or (ledger.may_have_risen and each.remaining > alone)
        ):
            yield held(each.exchange)
        else:
            yield broken(
                each.exchange,
                *(one.exchange for one in pairs if one is not each),
                expected=f"remaining {alone} or {both}: {before} before, charged one after the other",
                observed=f"remaining {each.remaining}",
            )


def _balance_before(
    evidence: Evidence, ledger: Ledger, pairs: list[Purchase]
) -> int | None:
    """Return the balance that the last image before the two came with."""
    first = min(each.exchange.number for each in pairs)
    told = [
        each.remaining
        for each in ledger.purchases
        if each.exchange.number < first and each.remaining is not None
    ]
    return told[-1] if told else None


CLAUSES = (
    Clause(
        "GEN-P01",
        "A valid request is answered with an image.",
        (Source(f"{_G}/responses/200/description", "Generated image"),),
        Level.MUST,
        _accepted,
        needs=(Need.BUDGET,),
        images=8,
        requests=8,
    ),
    Clause(
        "GEN-P10",
        "Prompts of one character and of the greatest length are accepted.",
        (
            Source(f"{_P}/prompt/maxLength", "2000"),
            Source(f"{_P}/prompt/minLength", "1"),
        ),
        Level.MUST,
        _lengths,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "GEN-P11",
        "Every model and every ratio is accepted.",
        (
            Source(f"{_P}/modelId/enum", '"openai:gpt-image-2"'),
            Source(f"{_P}/aspectRatio/enum", '"21:9"'),
        ),
        Level.MUST,
        _everything_once,
        needs=(Need.BUDGET, Need.STANDARD),
    ),
    Clause(
        "CON-1",
        "Two images that are bought at the same time are two images, charged one after the other.",
        (_CHARGES,),
        Level.DERIVED,
        _two_at_once,
        needs=(Need.BUDGET, Need.STANDARD),
        images=1,
        requests=2,
    ),
)
