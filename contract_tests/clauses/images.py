"""Images tell what was asked for, and go on telling it."""

from __future__ import annotations

from collections.abc import Iterator

from contract_tests.clauses.places import GET_AT, IMAGE_FIELDS, REQUEST_FIELDS, STORES
from contract_tests.clauses.sameness import short, unchanged
from contract_tests.judgement.clause import (
    Clause,
    Finding,
    Level,
    Need,
    Source,
)
from contract_tests.judgement.evidence import (
    Evidence,
    Purchase,
    instant,
)
from contract_tests.judgement.findings import (
    broken,
    held,
)
from contract_tests.tape.exchange import (
    Exchange,
    Json,
)

# Clocks differ; without a Date field nobody knows by how much.
_CLOCKS = 120.0


_UNKNOWN_CLOCK = 26 * 3600.0


def _echo(evidence: Evidence) -> Iterator[Finding]:
    for each in evidence.bought():
        wrong = next(_unlike(each), None)
        if wrong is None:
            yield held(each.exchange)
        else:
            name, wanted, observed, level = wrong
            yield broken(
                each.exchange,
                expected=f"{name} {short(wanted, observed)}, as it was asked for",
                observed=f"{name} {short(observed, wanted)}",
                level=level,
            )


def _unlike(each: Purchase) -> Iterator[tuple[str, Json, Json, Level | None]]:
    for name in ("prompt", "modelId", "aspectRatio", "style", "thinkingLevel"):
        if name not in each.image:
            continue  # the schema tells
        wanted, observed = each.sent.get(name), each.image.get(name)
        if wanted == observed or (name == "aspectRatio" and wanted is None):
            continue
        if name == "style" and not wanted and observed in (None, ""):
            continue
        if name == "thinkingLevel" and {wanted, observed} <= {None, "default"}:
            # Not given and "default" may be one; a default that was asked for should show.
            if wanted is not None:
                yield name, wanted, observed, Level.SHOULD
            continue
        yield name, wanted, observed, None


def _default_ratio(evidence: Evidence) -> Iterator[Finding]:
    for each in evidence.bought():
        if "aspectRatio" in each.sent or "aspectRatio" not in each.image:
            continue
        if each.image["aspectRatio"] == evidence.facts.default_ratio:
            yield held(each.exchange)
        else:
            yield broken(
                each.exchange,
                expected=f"aspectRatio {evidence.facts.default_ratio}, the default",
                observed=f"aspectRatio {each.image['aspectRatio']!r}",
            )


def _provider(evidence: Evidence) -> Iterator[Finding]:
    for each in evidence.images:
        model, provider = each.value.get("modelId"), each.value.get("providerId")
        if (
            not isinstance(model, str)
            or not isinstance(provider, str)
            or ":" not in model
        ):
            continue
        if provider == model.partition(":")[0]:
            yield held(each.exchange)
        else:
            yield broken(
                each.exchange,
                expected=f"providerId of {model}",
                observed=f"providerId {provider!r}",
            )


def _time(evidence: Evidence) -> Iterator[Finding]:
    clocks = _CLOCKS if evidence.skew is not None else _UNKNOWN_CLOCK
    skew = evidence.skew or 0.0
    for each in evidence.bought():
        created = instant(each.image.get("createdAt"))
        if created is None:
            continue
        exchange = each.exchange
        early = exchange.at + skew - created > clocks
        late = created - (exchange.ended + skew) > clocks
        if early or late:
            yield broken(
                exchange,
                expected="createdAt between request and reply",
                observed=f"createdAt {each.image.get('createdAt')}, {created - exchange.at - skew:+.0f} s",
            )
        else:
            yield held(exchange)


def _not_in_the_future(evidence: Evidence) -> Iterator[Finding]:
    clocks = _CLOCKS if evidence.skew is not None else _UNKNOWN_CLOCK
    skew = evidence.skew or 0.0
    for each in (*evidence.images, *evidence.transactions):
        created = instant(each.value.get("createdAt"))
        if created is None:
            continue
        if created - (each.exchange.ended + skew) > clocks:
            yield broken(
                each.exchange,
                expected="nothing is created in the future",
                observed=f"createdAt {each.value.get('createdAt')} of {each.id}",
            )
        else:
            yield held(each.exchange)


