"""Outlines: what the keywords of several schemas together surely demand of a value.

An outline describes no less than the values that satisfy the schemas: keywords that
it does not know are left out. So what no value of an outline can be, no value of the
schemas can be; the reverse does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import inf
from typing import Any, TypeGuard

Schema = Mapping[str, Any] | bool

ALL_TYPES = frozenset(
    {"null", "boolean", "integer", "fraction", "string", "array", "object"}
)
"""The types of JSON Schema; a `number` is an `integer` or a `fraction`."""


_KEYWORDS = frozenset(
    [
        "additionalProperties",
        "const",
        "enum",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "items",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "multipleOf",
        "not",
        "pattern",
        "properties",
        "required",
        "type",
    ]
)


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that a number, a length or a count may be."""

    least: float = 0
    most: float = inf

    def meet(self, least: object, most: object) -> Range:
        """Return the range with further limits; what is no number is none."""
        return Range(
            max(self.least, least) if _is_number(least) else self.least,
            min(self.most, most) if _is_number(most) else self.most,
        )

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is in the range."""
        return self.least > self.most


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a value must be: types, and what each type demands.

    `values` are the only ones allowed, None for any. `closed` are the only names that
    an object may have, None for any. `seen` are the identities of the schemas that
    were taken in.
    """

    types: frozenset[str] = ALL_TYPES
    values: tuple[Any, ...] | None = None
    numbers: Range = Range(-inf)
    lengths: Range = Range()
    patterns: tuple[str, ...] = ()
    formats: frozenset[str] = frozenset()
    counts: Range = Range()
    items: tuple[Schema, ...] = ()
    required: frozenset[str] = frozenset()
    forbidden: frozenset[str] = frozenset()
    closed: frozenset[str] | None = None
    properties: Mapping[str, tuple[Schema, ...]] = field(default_factory=dict)
    multiples: tuple[float, ...] = ()
    excluded: tuple[float, ...] = ()
    seen: frozenset[int] = frozenset()

    def take(self, schema: Mapping[str, Any]) -> Outline:
        """Return the outline with a schema's own keywords: no `$ref`, no `allOf` etc."""
        if not _KEYWORDS & schema.keys():
            return replace(self, seen=self.seen | {id(schema)})
        return replace(
            self,
            types=self.types & _types(schema),
            values=_values(self.values, schema),
            numbers=_numbers(self.numbers, schema),
            excluded=self.excluded + _exclusive(schema),
            multiples=self.multiples + _multiples(schema),
            lengths=self.lengths.meet(schema.get("minLength"), schema.get("maxLength")),
            patterns=self.patterns + _texts(schema, "pattern"),
            formats=self.formats | frozenset(_texts(schema, "format")),
            counts=self.counts.meet(schema.get("minItems"), schema.get("maxItems")),
            items=self.items + _schemas(schema, "items"),
            required=self.required | frozenset(_names(schema.get("required"))),
            forbidden=self.forbidden | _forbidden(schema),
            closed=_closed(self.closed, schema),
            properties=_properties(self.properties, schema),
            seen=self.seen | {id(schema)},
        )


def _types(schema: Mapping[str, Any]) -> frozenset[str]:
    named = schema.get("type")
    listed = [named] if isinstance(named, str) else named
    if not isinstance(listed, list):
        return ALL_TYPES
    known = {each for each in listed if isinstance(each, str)}
    if "number" in known:
        known |= {"integer", "fraction"}
    # A type that JSON Schema does not know says nothing that can be relied on.
    return frozenset(known & ALL_TYPES) or ALL_TYPES


def _values(
    values: tuple[Any, ...] | None, schema: Mapping[str, Any]
) -> tuple[Any, ...] | None:
    for keyword in ("const", "enum"):
        if keyword not in schema:
            continue
        own = schema[keyword] if keyword == "enum" else [schema[keyword]]
        if not isinstance(own, list):
            continue
        if values is None:
            values = tuple(own)
        else:
            values = tuple(each for each in values if any(same(each, x) for x in own))
    return values


def same(left: object, right: object) -> bool:
    """Tell whether two values are equal in JSON, where true is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def _numbers(numbers: Range, schema: Mapping[str, Any]) -> Range:
    numbers = numbers.meet(schema.get("minimum"), schema.get("maximum"))
    return numbers.meet(schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum"))


def _exclusive(schema: Mapping[str, Any]) -> tuple[float, ...]:
    limits = (schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum"))
    return tuple(each for each in limits if _is_number(each))


def _multiples(schema: Mapping[str, Any]) -> tuple[float, ...]:
    own = schema.get("multipleOf")
    return (own,) if isinstance(own, int | float) and own > 0 else ()


def _texts(schema: Mapping[str, Any], keyword: str) -> tuple[str, ...]:
    own = schema.get(keyword)
    return (own,) if isinstance(own, str) else ()


def _schemas(schema: Mapping[str, Any], keyword: str) -> tuple[Schema, ...]:
    own = schema.get(keyword)
    return (own,) if isinstance(own, Mapping | bool) else ()


def _names(value: object) -> list[str]:
    if not isinstance(value, list):
        return []
    return [each for each in value if isinstance(each, str)]


def _forbidden(schema: Mapping[str, Any]) -> frozenset[str]:
    denied = schema.get("not")
    if isinstance(denied, Mapping) and set(denied) == {"required"}:
        names = _names(denied["required"])
        if len(names) == 1:
            return frozenset(names)
    return frozenset()


def _closed(
    closed: frozenset[str] | None, schema: Mapping[str, Any]
) -> frozenset[str] | None:
    if schema.get("additionalProperties") is not False or "patternProperties" in schema:
        return closed
    properties = schema.get("properties")
    names = frozenset(properties if isinstance(properties, Mapping) else ())
    return names if closed is None else closed & names


def _properties(
    known: Mapping[str, tuple[Schema, ...]], schema: Mapping[str, Any]
) -> Mapping[str, tuple[Schema, ...]]:
    own = schema.get("properties")
    if not isinstance(own, Mapping):
        return known
    merged = dict(known)
    for name, each in own.items():
        if isinstance(each, Mapping | bool):
            merged[name] = (*merged.get(name, ()), each)
    return merged
