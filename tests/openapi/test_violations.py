from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.openapi import Violation
from tests.openapi.documents import with_body


def violations(schema: Any, value: Any, **more: Any) -> list[Violation]:
    raw = json.dumps(value).encode()
    return list(
        with_body(schema, **more).decode_body("application/json", raw).violations
    )


def told(schema: Any, value: Any, **more: Any) -> list[tuple[str, str, str]]:
    return [
        (one.path, one.code, one.message) for one in violations(schema, value, **more)
    ]


KEYWORDS: list[tuple[Any, Any, str, str]] = [
    ({"type": "string"}, 5, "type", "must be a string (got a number)"),
    ({"type": "integer"}, "5", "type", "must be an integer (got '5')"),
    ({"type": ["null", "string"]}, [], "type", "must be a string or null (got an array)"),
    ({"type": "boolean"}, None, "type", "must be true or false (got null)"),
    ({"type": "array"}, {}, "type", "must be an array (got an object)"),
    ({"type": "number"}, False, "type", "must be a number (got false)"),
    ({"enum": ["1:1", "3:2"]}, "1:2", "enum", "must be one of '1:1' or '3:2' (got '1:2')"),
    ({"enum": [1]}, 2, "enum", "must be 1 (got 2)"),
    ({"const": {"a": 1}}, 2, "const", 'must be {"a": 1} (got 2)'),
    (
        {"maxLength": 3},
        "abcd",
        "maxLength",
        "must have at most 3 characters (got 4)",
    ),
    ({"minLength": 1}, "", "minLength", "must have at least 1 character (got 0)"),
    ({"pattern": "^a"}, "b", "pattern", "must match the pattern ^a (got 'b')"),
    ({"minimum": 2}, 1, "minimum", "must be at least 2 (got 1)"),
    ({"maximum": 2.5}, 3, "maximum", "must be at most 2.5 (got 3)"),
    ({"exclusiveMinimum": 2}, 2, "exclusiveMinimum", "must be greater than 2 (got 2)"),
    ({"exclusiveMaximum": 2}, 2, "exclusiveMaximum", "must be less than 2 (got 2)"),
    ({"multipleOf": 5}, 7, "multipleOf", "must be a multiple of 5 (got 7)"),
    ({"minItems": 2}, [1], "minItems", "must have at least 2 items (got 1)"),
    ({"maxItems": 1}, [1, 2], "maxItems", "must have at most 1 item (got 2)"),
    (
        {"uniqueItems": True},
        [1, 2, 1],
        "uniqueItems",
        "must have no item twice (items 0 and 2 are equal)",
    ),
    ({"contains": {"const": 1}}, [2], "contains", "must contain an item"),
    ({"contains": {"const": 1}, "minContains": 2}, [1], "minContains", "too few"),
    ({"contains": {"const": 1}, "maxContains": 1}, [1, 1], "maxContains", "too many"),
    ({"minProperties": 1}, {}, "minProperties", "at least 1 property (got 0)"),
    ({"maxProperties": 0}, {"a": 1}, "maxProperties", "at most 0 properties (got 1)"),
    ({"not": {"type": "string"}}, "a", "not", 'must not match {"type": "string"}'),
    ({"format": "uuid"}, "x", "format", "must be a UUID (got 'x')"),
    ({"format": "byte"}, "x", "format", "must be base64 text (got 'x')"),
    ({"format": "ipv6"}, "x", "format", "must be an IPv6 address (got 'x')"),
    (False, 1, "not", "is not allowed here"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "value", "code", "message"),
    KEYWORDS,
    ids=[f"{case[2]}-{index}" for index, case in enumerate(KEYWORDS)],
)
def test_a_keyword_says_what_was_expected(
    schema: Any, value: Any, code: str, message: str
) -> None:
    ((path, own_code, own_message),) = told(schema, value)
    assert (path, own_code) == ("body", code)
    assert message in own_message


