"""Every keyword of JSON Schema 2020-12 that constrains a value is honoured."""

from __future__ import annotations

from typing import Any

import pytest

from tests.openapi.generation_rig import generator, is_valid

OBJECT: dict[str, Any] = {"type": "object"}
AB = {"properties": {"a": {"type": "string"}, "b": {"type": "string"}}}

NUMBERS: dict[str, Any] = {
    "integers between fractions": {"type": "integer", "minimum": 1.5, "maximum": 2.2},
    "a tiny range": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1e-9},
    "a single cent": {"multipleOf": 0.01, "minimum": 0.07, "maximum": 0.07},
    "tenths": {"type": "number", "multipleOf": 0.1},
    "two steps": {"allOf": [{"multipleOf": 6}, {"multipleOf": 4}], "type": "integer"},
    "a fractional step of integers": {"type": "integer", "multipleOf": 2.5},
    "far below": {"type": "integer", "maximum": -(10**15)},
    "int64": {"type": "integer", "format": "int64", "minimum": 2**62},
    "int32": {"type": "integer", "format": "int32", "exclusiveMinimum": 2**31 - 2},
    "huge": {"type": "number", "minimum": 1e300},
    "exclusive integers": {
        "type": "integer",
        "exclusiveMinimum": 4,
        "exclusiveMaximum": 6,
    },
    "no even ones": {"type": "integer", "not": {"multipleOf": 2}},
    "excluded ones": {
        "type": "integer",
        "minimum": 1,
        "maximum": 3,
        "not": {"enum": [1, 2]},
    },
}
STRINGS: dict[str, Any] = {
    "very long": {"type": "string", "minLength": 100_000},
    "empty": {"type": "string", "maxLength": 0},
    "one character": {"type": "string", "minLength": 1, "maxLength": 1},
    "pattern and length": {"type": "string", "pattern": "^[a-z]+$", "minLength": 50},
    "two patterns": {"type": "string", "allOf": [{"pattern": "a"}, {"pattern": "b$"}]},
    "short email": {"type": "string", "format": "email", "maxLength": 8},
    "long email": {"type": "string", "format": "email", "minLength": 100},
    "long uri": {"type": "string", "format": "uri", "minLength": 300},
    "long hostname": {"type": "string", "format": "hostname", "minLength": 100},
    "long date-time": {"type": "string", "format": "date-time", "minLength": 25},
    "email of a company": {
        "type": "string",
        "format": "email",
        "pattern": "@company\\.com$",
    },
    "milliseconds": {"type": "string", "format": "date-time", "pattern": "\\.\\d{3}Z$"},
    "secure uri": {"type": "string", "format": "uri", "pattern": "^https://"},
    "long base64": {"type": "string", "contentEncoding": "base64", "minLength": 1000},
    "not a pattern": {"type": "string", "not": {"pattern": "^[a-g]"}},
}
ARRAYS: dict[str, Any] = {
    "many": {"type": "array", "items": {"type": "integer"}, "minItems": 2000},
    "none": {"type": "array", "items": {"type": "string"}, "maxItems": 0},
    "no item possible": {"type": "array", "items": False},
    "unique integers": {
        "items": {"type": "integer"},
        "minItems": 300,
        "uniqueItems": True,
    },
    "both booleans": {"items": {"type": "boolean"}, "minItems": 2, "uniqueItems": True},
    "all of an enum": {
        "items": {"enum": [*range(30)]},
        "minItems": 30,
        "uniqueItems": True,
    },
    "1 and true differ": {
        "items": {"enum": [1, True]},
        "minItems": 2,
        "uniqueItems": True,
    },
    "prefix": {
        "prefixItems": [{"type": "string"}, {"type": "integer"}],
        "items": False,
        "minItems": 2,
    },
    "contains": {"type": "array", "contains": {"type": "string"}},
    "contains some": {
        "items": {"type": "integer"},
        "contains": {"const": 5},
        "minContains": 2,
        "maxContains": 3,
        "minItems": 6,
    },
    "contains one": {
        "items": {**OBJECT, "properties": {"main": {"type": "boolean"}}},
        "contains": {
            **OBJECT,
            "required": ["main"],
            "properties": {"main": {"const": True}},
        },
        "maxContains": 1,
        "minItems": 3,
    },
    "unevaluated": {
        "type": "array",
        "prefixItems": [{"type": "string"}],
        "unevaluatedItems": False,
    },
}
OBJECTS: dict[str, Any] = {
    "required without properties": {**OBJECT, "required": ["a"]},
    "least": {**OBJECT, "minProperties": 5},
    "most": {**OBJECT, **AB, "required": ["b"], "maxProperties": 1},
    "more of a type": {
        **OBJECT,
        "properties": {"a": {"type": "integer"}},
        "required": ["a"],
        "additionalProperties": {"type": "string"},
        "minProperties": 4,
    },
    "false property": {**OBJECT, "properties": {"a": False, "b": {"type": "string"}}},
    "names by pattern": {
        **OBJECT,
        "minProperties": 3,
        "propertyNames": {"pattern": "^[a-z]{3}$"},
    },
    "names by enum": {
        **OBJECT,
        "propertyNames": {"enum": ["a", "b"]},
        "minProperties": 2,
    },
    "pattern properties": {
        **OBJECT,
        "patternProperties": {"^x-": {"type": "integer"}},
        "additionalProperties": False,
        "minProperties": 3,
    },
    "pattern and name": {
        **OBJECT,
        "properties": {"x-a": {"minimum": 3}},
        "patternProperties": {"^x-": {"type": "integer", "maximum": 4}},
        "required": ["x-a"],
    },
    "dependent required": {**OBJECT, **AB, "dependentRequired": {"a": ["c"]}},
    "dependent required, impossible": {
        **OBJECT,
        **AB,
        "dependentRequired": {"a": ["c"]},
        "additionalProperties": False,
    },
    "dependent schemas": {
        **OBJECT,
        **AB,
        "dependentSchemas": {
            "a": {"required": ["b"], "properties": {"b": {"const": "z"}}}
        },
    },
    "unevaluated": {
        "allOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}],
        "unevaluatedProperties": False,
        "required": ["a", "b"],
        **OBJECT,
    },
}
COMBINED: dict[str, Any] = {
    "merged bounds": {"allOf": [{"minimum": 3}, {"maximum": 3}], "type": "integer"},
    "merged enums": {
        "allOf": [{"enum": [1, 2, "x"]}, {"enum": [2.0, "x"]}],
        "type": "integer",
    },
    "merged properties": {
        "allOf": [
            {**OBJECT, "properties": {"a": {"type": ["string", "integer"]}}},
            {
                **OBJECT,
                "properties": {"a": {"type": ["integer", "null"]}},
                "required": ["a"],
            },
        ]
    },
    "common type of choices": {
        "allOf": [
            {"anyOf": [{"type": "string"}, {"type": "integer"}]},
            {"anyOf": [{"type": "integer"}, {"type": "boolean"}]},
            {"anyOf": [{"type": "null"}, {"type": "integer"}]},
        ]
    },
    "last of many branches": {
        "allOf": [
            {
                "oneOf": [
                    {"properties": {"t": {"const": n}}, "required": ["t"]}
                    for n in range(30)
                ]
            },
            {"properties": {"t": {"const": 29}}},
        ],
        **OBJECT,
    },
    "number but no integer": {"oneOf": [{"type": "integer"}, {"type": "number"}]},
    "one of two multiples": {
        "oneOf": [{"multipleOf": 3}, {"multipleOf": 5}],
        "type": "integer",
    },
    "either property": {
        **OBJECT,
        **AB,
        "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
    },
    "a branch that is impossible": {
        "anyOf": [
            {"type": "string", "minLength": 5, "maxLength": 2},
            {"type": "integer"},
        ]
    },
    "overlapping objects": {
        "oneOf": [
            {**OBJECT, "properties": {"a": {"type": "string"}}},
            {**OBJECT, "properties": {"a": {"type": "integer"}}, "required": ["a"]},
        ]
    },
    "not a type": {"not": {"type": "string"}},
    "not a value": {"enum": ["a", "b"], "not": {"const": "a"}},
    "not a property": {**OBJECT, **AB, "not": {"required": ["a"]}},
    "neither property": {
        **OBJECT,
        **AB,
        "not": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
    },
    "not not": {"not": {"not": {"type": "integer"}}},
    "not both": {
        "type": "string",
        "not": {"allOf": [{"type": "string"}, {"minLength": 3}]},
    },
    "condition on a value": {
        **OBJECT,
        "properties": {"k": {"enum": ["x", "y"]}, "v": {}},
        "required": ["k", "v"],
        "allOf": [
            {
                "if": {"properties": {"k": {"const": "x"}}},
                "then": {"properties": {"v": {"type": "integer"}}},
            },
            {
                "if": {"properties": {"k": {"const": "y"}}},
                "then": {"properties": {"v": {"type": "boolean"}}},
            },
        ],
    },
    "condition on a type": {
        "if": {"type": "string"},
        "then": {"minLength": 5},
        "else": {"type": "integer"},
    },
    "else only": {"type": "integer", "if": {"minimum": 10}, "else": {"const": 3}},
    "true": True,
    "anything": {},
    "null": {"type": ["null"]},
}
ALL = {**NUMBERS, **{f"string: {k}": v for k, v in STRINGS.items()},
       **{f"array: {k}": v for k, v in ARRAYS.items()},
       **{f"object: {k}": v for k, v in OBJECTS.items()}, **COMBINED}  # fmt: skip


