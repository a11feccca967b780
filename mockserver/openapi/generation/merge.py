"""Merging: schemas that all hold become one shape.

Types and enumerations are intersected, bounds narrowed, properties gathered,
one small function a keyword.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from mockserver.openapi.generation.json_equality import fingerprint, intersection
from mockserver.openapi.generation.pattern import ENDLESS
from mockserver.openapi.generation.shape import (
    TYPES,
    Contained,
    Items,
    Properties,
    Schema,
    Shape,
)


def merge(schemas: Sequence[Mapping[str, Any]]) -> Shape:
    """Merge schemas that all hold; choices in them are taken as made."""
    shape = Shape(types=list(TYPES))
    typed: list[str] | None = None
    for schema in schemas:
        if "type" in schema:
            allowed = _expanded(schema["type"])
            typed = [t for t in typed if t in allowed] if typed is not None else allowed
        for keyword, value in schema.items():
            if keyword in _MERGERS:
                _MERGERS[keyword](shape, value, schema)
            elif keyword in _DOUBTFUL:
                shape.doubtful = True
    shape.types = typed if typed is not None else _likely_types(schemas)
    if len(shape.patterns) + len(shape.formats) > 1 or shape.excluded:
        shape.doubtful = True
    if shape.values is not None:
        shape.values = [v for v in shape.values if _has_type(v, shape.types)]
        shape.doubtful = shape.doubtful or any(_ASSERTING & s.keys() for s in schemas)
    return shape


def json_type(value: Any) -> str:
    """Return the most specific JSON Schema type of a value."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, float) and value.is_integer():
        return "integer"
    return _PYTHON_TYPES.get(type(value), "null")


def _has_type(value: Any, types: Sequence[str]) -> bool:
    name = json_type(value)
    return name in types or (name == "integer" and "number" in types)


def _expanded(types: str | Sequence[str]) -> list[str]:
    """Return the listed types, null last; a number may be an integer too."""
    listed = [types] if isinstance(types, str) else list(types)
    if "number" in listed and "integer" not in listed:
        listed.append("integer")
    return sorted(listed, key="null".__eq__)


