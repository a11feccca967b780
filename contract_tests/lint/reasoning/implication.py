"""Whether all values of one schema are values of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contract_tests.lint.reasoning.feasibility import Feasibility, type_of
from contract_tests.lint.reasoning.outline import (
    Outline,
    Range,
    Schema,
    same,
)

_ANNOTATIONS = frozenset(
    {
        "$comment",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
        "default",
        "deprecated",
        "description",
        "discriminator",
        "example",
        "examples",
        "externalDocs",
        "readOnly",
        "title",
        "writeOnly",
        "xml",
    }
)
"""Keywords that forbid nothing."""

_RANGES = {
    "minimum": "numbers",
    "maximum": "numbers",
    "minLength": "lengths",
    "maxLength": "lengths",
    "minItems": "counts",
    "maxItems": "counts",
}
_DEEPEST = 6


def implies(feasibility: Feasibility, given: Sequence[Schema], wanted: Schema) -> bool:
    """Tell whether every value of all the given schemas surely is one of `wanted`.

    False means that it was not proved.
    """
    try:
        return _Proof(feasibility).of_schemas(given, wanted, _DEEPEST)
    except (TypeError, AttributeError):  # a keyword's value is of a wrong type
        return False


class _Proof:
    def __init__(self, feasibility: Feasibility) -> None:
        self._feasibility = feasibility

    def of_schemas(self, given: Sequence[Schema], wanted: Schema, depth: int) -> bool:
        return all(
            self._feasibility.emptiness(each, 1) is not None
            or self._meets(each, wanted, depth)
            for each in self._feasibility.outlines(given)
        )

    def _meets(self, outline: Outline, wanted: object, depth: int) -> bool:
        if isinstance(wanted, bool):
            return wanted
        if not isinstance(wanted, Mapping) or depth <= 0:
            return False
        if id(wanted) in outline.seen:
            return True
        return all(
            keyword in _ANNOTATIONS
            or keyword.startswith("x-")
            or self._keyword(outline, wanted, keyword, depth - 1)
            for keyword in wanted
        )

    def _keyword(
        self, outline: Outline, wanted: Mapping[str, Any], keyword: str, depth: int
    ) -> bool:
        value = wanted[keyword]
        match keyword:
            case "$ref":
                return self._meets(outline, self._feasibility.target(value), depth)
            case "allOf":
                return all(self._meets(outline, each, depth) for each in value)
            case "anyOf":
                return any(self._meets(outline, each, depth) for each in value)
            case "type":
                return _live_types(outline) <= Outline().take(wanted).types
            case "enum" | "const":
                return _among(outline, value if keyword == "enum" else [value])
            case "format":
                return "string" not in outline.types or value in outline.formats
            case "pattern":
                return "string" not in outline.types or value in outline.patterns
            case "required":
                return "object" not in outline.types or set(value) <= outline.required
            case "properties":
                return "object" not in outline.types or self._properties(
                    outline, value, depth
                )
            case "additionalProperties":
                return "object" not in outline.types or _no_more(outline, wanted)
            case "items":
                return "array" not in outline.types or self.of_schemas(
                    outline.items, value, depth
                )
        return keyword in _RANGES and _ranged(outline, keyword, value)

    def _properties(
        self, outline: Outline, wanted: Mapping[str, Any], depth: int
    ) -> bool:
        return all(
            name in outline.forbidden
            or (outline.closed is not None and name not in outline.closed)
            or self.of_schemas(outline.properties.get(name, ()), each, depth)
            for name, each in wanted.items()
        )


def _live_types(outline: Outline) -> frozenset[str]:
    if outline.values is None:
        return outline.types
    return outline.types & {type_of(each) for each in outline.values}


def _among(outline: Outline, values: Sequence[Any]) -> bool:
    return outline.values is not None and all(
        any(same(own, each) for each in values)
        for own in outline.values
        if type_of(own) in outline.types
    )


def _no_more(outline: Outline, wanted: Mapping[str, Any]) -> bool:
    if wanted["additionalProperties"] is not False:
        return wanted["additionalProperties"] in (True, {})
    names = set(wanted.get("properties", ()))
    return outline.closed is not None and outline.closed <= names


def _ranged(outline: Outline, keyword: str, limit: float) -> bool:
    field = _RANGES[keyword]
    affected = {
        "numbers": {"integer", "fraction"},
        "lengths": {"string"},
        "counts": {"array"},
    }[field]
    if not affected & outline.types:
        return True
    known: Range = getattr(outline, field)
    if keyword.startswith("min"):
        return known.least >= limit
    return known.most <= limit
