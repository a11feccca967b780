"""The keywords of schemas, and what each of them may hold.

JSON Schema 2020-12 (core, validation), OpenAPI 3.0.4 section 4.7.24 and the OAS
base vocabulary of 3.1, with what earlier drafts of JSON Schema had instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum, auto
from math import isfinite
from typing import Any

JSON_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")


class Kind(Enum):
    """How a keyword is rewritten."""

    SCHEMA = auto()
    SCHEMAS = auto()
    SCHEMA_MAP = auto()
    COPIED = auto()
    TYPE = auto()
    ITEMS = auto()
    PATTERN = auto()
    REQUIRED = auto()
    DISCRIMINATOR = auto()
    LATER = auto()  # combined with other keywords when all have been read
    DROPPED = auto()  # says nothing about values


KINDS: dict[str, Kind] = {
    "$anchor": Kind.DROPPED,
    "$comment": Kind.DROPPED,
    "$defs": Kind.DROPPED,  # what is in it is reached by references
    "$dynamicAnchor": Kind.DROPPED,
    "$dynamicRef": Kind.LATER,
    "$id": Kind.DROPPED,
    "$recursiveAnchor": Kind.DROPPED,  # found from $recursiveRef
    "$recursiveRef": Kind.LATER,
    "$ref": Kind.LATER,
    "$schema": Kind.LATER,
    "$vocabulary": Kind.DROPPED,
    "additionalItems": Kind.LATER,
    "additionalProperties": Kind.SCHEMA,
    "allOf": Kind.SCHEMAS,
    "anyOf": Kind.SCHEMAS,
    "const": Kind.COPIED,
    "contains": Kind.SCHEMA,
    "contentEncoding": Kind.COPIED,
    "contentMediaType": Kind.COPIED,
    "contentSchema": Kind.SCHEMA,
    "default": Kind.COPIED,
    "definitions": Kind.DROPPED,
    "dependencies": Kind.LATER,
    "dependentRequired": Kind.COPIED,
    "dependentSchemas": Kind.SCHEMA_MAP,
    "deprecated": Kind.COPIED,
    "description": Kind.COPIED,
    "discriminator": Kind.DISCRIMINATOR,
    "else": Kind.SCHEMA,
    "enum": Kind.COPIED,
    "example": Kind.COPIED,
    "examples": Kind.COPIED,
    "exclusiveMaximum": Kind.LATER,
    "exclusiveMinimum": Kind.LATER,
    "externalDocs": Kind.DROPPED,
    "format": Kind.LATER,
    "if": Kind.SCHEMA,
    "items": Kind.ITEMS,
    "maxContains": Kind.COPIED,
    "maxItems": Kind.COPIED,
    "maxLength": Kind.COPIED,
    "maxProperties": Kind.COPIED,
    "maximum": Kind.LATER,
    "minContains": Kind.COPIED,
    "minItems": Kind.COPIED,
    "minLength": Kind.COPIED,
    "minProperties": Kind.COPIED,
    "minimum": Kind.LATER,
    "multipleOf": Kind.COPIED,
    "not": Kind.SCHEMA,
    "nullable": Kind.LATER,
    "oneOf": Kind.SCHEMAS,
    "pattern": Kind.PATTERN,
    "patternProperties": Kind.SCHEMA_MAP,
    "prefixItems": Kind.SCHEMAS,
    "properties": Kind.SCHEMA_MAP,
    "propertyNames": Kind.SCHEMA,
    "readOnly": Kind.COPIED,
    "required": Kind.REQUIRED,
    "then": Kind.SCHEMA,
    "title": Kind.COPIED,
    "type": Kind.TYPE,
    "unevaluatedItems": Kind.SCHEMA,
    "unevaluatedProperties": Kind.SCHEMA,
    "uniqueItems": Kind.COPIED,
    "writeOnly": Kind.COPIED,
    "xml": Kind.DROPPED,
}


def nearest_keyword(keyword: str) -> str | None:
    """Return the keyword that an unknown one may stand for, or None."""
    by_lower = {known.lower(): known for known in KINDS}
    near = _nearest(keyword.lower(), by_lower, cutoff=0.75)
    return None if near is None else by_lower[near]


def _nearest(word: str, known: Iterable[str], *, cutoff: float) -> str | None:
    from difflib import get_close_matches  # only a mistaken document needs it

    close = get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return close[0] if close else None


def misuse(keyword: str, value: Any) -> str | None:
    """Say what is wrong with the value of a keyword, or return None."""
    check = _CHECKS.get(keyword)
    return None if check is None else check(value)


def is_number(value: Any) -> bool:
    """Tell whether a value is a finite number, which a boolean is not."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and isfinite(value))


def _count(value: Any) -> str | None:
    whole = is_number(value) and value >= 0 and value == int(value)
    return None if whole else f"must be a whole number from 0 on, not {value!r}"


def _number(value: Any) -> str | None:
    return None if is_number(value) else f"must be a number, not {value!r}"


def _positive(value: Any) -> str | None:
    good = is_number(value) and value > 0
    return None if good else f"must be a number above 0, not {value!r}"


def _boolean(value: Any) -> str | None:
    return None if isinstance(value, bool) else f"must be true or false, not {value!r}"


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) else f"must be a string, not {value!r}"


def _list(value: Any) -> str | None:
    return None if isinstance(value, list) else f"must be a list, not {value!r}"


def _schemas(value: Any) -> str | None:
    good = isinstance(value, list) and bool(value)
    return None if good else "must be a list of at least one schema"


def _schema_map(value: Any) -> str | None:
    good = isinstance(value, dict)
    return None if good else f"must map names to schemas, not be {value!r}"


def _names(value: Any) -> str | None:
    good = isinstance(value, list) and all(isinstance(name, str) for name in value)
    return None if good else f"must be a list of names, not {value!r}"


def _dependent(value: Any) -> str | None:
    good = isinstance(value, dict) and not any(map(_names, value.values()))
    return None if good else "must map names to lists of names"


def _types(value: Any) -> str | None:
    names = value if isinstance(value, list) and value else [value]
    for name in names:
        if name not in JSON_TYPES:
            near = _nearest(str(name), JSON_TYPES, cutoff=0.6)
            hint = "" if near is None else f"; did you mean {near!r}?"
            return f"{name!r} is not one of {', '.join(JSON_TYPES)}{hint}"
    return None


_CHECKS: dict[str, Callable[[Any], str | None]] = {
    "$dynamicRef": _text,
    "$ref": _text,
    "$schema": _text,
    "allOf": _schemas,
    "anyOf": _schemas,
    "contentEncoding": _text,
    "contentMediaType": _text,
    "dependentRequired": _dependent,
    "dependentSchemas": _schema_map,
    "deprecated": _boolean,
    "enum": _list,
    "format": _text,
    "maxContains": _count,
    "maxItems": _count,
    "maxLength": _count,
    "maxProperties": _count,
    "maximum": _number,
    "minContains": _count,
    "minItems": _count,
    "minLength": _count,
    "minProperties": _count,
    "minimum": _number,
    "multipleOf": _positive,
    "nullable": _boolean,
    "oneOf": _schemas,
    "pattern": _text,
    "patternProperties": _schema_map,
    "prefixItems": _schemas,
    "properties": _schema_map,
    "readOnly": _boolean,
    "required": _names,
    "type": _types,
    "uniqueItems": _boolean,
    "writeOnly": _boolean,
}