def _likely_types(schemas: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return all types, those first that the other keywords speak of."""
    spoken = [
        name
        for name, keywords in _KEYWORDS_OF_TYPE.items()
        if any(keywords & schema.keys() for schema in schemas)
    ]
    return spoken + [name for name in TYPES if name not in spoken]


def _merge_values(shape: Shape, values: Sequence[Any], _: Mapping[str, Any]) -> None:
    known = shape.values
    shape.values = list(values) if known is None else intersection(known, values)


def _merge_not(shape: Shape, schema: Schema, _: Mapping[str, Any]) -> None:
    shape.doubtful = True
    if not isinstance(schema, Mapping) or len(schema) != 1:
        return
    if "enum" in schema:
        shape.excluded.update(map(fingerprint, schema["enum"]))
    elif "const" in schema:
        shape.excluded.add(fingerprint(schema["const"]))


def _merge_properties(shape: Shape, _: Any, schema: Mapping[str, Any]) -> None:
    part = Properties(
        schema.get("properties", {}),
        schema.get("patternProperties", {}),
        schema.get("additionalProperties", True),
    )
    if part not in shape.properties:
        shape.properties.append(part)


def _merge_items(shape: Shape, _: Any, schema: Mapping[str, Any]) -> None:
    part = Items(schema.get("prefixItems", ()), schema.get("items", True))
    if part not in shape.items:
        shape.items.append(part)


def _merge_contains(shape: Shape, item: Schema, schema: Mapping[str, Any]) -> None:
    fewest = math.ceil(schema.get("minContains", 1))
    most = math.floor(schema.get("maxContains", ENDLESS))
    shape.contained.append(Contained(item, fewest, most))
    shape.doubtful = True


def _merge_unique(shape: Shape, unique: bool, _: Mapping[str, Any]) -> None:
    shape.unique = shape.unique or unique
    shape.doubtful = True


def _merge_format(shape: Shape, name: str, _: Mapping[str, Any]) -> None:
    limits = _INTEGER_FORMATS.get(name)
    if limits is not None:
        shape.bounds.raise_low(Fraction(limits[0]), is_open=False)
        shape.bounds.lower_high(Fraction(limits[1]), is_open=False)
    if name not in shape.formats:
        shape.formats.append(name)


def _merge_encoding(shape: Shape, name: str, _: Mapping[str, Any]) -> None:
    shape.encoding = name


def _merge_media_type(shape: Shape, name: str, _: Mapping[str, Any]) -> None:
    shape.media_type = name


def _merge_pattern(shape: Shape, pattern: str, _: Mapping[str, Any]) -> None:
    if pattern not in shape.patterns:
        shape.patterns.append(pattern)


def _merge_required(shape: Shape, names: list[str], _: Mapping[str, Any]) -> None:
    shape.required.update(dict.fromkeys(names))


def _merge_names(shape: Shape, schema: Schema, _: Mapping[str, Any]) -> None:
    shape.names.append(schema)
    shape.doubtful = True


def _merge_companions(
    shape: Shape, names: Mapping[str, list[str]], _: Mapping[str, Any]
) -> None:
    for name, others in names.items():
        shape.companions.setdefault(name, []).extend(others)


def _merge_multiple(shape: Shape, step: float, _: Mapping[str, Any]) -> None:
    shape.bounds.narrow_step(exact(step))
    shape.doubtful = shape.doubtful or not float(step).is_integer()


def _merge_loose_properties(shape: Shape, schema: Schema, _: Mapping[str, Any]) -> None:
    shape.unevaluated_properties.append(schema)
    shape.doubtful = True


def _merge_loose_items(shape: Shape, schema: Schema, _: Mapping[str, Any]) -> None:
    shape.unevaluated_items.append(schema)
    shape.doubtful = True


def exact(number: float) -> Fraction:
    """Return a number as it is written: 0.1 is a tenth."""
    return Fraction(str(number))


_PYTHON_TYPES: dict[type, str] = {
    str: "string",
    int: "integer",
    float: "number",
    dict: "object",
    list: "array",
}

_INTEGER_FORMATS = {
    "int8": (-(2**7), 2**7 - 1),
    "uint8": (0, 2**8 - 1),
    "int16": (-(2**15), 2**15 - 1),
    "uint16": (0, 2**16 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "uint32": (0, 2**32 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint64": (0, 2**64 - 1),
    "uint": (0, 2**64 - 1),
}
"""Formats of the OpenAPI registry that are bounds; they bind numbers alone."""

_KEYWORDS_OF_TYPE: dict[str, frozenset[str]] = {
    "object": frozenset(
        [
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "dependentRequired",
            "dependentSchemas",
            "unevaluatedProperties",
            "discriminator",
        ]
    ),
    "array": frozenset(
        [
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "uniqueItems",
            "contains",
            "minContains",
            "maxContains",
            "unevaluatedItems",
        ]
    ),
    "integer": frozenset(
        ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
    ),
    "string": frozenset(
        ["minLength", "maxLength", "pattern", "format", "contentEncoding"]
    ),
}

_ASSERTING = frozenset[str]().union(*_KEYWORDS_OF_TYPE.values())

_DOUBTFUL = frozenset(
    {"oneOf", "if", "dependentSchemas", "$dynamicRef", "$recursiveRef"}
)
"""Choices whose other side has to fail, and what is not followed exactly."""

_MERGERS: dict[str, Callable[[Shape, Any, Mapping[str, Any]], None]] = {
    "const": lambda shape, value, schema: _merge_values(shape, [value], schema),
    "enum": _merge_values,
    "not": _merge_not,
    "minimum": lambda s, v, _: s.bounds.raise_low(exact(v), is_open=False),
    "maximum": lambda s, v, _: s.bounds.lower_high(exact(v), is_open=False),
    "exclusiveMinimum": lambda s, v, _: s.bounds.raise_low(exact(v), is_open=True),
    "exclusiveMaximum": lambda s, v, _: s.bounds.lower_high(exact(v), is_open=True),
    "multipleOf": _merge_multiple,
    "minLength": lambda s, v, _: s.length.raise_low(v),
    "maxLength": lambda s, v, _: s.length.lower_high(v),
    "pattern": _merge_pattern,
    "format": _merge_format,
    "contentEncoding": _merge_encoding,
    "contentMediaType": _merge_media_type,
    "properties": _merge_properties,
    "patternProperties": _merge_properties,
    "additionalProperties": _merge_properties,
    "minProperties": lambda s, v, _: s.size.raise_low(v),
    "maxProperties": lambda s, v, _: s.size.lower_high(v),
    "required": _merge_required,
    "propertyNames": _merge_names,
    "dependentRequired": _merge_companions,
    "unevaluatedProperties": _merge_loose_properties,
    "items": _merge_items,
    "prefixItems": _merge_items,
    "minItems": lambda s, v, _: s.count.raise_low(v),
    "maxItems": lambda s, v, _: s.count.lower_high(v),
    "uniqueItems": _merge_unique,
    "contains": _merge_contains,
    "unevaluatedItems": _merge_loose_items,
}
