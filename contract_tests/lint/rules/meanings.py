"""Fields whose meaning the document leaves open: signs, and closed sets as free text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contract_tests.contract.pointers import join
from contract_tests.lint.findings import Remark, Rule, info, warning
from contract_tests.lint.lenient import mapping, sequence, strings
from contract_tests.lint.properties import Property, properties
from contract_tests.lint.survey import Site, Survey

_AMOUNTS = re.compile(r"(^|_)(amount|delta|change|adjustment)$|(Amount|Delta|Change)$")
_SIGNS = re.compile(
    r"sign|positive|negative|absolute|minor unit|cents|debit|[<>≥+-] ?0", re.I
)
_OPPOSITES = (
    {"addition", "add", "credit", "deposit", "topup", "top_up", "grant", "refund"},
    {"deduction", "deduct", "debit", "withdrawal", "charge", "payment", "spend"},
)
_CLOSED_SET = re.compile(
    r"(^|_)(type|kind|status|state|mode|level|role|currency|country|language|locale)$"
    r"|(Type|Kind|Status|State|Mode|Level|Role|Currency|Country|Language|Locale)$"
)


def _amounts(survey: Survey) -> Iterator[Remark]:
    for site in survey.schemas.values():
        known = list(properties(survey, site))
        directions = next((x for x in known if _tells_direction(x)), None)
        for each in known:
            if not _AMOUNTS.search(each.name) or not _is_unsigned(each):
                continue
            if directions is not None:
                yield warning(
                    each.pointer,
                    f"the sign of {each.name!r} is not said, while {directions.name!r} has"
                    " opposite values: a deduction may be -5 or 5",
                    "say which values are negative, or add `minimum: 0`",
                )


def _is_unsigned(each: Property) -> bool:
    limits = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum")
    return (
        bool(each.types & {"integer", "number"})
        and not any(limit in each.schema for limit in limits)
        and not _SIGNS.search(each.description)
    )


def _tells_direction(each: Property) -> bool:
    values = {x.lower() for x in strings(each.schema.get("enum"))}
    return all(values & words for words in _OPPOSITES)


def _free_text(survey: Survey) -> Iterator[Remark]:
    for site in survey.schemas.values():
        known = list(properties(survey, site))
        if not any("enum" in each.schema for each in known):
            continue
        for each in known:
            if (
                each.is_free_text
                and _CLOSED_SET.search(each.name)
                and not each.description
                and _examples(each)
            ):
                yield warning(
                    each.pointer,
                    f"{each.name!r} has examples ({', '.join(_examples(each)[:3])}), but no"
                    " enumeration or pattern, unlike others beside it",
                    "add an `enum` or a `pattern`, or say that any text may come",
                )


def _examples(each: Property) -> list[str]:
    own = [*sequence(each.schema.get("examples")), each.schema.get("example")]
    return [x for x in own if isinstance(x, str)]


def _openness(survey: Survey) -> Iterator[Remark]:
    objects = [x for x in survey.schemas.values() if _is_plain_object(survey, x)]
    requests = [x for x in objects if x.in_request and not x.in_reply]
    replies = [x for x in objects if x.in_reply and not x.in_request]
    for side, sites in (("request", requests), ("reply", replies)):
        yield from _minority(side, sites)
    closed = [x for x in requests if _is_closed(x)]
    has_open_replies = replies and not any(_is_closed(x) for x in replies)
    if closed and len(closed) == len(requests) and has_open_replies:
        yield info(
            closed[0].pointer + join("additionalProperties"),
            "objects in requests are closed, those in replies are open: a misspelt or"
            " superfluous field of a reply breaks nothing",
            "fine if replies may grow; alternatives among replies then need more"
            " than a missing field to be told apart",
        )


def _minority(side: str, sites: list[Site]) -> Iterator[Remark]:
    closed = [each for each in sites if _is_closed(each)]
    opened = [each for each in sites if not _is_closed(each)]
    few, word = (closed, "closed") if len(closed) < len(opened) else (opened, "open")
    if few and len(few) * 4 <= len(sites) and len(few) <= 5:
        for each in few:
            yield info(
                each.pointer,
                f"this object is {word}, unlike {len(sites) - len(few)} of {len(sites)}"
                f" in a {side}",
                "treat unknown fields alike everywhere, or say why not here",
            )


def _is_plain_object(survey: Survey, site: Site) -> bool:
    """Tell whether a schema alone describes an object; parts cannot be closed."""
    return "properties" in site.schema and "/allOf/" not in site.pointer


def _is_closed(site: Site) -> bool:
    return (
        site.schema.get("additionalProperties") is False
        or mapping(site.schema).get("unevaluatedProperties") is False
    )


RULES = (
    Rule(
        "amount-sign-unsaid",
        "An amount that can go both ways says what its sign means.",
        "Who adds the amounts up gets another balance.",
        _amounts,
    ),
    Rule(
        "free-text-with-examples",
        "A field with few values, as its examples tell, has an enumeration or a pattern.",
        "A client that switches on it cannot know what else may come.",
        _free_text,
    ),
    Rule(
        "openness-mixed",
        "Objects are open or closed to unknown fields for a reason.",
        "A client learns from one object what to expect of the next.",
        _openness,
    ),
)
