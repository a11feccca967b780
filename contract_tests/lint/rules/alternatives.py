"""Schemas that no value satisfies, and alternatives that exclude each other wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from contract_tests.contract.pointers import join
from contract_tests.lint.findings import Remark, Rule, error, info, warning
from contract_tests.lint.lenient import mapping, sequence, shown, strings
from contract_tests.lint.reasoning.implication import implies
from contract_tests.lint.survey import Site, Survey, local_pointer

_MOST_BRANCHES = 24
"""Of more branches only the first are compared: the pairs grow with the square."""


def _overlaps(survey: Survey) -> Iterator[Remark]:
    for site in survey.schemas.values():
        branches = sequence(site.schema.get("oneOf"))[:_MOST_BRANCHES]
        if len(branches) > 1:
            yield from _of_one(survey, site, branches)


def _of_one(survey: Survey, site: Site, branches: Any) -> Iterator[Remark]:
    pointer = site.pointer + join("oneOf")
    around = {key: each for key, each in site.schema.items() if key != "oneOf"}
    swallowed = _swallowed(survey, around, branches)
    overlap = _witness(survey, pointer, around, branches)
    advice = (
        "let a required property with a constant, or a property that the other branch"
        " forbids, tell them apart; or say `anyOf`"
    )
    if swallowed is not None:
        inner, outer = (_called(branches, each) for each in swallowed)
        shows = f", for example {shown(overlap[2])}" if overlap else ""
        message = (
            f"no value can choose {inner}: each is also valid as {outer}, and `oneOf`"
            f" allows exactly one{shows}"
        )
        remark = info if "discriminator" in site.schema else error
        yield remark(pointer, message, advice)
    elif overlap is not None:
        first, second, value = overlap
        message = (
            f"{_called(branches, first)} and {_called(branches, second)} are both"
            f" satisfied by {shown(value)}, and `oneOf` allows exactly one"
        )
        # Most readers go by the discriminator; a validator does not.
        remark = info if "discriminator" in site.schema else warning
        yield remark(pointer, message, advice)


def _swallowed(
    survey: Survey, around: Mapping[str, Any], branches: Any
) -> tuple[int, int] | None:
    for (i, inner), (j, outer) in combinations(enumerate(branches), 2):
        for (x, given), (y, wanted) in (
            ((i, inner), (j, outer)),
            ((j, outer), (i, inner)),
        ):
            if survey.feasibility.contradiction(around, given) is None and implies(
                survey.feasibility, (around, given), wanted
            ):
                return x, y
    return None


def _witness(
    survey: Survey, pointer: str, around: Mapping[str, Any], branches: Any
) -> tuple[int, int, Any] | None:
    for (i, first), (j, second) in combinations(enumerate(branches), 2):
        if survey.feasibility.contradiction(around, first, second) is not None:
            continue
        for value in survey.witnesses.propose(around, first, second):
            if survey.validity.holds(value, pointer + join(i), pointer + join(j)):
                return i, j, value
    return None


def _called(branches: Any, index: int) -> str:
    reference = mapping(branches[index]).get("$ref")
    if isinstance(reference, str):
        return reference.rpartition("/")[2]
    title = mapping(branches[index]).get("title")
    return f"branch {index}" + (f" ({title})" if isinstance(title, str) else "")


def _unsatisfiable(survey: Survey) -> Iterator[Remark]:
    found = {
        pointer: reason
        for pointer, site in survey.schemas.items()
        if "$ref" not in site.schema and not _is_never(site.schema)
        for reason in [survey.feasibility.contradiction(site.schema, depth=1)]
        if reason is not None
    }
    for pointer, reason in found.items():
        # The innermost of nested schemas is where the mistake stands.
        if not any(each.startswith(pointer + "/") for each in found) and not _refers(
            survey, survey.schemas[pointer].schema, found
        ):
            yield error(
                pointer,
                f"no value is valid: {reason}",
                "correct one of the parts; `false` says that nothing is allowed",
            )


def _is_never(schema: Mapping[str, Any]) -> bool:
    return schema.get("not") in ({}, True)


def _refers(
    survey: Survey, schema: Mapping[str, Any], found: Mapping[str, str]
) -> bool:
    """Tell whether a part of a schema refers to one that is unsatisfiable itself."""
    parts = [
        *mapping(schema.get("properties")).values(),
        *sequence(schema.get("allOf")),
        schema.get("items"),
    ]
    references = (mapping(each).get("$ref") for each in parts)
    return any(
        isinstance(each, str) and local_pointer(each) in found for each in references
    )


def _undeclared(survey: Survey) -> Iterator[Remark]:
    parts = {
        local_pointer(str(mapping(each).get("$ref"))) or pointer + join(keyword, index)
        for pointer, site in survey.schemas.items()
        for keyword in ("allOf", "anyOf", "oneOf")
        for index, each in enumerate(sequence(site.schema.get(keyword)))
    }
    for pointer, site in survey.schemas.items():
        if pointer in parts or pointer.endswith(("/if", "/then", "/else", "/not")):
            continue  # what it is a part of may declare them
        schema = site.schema
        if "properties" not in schema or "patternProperties" in schema:
            continue
        declared = _declared(survey, schema)
        for name in strings(schema.get("required")):
            if name not in declared and schema.get("additionalProperties") is not False:
                yield warning(
                    pointer + join("required"),
                    f"{name!r} is required, but no property declares it",
                    "declare it, or take it from `required`; is it misspelt?",
                )


def _declared(survey: Survey, schema: Mapping[str, Any]) -> set[str]:
    return {
        name
        for outline in survey.feasibility.outlines((schema,))
        for name in outline.properties
    }


RULES = (
    Rule(
        "one-of-overlap",
        "The branches of `oneOf` exclude each other.",
        "A value that two branches allow is refused, however right it is.",
        _overlaps,
    ),
    Rule(
        "unsatisfiable-schema",
        "Every schema has a value that satisfies it.",
        "No message that holds such a schema can ever be valid.",
        _unsatisfiable,
    ),
    Rule(
        "required-undeclared",
        "Every required property is declared.",
        "Nobody can know what it holds, and a misspelt name is never sent.",
        _undeclared,
    ),
)
