"""What has to hold so that a schema does not: the ways to fail it.

``not`` is turned around where that is possible: a schema fails when any of its
keywords fails, so each keyword gives an alternative. Keywords that cannot be
turned around, such as ``pattern``, stay a ``not``, which is drawn and tested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mockserver.openapi.generation.shape import TYPES, Schema

Negated = Callable[[Schema], Schema]
"""Returns ``{"not": schema}``, the same object for the same schema."""

_MOST_PROPERTIES = 16  # one alternative each; more would only be tried in vain

_RAW = frozenset(
    [
        "pattern",
        "format",
        "multipleOf",
        "additionalProperties",
        "patternProperties",
        "propertyNames",
        "dependentRequired",
        "dependentSchemas",
        "unevaluatedProperties",
        "prefixItems",
        "contains",
        "uniqueItems",
        "unevaluatedItems",
        "if",
        "const",
        "enum",
    ]
)
"""Keywords whose negation is drawn and tested, or known to the merging."""


def is_plain(schema: Schema) -> bool:
    """Tell whether ``{"not": schema}`` has no alternatives worth choosing from."""
    if isinstance(schema, bool):
        return True
    asserting = schema.keys() & (_RAW | _NEGATIONS.keys())
    return len(asserting) == 1 and asserting <= _RAW


def negations(schema: Schema, negated: Negated) -> list[Schema]:
    """Return schemas each of which makes ``schema`` fail, most telling first."""
    if isinstance(schema, bool):
        return [not schema]
    found: list[Schema] = []
    for keyword, negate in _NEGATIONS.items():
        if keyword in schema:
            found.extend(negate(schema[keyword], negated))
    for keyword in schema.keys() & _RAW:
        typed = {"type": schema["type"]} if "type" in schema else {}
        found.append({**typed, "not": {keyword: schema[keyword]}})
    return found


def _not_properties(properties: Mapping[str, Schema], negated: Negated) -> list[Schema]:
    telling = sorted(properties, key=lambda name: not _is_fixed(properties[name]))
    return [
        {"type": "object", "required": [name], "properties": {name: negated(schema)}}
        for name in telling[:_MOST_PROPERTIES]
        if (schema := properties[name]) not in (True, {})
    ]


def _is_fixed(schema: Schema) -> bool:
    return isinstance(schema, Mapping) and bool(schema.keys() & {"const", "enum"})


def _not_required(names: list[str], _: Negated) -> Iterator[Schema]:
    for name in names:
        yield {"type": "object", "properties": {name: False}}


def _not_type(types: str | list[str], _: Negated) -> list[Schema]:
    listed = {types} if isinstance(types, str) else set(types)
    if "number" in listed:
        listed.add("integer")
    others = [name for name in TYPES if name not in listed]
    if "integer" in listed and "number" in others:
        others.remove("number")
        fraction = {"type": "number", "not": {"multipleOf": 1}}
        return [{"type": others}, fraction] if others else [fraction]
    return [{"type": others}] if others else []


def _not_every(schemas: list[Schema], negated: Negated) -> list[Schema]:
    return [negated(schema) for schema in schemas]


def _not_any(schemas: list[Schema], negated: Negated) -> list[Schema]:
    return [{"allOf": [negated(schema) for schema in schemas]}]


def _not_one(schemas: list[Schema], negated: Negated) -> list[Schema]:
    pairs = [{"allOf": schemas[at : at + 2]} for at in range(len(schemas) - 1)]
    return [*_not_any(schemas, negated), *pairs]


def _not_items(schema: Schema, negated: Negated) -> list[Schema]:
    return [{"type": "array", "minItems": 1, "items": negated(schema)}]


def _one_keyword(
    type_name: str, keyword: str, step: int
) -> Callable[..., list[Schema]]:
    """Return a negation of a bound: the opposite bound, one step further."""

    def negate(bound: float, _: Negated) -> list[Schema]:
        return [{"type": type_name, keyword: bound + step}] if bound + step >= 0 else []

    return negate


def _opposite(keyword: str) -> Callable[[float, Negated], list[Schema]]:
    return lambda bound, _: [{"type": "number", keyword: bound}]


_NEGATIONS: dict[str, Callable[[Any, Negated], Any]] = {
    "properties": _not_properties,
    "required": _not_required,
    "allOf": _not_every,
    "anyOf": _not_any,
    "oneOf": _not_one,
    "not": lambda schema, _: [schema],
    "$ref": lambda reference, negated: [negated({"$ref": reference})],
    "minimum": _opposite("exclusiveMaximum"),
    "maximum": _opposite("exclusiveMinimum"),
    "exclusiveMinimum": _opposite("maximum"),
    "exclusiveMaximum": _opposite("minimum"),
    "minLength": _one_keyword("string", "maxLength", -1),
    "maxLength": _one_keyword("string", "minLength", 1),
    "minItems": _one_keyword("array", "maxItems", -1),
    "maxItems": _one_keyword("array", "minItems", 1),
    "minProperties": _one_keyword("object", "maxProperties", -1),
    "maxProperties": _one_keyword("object", "minProperties", 1),
    "items": _not_items,
    "type": _not_type,
}
