"""Words for people: what each keyword of JSON Schema expects.

One small function a keyword, in a table at the foot. Each takes the error of
the validator and returns a message without a subject, such as ``must have at
most 3 items (got 4)``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from mockserver.openapi.violations import listed, shown

TYPE_NAMES = {
    "array": "an array",
    "boolean": "true or false",
    "integer": "an integer",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}

_FORMATS = {
    "base64url": "base64url text",
    "byte": "base64 text",
    "date": "a date such as 2026-01-31",
    "date-time": "a date and time such as 2026-01-31T12:00:00Z",
    "duration": "a duration such as P1DT12H",
    "email": "an e-mail address",
    "hostname": "a host name",
    "idn-email": "an e-mail address",
    "idn-hostname": "a host name",
    "ipv4": "an IPv4 address",
    "ipv6": "an IPv6 address",
    "iri": "an absolute IRI",
    "iri-reference": "an IRI reference",
    "json-pointer": "a JSON pointer",
    "regex": "a regular expression",
    "relative-json-pointer": "a relative JSON pointer",
    "time": "a time with its offset, such as 12:00:00Z",
    "uri": "an absolute URI",
    "uri-reference": "a URI reference",
    "uri-template": "a URI template",
    "uuid": "a UUID",
}


def word(keyword: str, error: Any) -> str:
    """Return the message for an error of the validator."""
    make = _WORDS.get(keyword)
    return make(error) if make is not None else f"breaks {keyword}: {error.message}"


def type_names(types: Iterable[str]) -> str:
    """Return JSON types as people name them: ``a string or null``."""
    ordered = sorted(types, key=lambda name: (name == "null", name))
    names = [TYPE_NAMES[name] for name in ordered]
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"


def kind_of(value: Any) -> str:
    """Say what a value is: its text if it is a string, else its type."""
    if isinstance(value, str):
        return shown(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "an object"
    return "an array" if isinstance(value, list) else "a number"


def wrong_type(types: Iterable[str], value: Any) -> str:
    """Return the message for a value of another type than those wanted."""
    return f"must be {type_names(types)} (got {kind_of(value)})"


def wrong_choice(options: list[Any], value: Any) -> str:
    """Return the message for a value that is none of the options."""
    if not options:
        return "can have no value: the document lists none"
    lead = "must be" if len(options) == 1 else "must be one of"
    names = listed(options, last="or" if len(options) == 2 else "and", most=30)
    if len(options) > 2:
        names = ", ".join(shown(option) for option in options[:30])
        names += f", and {len(options) - 30} more" if len(options) > 30 else ""
    return f"{lead} {names} (got {shown(value)})"


def _plural(count: Any, noun: str, nouns: str) -> str:
    return f"{count} {noun if count == 1 else nouns}"


def _size(lead: str, noun: str, nouns: str) -> Callable[[Any], str]:
    def make(error: Any) -> str:
        amount = _plural(error.kind.limit, noun, nouns)
        return f"must have {lead} {amount} (got {len(error.instance)})"

    return make


def _limit(lead: str) -> Callable[[Any], str]:
    def make(error: Any) -> str:
        return f"must be {lead} {shown(error.kind.limit)} (got {shown(error.instance)})"

    return make


def _type(error: Any) -> str:
    return wrong_type(error.kind.types, error.instance)


def _enum(error: Any) -> str:
    return wrong_choice(error.kind.options, error.instance)


def _const(error: Any) -> str:
    return wrong_choice([error.kind.expected_value], error.instance)


def _format(error: Any) -> str:
    name = error.kind.format
    wanted = _FORMATS.get(name, f"of the format {name!r}")
    return f"must be {wanted} (got {shown(error.instance)})"


def _pattern(error: Any) -> str:
    if not hasattr(error.kind, "pattern"):
        return f"cannot be matched with the pattern: {error.message}"
    return f"must match the pattern {error.kind.pattern} (got {shown(error.instance)})"


def _multiple_of(error: Any) -> str:
    step = shown(error.kind.multiple_of)
    return f"must be a multiple of {step} (got {shown(error.instance)})"


def _unique_items(error: Any) -> str:
    seen: dict[str, int] = {}
    for index, item in enumerate(error.instance):
        first = seen.setdefault(json.dumps(item, sort_keys=True), index)
        if first != index:
            return f"must have no item twice (items {first} and {index} are equal)"
    return "must have no item twice"


def _contains(error: Any) -> str:
    return "must contain an item that the document asks for"


def _few_contained(error: Any) -> str:
    return "contains too few of the items that the document asks for"


def _many_contained(error: Any) -> str:
    return "contains too many of the items that the document limits"


def _not(error: Any) -> str:
    return f"must not match {shown(error.kind.schema)}"


def _required(error: Any) -> str:
    return "is required"


def _content_encoding(error: Any) -> str:
    return f"must be {error.kind.content_encoding} text"


def _content_media_type(error: Any) -> str:
    return f"must hold {error.kind.content_media_type}"


_WORDS: dict[str, Callable[[Any], str]] = {
    "const": _const,
    "contains": _contains,
    "contentEncoding": _content_encoding,
    "contentMediaType": _content_media_type,
    "enum": _enum,
    "exclusiveMaximum": _limit("less than"),
    "exclusiveMinimum": _limit("greater than"),
    "format": _format,
    "maxContains": _many_contained,
    "maxItems": _size("at most", "item", "items"),
    "maxLength": _size("at most", "character", "characters"),
    "maxProperties": _size("at most", "property", "properties"),
    "maximum": _limit("at most"),
    "minContains": _few_contained,
    "minItems": _size("at least", "item", "items"),
    "minLength": _size("at least", "character", "characters"),
    "minProperties": _size("at least", "property", "properties"),
    "minimum": _limit("at least"),
    "multipleOf": _multiple_of,
    "not": _not,
    "pattern": _pattern,
    "required": _required,
    "type": _type,
    "uniqueItems": _unique_items,
}