OBJECTS: list[tuple[str, Any, Any, list[tuple[str, str]]]] = [
    (
        "required",
        {"required": ["b", "a"]},
        {},
        [("body.b", "required"), ("body.a", "required")],
    ),
    (
        "unexpected",
        {"properties": {"a": True}, "additionalProperties": False},
        {"c": 1, "a": 1, "b": 1},
        [("body.c", "additionalProperties"), ("body.b", "additionalProperties")],
    ),
    (
        "nested",
        {"properties": {"a": {"items": {"properties": {"b": {"type": "string"}}}}}},
        {"a": [{}, {"b": 1}]},
        [("body.a[1].b", "type")],
    ),
    (
        "odd names",
        {"additionalProperties": {"type": "string"}},
        {"a b": 1, "a.b": 2, "x-y": 3, "é": 4, '"': 5, "0": 6},
        [
            ('body["a b"]', "type"),
            ('body["a.b"]', "type"),
            ("body.x-y", "type"),
            ("body.é", "type"),
            ('body["\\""]', "type"),
            ('body["0"]', "type"),
        ],
    ),
    (
        "dependent",
        {"dependentRequired": {"a": ["b"]}},
        {"a": 1},
        [("body.b", "dependentRequired")],
    ),
    (
        "names",
        {"propertyNames": {"maxLength": 1}},
        {"ab": 1},
        [("body.ab", "propertyNames")],
    ),
    (
        "unevaluated",
        {"properties": {"a": True}, "unevaluatedProperties": False},
        {"b": 1},
        [("body.b", "unevaluatedProperties")],
    ),
    (
        "tuple",
        {"prefixItems": [True], "items": False},
        [1, 2, 3],
        [("body[1]", "items"), ("body[2]", "items")],
    ),
    (
        "unevaluated items",
        {"prefixItems": [True], "unevaluatedItems": False},
        [1, 2],
        [("body", "unevaluatedItems")],
    ),
    (
        "no properties at all",
        {"additionalProperties": False},
        {"a": 1, "b": 1},
        [("body.a", "additionalProperties"), ("body.b", "additionalProperties")],
    ),
    ("forbidden", {"properties": {"a": False}}, {"a": 1}, [("body.a", "properties")]),
    (
        "conditional",
        {"if": {"required": ["a"]}, "then": {"required": ["b"]}},
        {"a": 1},
        [("body.b", "required")],
    ),
    (
        "most telling",
        {"properties": {"a": {"minLength": 9, "enum": ["b"], "type": "string"}}},
        {"a": "c"},
        [("body.a", "enum")],
    ),
    (
        "type first",
        {"allOf": [{"enum": ["b"]}, {"type": "string"}]},
        5,
        [("body", "type")],
    ),
    (
        "order",
        {
            "required": ["x"],
            "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
        },
        {"b": 1, "a": 2},
        [("body.b", "type"), ("body.a", "type"), ("body.x", "required")],
    ),
]


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [case[1:] for case in OBJECTS],
    ids=[case[0] for case in OBJECTS],
)
def test_each_path_has_its_most_telling_problem(
    schema: Any, value: Any, expected: list[tuple[str, str]]
) -> None:
    assert [(one.path, one.code) for one in violations(schema, value)] == expected


def test_an_unexpected_property_names_those_that_are_expected() -> None:
    base = {"properties": {"prompt": True}}
    schema = {
        "$ref": "#/components/schemas/Base",
        "properties": {"style": True},
        "unevaluatedProperties": False,
    }
    ((path, code, message),) = told(schema, {"promt": 1}, schemas={"Base": base})
    assert (path, code) == ("body.promt", "unevaluatedProperties")
    assert message == (
        "is not a property of this object; expected 'style' or 'prompt'; did you mean"
        " 'prompt'?"
    )


NAMES = st.sampled_from(["a", "b", "c", "0", "kind", "x y"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.text("abc", max_size=4),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4)
    ),
)
SCHEMAS: st.SearchStrategy[Any] = st.recursive(
    st.booleans()
    | st.fixed_dictionaries({"type": st.sampled_from(["string", "integer", "object"])})
    | st.fixed_dictionaries({"enum": st.lists(VALUES, min_size=1, max_size=3)})
    | st.fixed_dictionaries({"required": st.lists(NAMES, max_size=2, unique=True)})
    | st.sampled_from([{"maxLength": 1}, {"minimum": 3}, {"uniqueItems": True}]),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "properties": st.dictionaries(NAMES, inner, max_size=3),
            "additionalProperties": inner,
            "items": inner,
            "prefixItems": st.lists(inner, min_size=1, max_size=2),
            "anyOf": st.lists(inner, min_size=1, max_size=3),
            "oneOf": st.lists(inner, min_size=1, max_size=3),
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "not": inner,
            "if": inner,
            "then": inner,
            "propertyNames": inner,
            "contains": inner,
            "unevaluatedProperties": inner,
            "unevaluatedItems": inner,
        },
    ),
)


