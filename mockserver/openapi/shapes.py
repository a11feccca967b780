"""Shapes: the JSON types that a schema accepts, to read values from text.

A parameter is a text; whether ``5`` is a number or a string is known from its
schema. A shape is what that takes, worked out when the document is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mockserver.openapi.surroundings import Schema

ALL_TYPES = frozenset(
    {"array", "boolean", "integer", "null", "number", "object", "string"}
)
_DEEPEST = 12
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_MOST_DIGITS = 4300  # what int() converts without complaint


@dataclass(frozen=True)
class Shape:
    """What texts under a schema may stand for.

    ``types`` are JSON types. The shapes of items and properties are worked out
    when they are first needed: a schema may contain itself.
    """

    schema: Schema
    types: frozenset[str]
    resolve: Callable[[str], Schema] = field(repr=False)
    accepts: Callable[[Schema, Any], bool] = field(repr=False)

    @cached_property
    def properties(self) -> Mapping[str, Shape]:
        """The shapes of the properties that the schema names."""
        return {
            name: shape_of(schema, self.resolve, self.accepts)
            for name, schema in _gather(self.schema, "properties", self.resolve).items()
        }

    @cached_property
    def has_open_properties(self) -> bool:
        """Whether the schema says outright that further properties may come."""
        return any(
            extra is not False
            for extra in _keyword(self.schema, "additionalProperties", self.resolve)
        )

    @cached_property
    def items(self) -> Shape:
        """The shape of the items of an array."""
        found = _keyword(self.schema, "items", self.resolve)
        return shape_of(found[0] if found else True, self.resolve, self.accepts)

    @property
    def is_structured(self) -> bool:
        """Whether arrays or objects are meant rather than single values."""
        return self.is_array or self.is_object

    @property
    def is_array(self) -> bool:
        """Whether an array is meant."""
        return "array" in self.types and self.types != ALL_TYPES

    @property
    def is_object(self) -> bool:
        """Whether an object is meant, and no array."""
        return "object" in self.types and not self.is_array and self.types != ALL_TYPES

    @property
    def is_ambiguous(self) -> bool:
        """Whether an array or object is meant, but a single value may come."""
        return self.is_structured and not self.types <= {"array", "object"}

    def property_shape(self, name: str) -> Shape:
        """Return the shape of a property, named by the schema or not."""
        known = self.properties.get(name)
        if known is not None:
            return known
        extra = _keyword(self.schema, "additionalProperties", self.resolve)
        return shape_of(extra[0] if extra else True, self.resolve, self.accepts)

    def scalar(self, text: str) -> Any:
        """Return what a text stands for.

        An integer is written as in JSON: no plus sign, leading zeros, spaces or
        fraction. A text that stands for none of the types is returned as it is,
        and fails validation. If it may stand for several things, the first that
        is valid is taken: number, boolean, null, string.
        """
        types = self.types
        if types == {"string"} or types == ALL_TYPES:
            return text
        candidates = list(_candidates(text, types))
        if len(candidates) == 1:
            return candidates[0]
        for candidate in candidates:
            if self.accepts(self.schema, candidate):
                return candidate
        return candidates[0] if candidates else text


def _candidates(text: str, types: frozenset[str]) -> list[Any]:
    found: list[Any] = []
    if "integer" in types and _INTEGER.fullmatch(text) and len(text) <= _MOST_DIGITS:
        found.append(int(text))
    elif "number" in types and _NUMBER.fullmatch(text) and len(text) <= _MOST_DIGITS:
        number = int(text) if _INTEGER.fullmatch(text) else float(text)
        if abs(number) != float("inf"):
            found.append(number)
    if "boolean" in types and text in {"true", "false"}:
        found.append(text == "true")
    if "null" in types and text in {"null", ""}:
        found.append(None)
    if "string" in types:
        found.append(text)
    return found


def shape_of(
    schema: Schema,
    resolve: Callable[[str], Schema],
    accepts: Callable[[Schema, Any], bool],
) -> Shape:
    """Return the shape of a schema; ``resolve`` and ``accepts`` are its set's."""
    return Shape(schema, types_of(schema, resolve), resolve, accepts)


def types_of(
    schema: Schema, resolve: Callable[[str], Schema], *, depth: int = 0
) -> frozenset[str]:
    """Return the JSON types that a schema can accept, all if it does not say."""
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return ALL_TYPES
    types = ALL_TYPES
    if "type" in schema:
        named = schema["type"]
        types = frozenset(named if isinstance(named, list) else [named])
    if "$ref" in schema:
        types = _both(
            types, types_of(resolve(schema["$ref"]), resolve, depth=depth + 1)
        )
    for member in schema.get("allOf", ()):
        types = _both(types, types_of(member, resolve, depth=depth + 1))
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            branches = (
                types_of(one, resolve, depth=depth + 1) for one in schema[keyword]
            )
            types = _both(types, frozenset().union(*branches))
    values = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if values is not None and types == ALL_TYPES:
        types = frozenset(map(_type_of, values))
    return types


def _both(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    common = left & right
    if "integer" in (left ^ right) and "number" in left | right:
        common |= {"integer"}
    return common


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    return _TYPES[type(value)]


_TYPES: dict[type, str] = {
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def _keyword(
    schema: Schema, keyword: str, resolve: Callable[[str], Schema], *, depth: int = 0
) -> list[Any]:
    """Return the values of a keyword in a schema and what it is made of."""
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return []
    found = [schema[keyword]] if keyword in schema else []
    parts = [
        *schema.get("allOf", ()),
        *schema.get("anyOf", ()),
        *schema.get("oneOf", ()),
    ]
    if "$ref" in schema:
        parts.append(resolve(schema["$ref"]))
    for part in parts:
        found += _keyword(part, keyword, resolve, depth=depth + 1)
    return found


def _gather(
    schema: Schema, keyword: str, resolve: Callable[[str], Schema]
) -> dict[str, Any]:
    gathered: dict[str, Any] = {}
    for members in reversed(_keyword(schema, keyword, resolve)):
        gathered.update(members)
    return gathered


def default_of(schema: Schema, resolve: Callable[[str], Schema]) -> list[Any]:
    """Return the default of a schema in a list, or an empty list.

    It may stand behind references and in members of ``allOf``.
    """
    depth = 0
    while isinstance(schema, dict) and depth <= _DEEPEST:
        if "default" in schema:
            return [schema["default"]]
        members = [
            member["default"]
            for member in schema.get("allOf", ())
            if isinstance(member, dict) and "default" in member
        ]
        if members:
            return members[:1]
        if "$ref" in schema:
            schema = resolve(schema["$ref"])
        elif len(schema.get("allOf", ())) == 1:
            schema = schema["allOf"][0]
        else:
            return []
        depth += 1
    return []