def _new_id(evidence: Evidence) -> Iterator[Finding]:
    seen: dict[str, Exchange] = {}
    for each in evidence.purchases:
        before = seen.setdefault(each.id, each.exchange)
        older = [
            sighting.exchange
            for sighting in evidence.by_image.get(each.id, ())
            if sighting.position is not None
            and sighting.exchange.ended < each.exchange.at
        ]
        if before is not each.exchange:
            yield broken(
                each.exchange,
                before,
                expected="an id of its own",
                observed=f"{each.id}, the id of another image",
            )
        elif older:
            yield broken(
                each.exchange,
                older[0],
                expected="an id of its own",
                observed=f"{each.id}, which was there before",
            )
        else:
            yield held(each.exchange)


def _charge(evidence: Evidence) -> Iterator[Finding]:
    """Every sighting of a bought image tells the cost that was charged, or none."""
    charged = {each.id: each for each in evidence.purchases if each.charged is not None}
    for sighting in evidence.images:
        bought = charged.get(sighting.id)
        cost = sighting.value.get("creditCost")
        if bought is None or cost is None:
            continue
        if cost == bought.charged:
            yield held(sighting.exchange)
        else:
            yield broken(
                sighting.exchange,
                bought.exchange,
                expected=f"creditCost {bought.charged}, as it was charged",
                observed=f"creditCost {cost}",
            )


def _never_changes(evidence: Evidence) -> Iterator[Finding]:
    for sightings in evidence.by_image.values():
        yield from unchanged(sightings, "image", ("b64_json", "creditCost"))


CLAUSES = (
    Clause(
        "GEN-P02",
        "An image tells the prompt, model, ratio, style and thinking level that were asked for.",
        (Source("/components/schemas/ImageMetadata/required", '"prompt","modelId"'),),
        Level.DERIVED,
        _echo,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "GEN-P03",
        "Without aspectRatio an image has the default ratio.",
        (Source(f"{REQUEST_FIELDS}/aspectRatio/default", "1:1"),),
        Level.DERIVED,
        _default_ratio,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "GEN-P04",
        "providerId is the part of modelId before the colon.",
        (
            Source(f"{IMAGE_FIELDS}/providerId/enum", '["openai","google"]'),
            Source(f"{IMAGE_FIELDS}/modelId/enum", '"openai:gpt-image-2"'),
        ),
        Level.DERIVED,
        _provider,
    ),
    Clause(
        "GEN-P07",
        "createdAt of a new image is the time of its request.",
        (Source(f"{IMAGE_FIELDS}/createdAt/format", "date-time"),),
        Level.DERIVED,
        _time,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "GEN-P08",
        "Every image has an id of its own.",
        (Source(f"{IMAGE_FIELDS}/id/format", "uuid"),),
        Level.DERIVED,
        _new_id,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "GEN-P09",
        "creditCost is what was charged, wherever it is told.",
        (
            Source(f"{IMAGE_FIELDS}/creditCost", '"minimum":0'),
            Source("/components/schemas/CreditCharge/required", '"charged"'),
        ),
        Level.DERIVED,
        _charge,
        needs=(Need.BUDGET,),
    ),
    Clause(
        "IMG-01",
        "The metadata of an image are the same wherever they are told, and never change.",
        (STORES, Source(f"{GET_AT}/description", "Returns one generated image.")),
        Level.DERIVED,
        _never_changes,
    ),
    Clause(
        "IMG-02",
        "Nothing is created in the future.",
        (
            Source(f"{IMAGE_FIELDS}/createdAt/format", "date-time"),
            Source(
                "/components/schemas/CreditTransaction/properties/createdAt/format",
                "date-time",
            ),
        ),
        Level.DERIVED,
        _not_in_the_future,
    ),
)