@pytest.mark.parametrize("schema", ALL.values(), ids=ALL.keys())
def test_values_are_valid(schema: Any) -> None:
    values = generator()
    for seed in (b"1", b"2", b"3"):
        assert is_valid(schema, values.generate(schema, seed=seed))


def test_optional_properties_are_filled_in_their_order() -> None:
    schema = {
        **OBJECT,
        "properties": {n: {"type": "string"} for n in "zay"},
        "required": ["y"],
    }
    assert list(generator().generate(schema, seed=b"s")) == ["z", "a", "y"]


@pytest.mark.parametrize("keyword", ["deprecated", "writeOnly"])
def test_properties_that_a_reply_lacks_are_left_out(keyword: str) -> None:
    schema = {**OBJECT, "properties": {"a": {}, "b": {"type": "string", keyword: True}}}
    assert set(generator().generate(schema, seed=b"s")) == {"a"}


def test_a_deprecated_property_that_is_required_stays() -> None:
    schema = {
        **OBJECT,
        "properties": {"b": {"type": "string", "deprecated": True}},
        "required": ["b"],
    }
    assert set(generator().generate(schema, seed=b"s")) == {"b"}


def test_null_is_chosen_only_where_nothing_else_is_possible() -> None:
    schema = {"anyOf": [{"type": "null"}, {"type": ["null", "integer"]}]}
    values = generator()
    assert all(
        isinstance(values.generate(schema, seed=bytes([n])), int) for n in range(20)
    )


def test_an_array_has_one_to_three_items_unless_told() -> None:
    values = generator()
    schema = {"type": "array", "items": {"type": "integer"}}
    sizes = {len(values.generate(schema, seed=bytes([n]))) for n in range(40)}
    assert sizes == {1, 2, 3}


def test_a_map_has_entries() -> None:
    schema = {**OBJECT, "additionalProperties": {"type": "integer"}}
    made = generator().generate(schema, seed=b"s")
    assert len(made) == 2
    assert all(isinstance(value, int) for value in made.values())


def test_merged_lists_hold_items_that_satisfy_both() -> None:
    schema = {
        "allOf": [
            {
                "type": "array",
                "items": {"type": "integer", "minimum": 7},
                "minItems": 1,
            },
            {"items": {"maximum": 7}},
        ]
    }
    assert set(generator().generate(schema, seed=b"s")) == {7}
