"""Rules for what a schema asserts of single values: bounds, formats, null."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockserver.openapi.formats import BOUNDS, FORMAT_OF_ENCODING
from mockserver.openapi.keywords import is_number
from mockserver.openapi.references import Place
from mockserver.openapi.surroundings import Schema, Surroundings

_COMBINING = frozenset(
    {"$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if", "const"}
)
_ANNOTATIONS = frozenset(
    {
        "default",
        "deprecated",
        "description",
        "example",
        "examples",
        "readOnly",
        "title",
        "writeOnly",
    }
)
# RFC 2045, section 6.2: these leave the content as it is.
_PLAIN_ENCODINGS = frozenset({"7bit", "8bit", "binary"})


def bound_rule(side: str, exclusive: str) -> Callable[..., None]:
    """Make a function that rewrites ``minimum`` or ``maximum`` and its exclusion."""

    def finish(place: Place, schema: dict[str, Any], around: Surroundings) -> None:
        limit = place.value.get(side)
        excluded = place.value.get(exclusive)
        if isinstance(excluded, bool):
            if not around.is_3_0:
                message = f"a boolean {exclusive} is OpenAPI 3.0; read as there"
                around.notify(place.child(exclusive), message)
            if excluded and limit is None:
                around.notify(place.child(exclusive), f"means nothing without {side}")
            if limit is not None:
                schema[exclusive if excluded else side] = limit
            return
        if limit is not None:
            schema[side] = limit
        if excluded is not None:
            if not is_number(excluded):
                raise place.child(exclusive).error(
                    f"must be a number, not {excluded!r}"
                )
            schema[exclusive] = excluded

    return finish


def encoding_rule(place: Place, schema: dict[str, Any], around: Surroundings) -> None:
    """Assert a ``contentEncoding`` by a format that is checked."""
    encoding = schema["contentEncoding"]
    if encoding.lower() in _PLAIN_ENCODINGS:
        return
    asserted = FORMAT_OF_ENCODING.get(encoding.lower())
    if asserted is None:
        message = f"the encoding {encoding!r} is not checked; base64 and base64url are"
        around.notify(place.child("contentEncoding"), message)
    elif "format" in schema and schema["format"] != asserted:
        schema.setdefault("allOf", []).append({"format": asserted})
    else:
        schema["format"] = asserted


def format_rule(place: Place, schema: dict[str, Any], around: Surroundings) -> None:
    """Keep a format; the width of a number becomes bounds."""
    schema["format"] = place.value["format"]
    bounds = BOUNDS.get(place.value["format"])
    if bounds is None:
        return
    least, greatest = bounds
    if schema.get("minimum", least) <= least and "exclusiveMinimum" not in schema:
        schema["minimum"] = least
    if schema.get("maximum", greatest) >= greatest and "exclusiveMaximum" not in schema:
        schema["maximum"] = greatest


def with_null(schema: dict[str, Any]) -> Schema:
    """Let a schema accept null as well, as its author meant it.

    OpenAPI 3.0.3 says that ``nullable`` adds null to ``type`` only, which leaves
    ``nullable: true`` beside ``allOf`` or an ``enum`` without null void. Authors
    write both for "or null", so both are read as that.
    """
    if _COMBINING.isdisjoint(schema):
        types = schema.get("type")
        if types is not None:
            listed = types if isinstance(types, list) else [types]
            schema["type"] = listed if "null" in listed else [*listed, "null"]
        if "enum" in schema and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]
        return schema
    # The dict itself becomes the branch: notes have been taken of its identity.
    outer = {key: schema.pop(key) for key in list(schema) if key in _ANNOTATIONS}
    return {**outer, "anyOf": [schema, {"type": "null"}]}
