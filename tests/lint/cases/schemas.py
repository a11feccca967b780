"""Schemas that contradict themselves, and values that break their schemas."""

from __future__ import annotations

from tests.lint.documents import (
    THING,
    Case,
    Json,
    asking,
    replying,
    strings,
    taking,
)

_FULL = {
    "type": "object",
    "required": ["id", "data"],
    "properties": strings("id", "data"),
}
_BRIEF = {"type": "object", "required": ["id"], "properties": strings("id")}
_CLOSED = _BRIEF | {"additionalProperties": False}


def _either(*branches: Json) -> Json:
    return replying({"oneOf": list(branches)})


def _limit(**schema: Json) -> Json:
    return {"name": "limit", "in": "query", "schema": {"type": "integer"} | schema}


CASES = (
    Case(
        "one-of-overlap",
        f"{THING}/oneOf",
        _either(_FULL, _BRIEF),
        _either(_FULL, _CLOSED),
    ),
    Case(
        "one-of-overlap",
        f"{THING}/oneOf",
        _either({"type": "integer"}, {"type": "number"}),
        _either({"type": "integer"}, {"type": "string"}),
    ),
    Case(
        "one-of-overlap",
        f"{THING}/oneOf",
        _either({"type": "string", "minLength": 2}, {"type": "string", "maxLength": 5}),
        _either({"type": "string", "minLength": 6}, {"type": "string", "maxLength": 5}),
    ),
    Case(
        "one-of-overlap",
        f"{THING}/oneOf",
        _either({"type": "string", "pattern": "^a"}, {"enum": ["ab", "c"]}),
        _either({"type": "string", "pattern": "^a"}, {"enum": ["b", "c"]}),
    ),
    Case(
        "unsatisfiable-schema",
        THING,
        replying({"allOf": [_CLOSED, {"required": ["data"]}]}),
        replying(
            {"allOf": [_BRIEF, {"required": ["data"], "properties": strings("data")}]}
        ),
    ),
    Case(
        "unsatisfiable-schema",
        THING,
        replying({"type": "integer", "minimum": 5, "maximum": 4}),
        replying({"type": "integer", "minimum": 5, "maximum": 5}),
    ),
    Case(
        "unsatisfiable-schema",
        THING,
        taking({"type": "object", "required": ["a"], "additionalProperties": False}),
        taking({"type": "object", "required": ["a"]}),
    ),
    Case(
        "unsatisfiable-schema",
        THING,
        replying({"anyOf": [{"type": "string"}, {"type": "null"}], "type": "integer"}),
        replying(
            {"anyOf": [{"type": "string"}, {"type": "integer"}], "type": "integer"}
        ),
    ),
    Case(
        "required-undeclared",
        f"{THING}/required",
        replying(
            {"type": "object", "required": ["nmae"], "properties": strings("name")}
        ),
        replying(
            {"type": "object", "required": ["name"], "properties": strings("name")}
        ),
    ),
    Case(
        "default-refused",
        "/paths/~1things/get/parameters/0/schema/default",
        asking(_limit(maximum=100, default=200)),
        asking(_limit(maximum=100, default=100)),
    ),
    Case(
        "default-on-required",
        "/paths/~1things/get/parameters/0",
        asking(_limit(default=20) | {"required": True}),
        asking(_limit(default=20)),
    ),
    Case(
        "example-refused",
        f"{THING}/example",
        replying({"type": "string", "maxLength": 3, "example": "long"}),
        replying({"type": "string", "maxLength": 4, "example": "long"}),
    ),
    Case(
        "example-refused",
        f"{THING}/examples/1",
        replying(
            {
                "type": "string",
                "format": "uuid",
                "examples": ["0" * 8 + "-0000" * 3 + "-" + "0" * 12, "7"],
            }
        ),
        replying({"type": "string", "examples": ["7"]}),
    ),
    Case(
        "enum-duplicate",
        f"{THING}/enum",
        replying({"enum": ["a", "b", "a"]}),
        replying({"enum": [1, True, "1"]}),
    ),
    Case(
        "enum-wrong-type",
        f"{THING}/enum",
        replying({"type": "integer", "enum": [1, "2"]}),
        replying({"type": "integer", "enum": [1, 2.0]}),
    ),
)
