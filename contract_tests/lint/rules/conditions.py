"""Conditions, values and obligations that only the description tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from contract_tests.contract.pointers import join
from contract_tests.lint.findings import Remark, Rule, info, warning
from contract_tests.lint.lenient import mapping, sequence
from contract_tests.lint.properties import Property, properties
from contract_tests.lint.survey import Site, Survey

_REST = r"\b(?:[^.\n]|\.(?=\S))*"
"""The rest of a sentence; a full stop inside a word does not end it."""
_CONDITION = re.compile(
    r"\b(?:only (?:be )?(?:supported|available|allowed|valid|used|applie[sd]|applicable)"
    r"|(?:required|needed|mandatory) (?:if|when|for|unless)|mutually exclusive"
    r"|(?:cannot|can't|must not) be (?:used|combined))" + _REST,
    re.IGNORECASE,
)
_CONDITIONALS = ("if", "dependentRequired", "dependentSchemas", "oneOf", "anyOf", "not")
_VALUES = re.compile(
    r"\b(?:one of|(?:possible|allowed|valid|supported|accepted) values(?: are| include)?)"
    r":?\s*((?:[`'\"][^`'\"\n]+[`'\"](?:\s*(?:,|or|and|,\s*or|,\s*and)\s*)?){2,})",
    re.IGNORECASE,
)


def _conditions(survey: Survey) -> Iterator[Remark]:
    for site in survey.schemas.values():
        if not site.in_request or any(each in site.schema for each in _CONDITIONALS):
            continue
        known = list(properties(survey, site))
        for each in known:
            match = _CONDITION.search(str(each.own.get("description", "")))
            if match and _sibling(each, match[0], known):
                yield _condition(each, match[0], known)


def _condition(each: Property, sentence: str, known: list[Property]) -> Remark:
    other = _sibling(each, sentence, known)
    return warning(
        each.pointer + join("description"),
        f"the rule {sentence.strip()[:160]!r} ties {each.name!r} to {other!r} in prose only",
        "say it with `if` and `then`, or with `dependentRequired`",
    )


def _sibling(each: Property, sentence: str, known: list[Property]) -> str | None:
    """Return the property beside it that a sentence speaks of.

    It is named in quotes, or values of its enumeration are.
    """
    for other in known:
        if other.name == each.name:
            continue
        values = [x for x in sequence(other.schema.get("enum")) if isinstance(x, str)]
        telling = [x for x in values if len(x) > 3 and not x.isalpha()]
        if re.search(rf"[`'\"]{re.escape(other.name)}[`'\"]", sentence):
            return other.name
        if any(_is_word(value, sentence) for value in telling):
            return other.name
    return None


def _is_word(value: str, sentence: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", sentence) is not None


def _values(survey: Survey) -> Iterator[Remark]:
    for site in survey.schemas.values():
        for each in properties(survey, site):
            match = _VALUES.search(each.description)
            if match is None or each.types - {"null"} != {"string"}:
                continue
            named = re.findall(r"[`'\"]([^`'\"\n]+)[`'\"]", match[1])
            if not set(named) & set(mapping(site.schema.get("properties"))):
                yield from _value_list(each, named)


def _value_list(each: Property, named: list[str]) -> Iterator[Remark]:
    pointer = each.pointer + join("description")
    enum = each.schema.get("enum")
    if isinstance(enum, list):
        foreign = [value for value in named if value not in enum]
        if foreign and len(foreign) < len(named):
            yield warning(
                pointer,
                f"the description lists {', '.join(foreign)}, and `enum` does not",
                "correct the one that is wrong",
            )
    elif not {"const", "pattern", "anyOf", "oneOf", "allOf"} & set(each.schema):
        yield warning(
            pointer,
            f"the values {', '.join(named)} stand in prose only",
            "add an `enum`, or say that there may be others",
        )


def _obligations(survey: Survey) -> Iterator[Remark]:
    for site in survey.schemas.values():
        for each in properties(survey, site):
            yield from _obligation(site, each)
    seen: set[str] = set()
    for operation in survey.operations:
        for pointer, value in operation.parameters:
            if pointer not in seen and mapping(value).get("in") != "path":
                seen.add(pointer)
                yield from _parameter(pointer, mapping(value))


def _obligation(site: Site, each: Property) -> Iterator[Remark]:
    pointer = each.pointer + join("description")
    words = str(each.own.get("description", ""))
    if each.is_required and re.match(r"\(?optional\b(?!ly)", words, re.IGNORECASE):
        yield _contradiction(pointer, each.name, "optional", "required")
    elif _says_required(words) and not each.is_required and site.in_request:
        yield _contradiction(pointer, each.name, "required", "optional")


def _parameter(pointer: str, value: Mapping[str, Any]) -> Iterator[Remark]:
    words, name = str(value.get("description", "")), str(value.get("name"))
    if value.get("required") is True and re.match(r"\(?optional\b", words, re.I):
        yield _contradiction(
            pointer + join("description"), name, "optional", "required"
        )
    elif value.get("required") is not True and _says_required(words):
        yield _contradiction(
            pointer + join("description"), name, "required", "optional"
        )


def _says_required(words: str) -> bool:
    return re.match(r"\(?required(\.|\)|:| -)", words, re.IGNORECASE) is not None


def _contradiction(pointer: str, name: str, words: str, keyword: str) -> Remark:
    return warning(
        pointer,
        f"the description says that {name!r} is {words}, the schema that it is {keyword}",
        "correct the one that is wrong",
    )


def _choice_by_parameter(survey: Survey) -> Iterator[Remark]:
    """Find replies with alternatives that a parameter chooses among, told in prose."""
    for operation in survey.operations:
        names = {
            str(mapping(value).get("name")): pointer
            for pointer, value in operation.parameters
            if mapping(value).get("in") == "query"
        }
        chosen = [x for x in names if re.search(rf"\b{re.escape(x)}=", operation.words)]
        for _, pointer, media in operation.replies():
            schema = mapping(media.get("schema"))
            if chosen and ("oneOf" in schema or "anyOf" in schema):
                yield info(
                    pointer + join("schema"),
                    f"which alternative is sent depends on the parameter {chosen[0]!r},"
                    " which no schema can say",
                    "say in the descriptions of both which value chooses which",
                )


RULES = (
    Rule(
        "prose-condition",
        "A rule that ties one property to another stands in the schema.",
        "Validators and generated clients do not read prose: what they send is refused.",
        _conditions,
    ),
    Rule(
        "prose-values",
        "The values that a description lists are those of `enum`.",
        "A client takes one for complete, and is wrong.",
        _values,
    ),
    Rule(
        "prose-required",
        "What is called required or optional is so.",
        "One of the two is wrong, and nobody can tell which.",
        _obligations,
    ),
    Rule(
        "reply-chosen-in-prose",
        "Which alternative of a reply is sent can be read from the document.",
        "A test can only check that any alternative fits.",
        _choice_by_parameter,
    ),
)
