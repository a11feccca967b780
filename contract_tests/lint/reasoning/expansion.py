"""From schemas to outlines: references followed, alternatives multiplied out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from contract_tests.lint.dialect import NULL_ALLOWED
from contract_tests.lint.reasoning.outline import Outline, Schema

Target = Callable[[str], Any]
"""Takes a reference; returns the schema that it means, True if that is not known."""

_NOTHING = Outline(types=frozenset())
_MOST = 48
"""With more outlines than this, alternatives are left out: it must end in time, and
an outline that says less is still true."""


def outlines(target: Target, schemas: Iterable[Schema]) -> list[Outline]:
    """Return outlines of which every value that satisfies all schemas meets one."""
    found = [Outline()]
    for schema in schemas:
        found = _all(target, found, schema, frozenset())
    return found


def _all(
    target: Target, found: Sequence[Outline], schema: object, above: frozenset[int]
) -> list[Outline]:
    result: list[Outline] = []
    for outline in found:
        result.extend(_apply(target, outline, schema, above))
    return result


def _apply(
    target: Target, outline: Outline, schema: object, above: frozenset[int]
) -> list[Outline]:
    if schema is False:
        return [_NOTHING]
    if not isinstance(schema, Mapping) or id(schema) in above:
        return [outline]
    above = above | {id(schema)}
    found = [outline.take(schema)]
    # What stands beside a composition that null satisfies as well.
    nulls = [
        replace(each, types=each.types & {"null"})
        for each in found
        if schema.get(NULL_ALLOWED) is True
    ]
    if isinstance(schema.get("$ref"), str):
        found = _all(target, found, target(schema["$ref"]), above)
    for each in _list(schema, "allOf"):
        found = _all(target, found, each, above)
    for keyword in ("anyOf", "oneOf"):
        branches = _list(schema, keyword)
        if branches:
            found = _alternatives(target, found, branches, above)
    return found + nulls


def _alternatives(
    target: Target,
    found: list[Outline],
    branches: Sequence[object],
    above: frozenset[int],
) -> list[Outline]:
    if len(found) * len(branches) > _MOST:
        return found
    result: list[Outline] = []
    for branch in branches:
        result.extend(_all(target, found, branch, above))
        if len(result) > _MOST:
            return found
    live = [each for each in result if each.types and each.values != ()]
    return live or result[:1]


def _list(schema: Mapping[str, Any], keyword: str) -> Sequence[object]:
    value = schema.get(keyword)
    return value if isinstance(value, list) else ()