@given(SCHEMAS, VALUES)
def test_every_invalid_value_is_explained_with_one_violation_a_path(
    schema: Any, value: Any
) -> None:
    found = violations(schema, value)
    paths = [one.path for one in found]
    assert len(paths) == len(set(paths))
    assert all(path.startswith("body") for path in paths)
    valid = jsonschema_rs.is_valid(schema, value, draft=jsonschema_rs.Draft202012)
    assert (found == []) == valid


def test_a_long_value_is_cut() -> None:
    (violation,) = violations({"enum": ["a"]}, "x" * 1_000_000)
    assert len(violation.message) < 200


def test_of_a_very_large_value_the_first_problem_is_told() -> None:
    found = violations({"items": {"type": "string"}}, [1] * 20_000)
    assert [one.path for one in found] == ["body[0]"]


def test_at_most_a_hundred_violations_are_listed() -> None:
    assert len(violations({"items": {"type": "string"}}, list(range(5000)))) == 100


CAT = {
    "type": "object",
    "required": ["kind", "lives"],
    "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}},
}
DOG = {
    "type": "object",
    "required": ["kind", "breed"],
    "properties": {"kind": {"const": "dog"}, "breed": {"type": "string"}},
}
BRANCHES = [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]
FREE = [
    {"required": ["a", "b"], "properties": {"a": {"type": "string"}}},
    {"title": "Second", "required": ["c"]},
]


ALTERNATIVES: list[tuple[str, Any, Any, list[tuple[str, str, str]]]] = [
    (
        "types",
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        5,
        [("body", "type", "must be a string or null (got a number)")],
    ),
    (
        "one of the type",
        {"anyOf": [{"type": "string", "maxLength": 2}, {"type": "null"}]},
        "abc",
        [("body", "maxLength", "must have at most 2 characters (got 3)")],
    ),
    (
        "choices",
        {"anyOf": [{"enum": ["a"]}, {"const": "b"}]},
        "c",
        [("body", "enum", "must be one of 'a' or 'b' (got 'c')")],
    ),
    (
        "a constant tells",
        {"oneOf": BRANCHES},
        {"kind": "dog", "breed": 5},
        [("body.breed", "type", "must be a string (got a number)")],
    ),
    (
        "a discriminator tells",
        {"oneOf": BRANCHES, "discriminator": {"propertyName": "kind"}},
        {"kind": "Cat", "lives": "9"},
        [
            ("body.kind", "const", "must be 'cat' (got 'Cat')"),
            ("body.lives", "type", "must be an integer (got '9')"),
        ],
    ),
    (
        "a mapping tells",
        {
            "oneOf": BRANCHES,
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"cat": "#/components/schemas/Cat", "dog": "Dog"},
            },
        },
        {"kind": "dog"},
        [("body.breed", "required", "is required")],
    ),
    (
        "a discriminator names no branch",
        {
            "oneOf": BRANCHES,
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"cat": "#/components/schemas/Cat", "dog": "Dog"},
            },
        },
        {"kind": "cow"},
        [("body.kind", "discriminator", "must be one of 'cat' or 'dog' (got 'cow')")],
    ),
    (
        "nearest",
        {"anyOf": FREE},
        {},
        [
            (
                "body",
                "anyOf",
                "must match one of 2 alternatives; the nearest is 'Second', but c is"
                " required",
            )
        ],
    ),
    (
        "several",
        {"oneOf": [{"minimum": 1}, {"title": "Even", "multipleOf": 2}, {"const": 9}]},
        4,
        [
            (
                "body",
                "oneOf",
                "must match exactly one alternative, but matches number 1, 'Even'",
            )
        ],
    ),
    (
        "inside",
        {"properties": {"a": {"anyOf": [{"type": "string"}, {"type": "null"}]}}},
        {"a": 5},
        [("body.a", "type", "must be a string or null (got a number)")],
    ),
]


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [case[1:] for case in ALTERNATIVES],
    ids=[case[0] for case in ALTERNATIVES],
)
def test_of_alternatives_the_one_that_was_meant_is_explained(
    schema: Any, value: Any, expected: list[tuple[str, str, str]]
) -> None:
    schemas = {"Cat": CAT, "Dog": DOG}
    assert told(schema, value, schemas=schemas) == expected
