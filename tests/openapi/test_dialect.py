from __future__ import annotations

from typing import Any

import pytest

from mockserver.errors import DocumentError
from mockserver.openapi import Document
from tests.openapi.documents import accepts, only, with_body, with_reply


def notices(loaded: Document) -> str:
    return "\n".join(map(str, loaded.notices))


CASES_3_0: list[tuple[str, Any, list[Any], list[Any]]] = [
    ("nullable", {"type": "string", "nullable": True}, ["a", None], [1]),
    ("not nullable", {"type": "string", "nullable": False}, ["a"], [None]),
    (
        "nullable enum",
        {"type": "string", "enum": ["a"], "nullable": True},
        ["a", None],
        ["b"],
    ),
    (
        "nullable allOf",
        {"allOf": [{"type": "object", "required": ["a"]}], "nullable": True},
        [{"a": 1}, None],
        [{}, 1],
    ),
    ("exclusive", {"minimum": 1, "exclusiveMinimum": True}, [2], [1]),
    ("inclusive", {"minimum": 1, "exclusiveMinimum": False}, [1], [0]),
    ("exclusive max", {"maximum": 1, "exclusiveMaximum": True}, [0], [1]),
    ("byte", {"type": "string", "format": "byte"}, ["YQ==", ""], ["YQ", "Y Q=", "!!"]),
    ("binary", {"type": "string", "format": "binary"}, ["anything"], [5]),
    (
        "int32",
        {"type": "integer", "format": "int32"},
        [2**31 - 1],
        [2**31, -(2**31) - 1],
    ),
    ("int64", {"type": "integer", "format": "int64"}, [2**63 - 1], [2**63]),
    ("float", {"type": "number", "format": "float"}, [3.4e38], [3.5e38]),
    (
        "int32 with its own bounds",
        {"type": "integer", "format": "int32", "minimum": 3},
        [3],
        [2, 2**31],
    ),
]


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [case[1:] for case in CASES_3_0],
    ids=[case[0] for case in CASES_3_0],
)
def test_openapi_3_0_means_what_it_says(
    schema: Any, good: list[Any], bad: list[Any]
) -> None:
    loaded = with_reply(schema, openapi="3.0.3")
    assert [value for value in good if not accepts(loaded, value)] == []
    assert [value for value in bad if accepts(loaded, value)] == []
    assert loaded.notices == ()


CASES_3_1: list[tuple[str, Any, list[Any], list[Any]]] = [
    ("types", {"type": ["string", "null"]}, ["a", None], [1]),
    ("exclusive", {"exclusiveMinimum": 1}, [2], [1]),
    ("base64", {"contentEncoding": "base64"}, ["YQ=="], ["YQ", "_-8=", "a"]),
    (
        "base64url",
        {"contentEncoding": "base64url"},
        ["_-8=", "_-8"],
        ["+/8=", "a", "a="],
    ),
    (
        "base64 beside a format",
        {"contentEncoding": "base64", "format": "uuid"},
        [],
        ["YQ==", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"],
    ),
    ("uuid", {"format": "uuid"}, ["3f2504e0-4f89-41d3-9a0c-0305e82c3301", 5], ["x"]),
    ("date-time", {"format": "date-time"}, ["2026-01-31T12:00:00Z"], ["2026-01-31"]),
    ("email", {"format": "email"}, ["a@example.com"], ["a"]),
    ("uri", {"format": "uri"}, ["https://example.com"], ["/a"]),
    ("unknown format", {"format": "colour"}, ["anything"], []),
    ("tuple", {"prefixItems": [{"type": "integer"}], "items": False}, [[1]], [[1, 2]]),
    ("const", {"const": None}, [None], [0]),
    ("not", {"not": {"type": "string"}}, [1], ["a"]),
    ("if", {"if": {"minimum": 5}, "then": {"multipleOf": 5}}, [3, 10], [7]),
    ("dependentRequired", {"dependentRequired": {"a": ["b"]}}, [{"b": 1}], [{"a": 1}]),
    (
        "unevaluated",
        {"allOf": [{"properties": {"a": True}}], "unevaluatedProperties": False},
        [{"a": 1}],
        [{"b": 1}],
    ),
    ("pattern", {"pattern": r"^\d{3}$"}, ["123"], ["٣٣٣", "1234", "123\n"]),
    ("look-ahead", {"pattern": "^(?!a)[a-z]+$"}, ["ba"], ["ab"]),
    ("true", True, [1], []),
    ("false", False, [], [1]),
    ("uniqueItems", {"uniqueItems": True}, [[1, 2]], [[1, 1]]),
    ("whole float", {"maxLength": 2.0}, ["ab"], ["abc"]),
]


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [case[1:] for case in CASES_3_1],
    ids=[case[0] for case in CASES_3_1],
)
def test_openapi_3_1_is_json_schema_2020_12_with_formats_asserted(
    schema: Any, good: list[Any], bad: list[Any]
) -> None:
    loaded = with_reply(schema)
    assert [value for value in good if not accepts(loaded, value)] == []
    assert [value for value in bad if accepts(loaded, value)] == []
    assert loaded.notices == ()


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"items": [{"type": "integer"}], "additionalItems": False}, [1], [1, 2]),
        ({"dependencies": {"a": ["b"], "b": {"minProperties": 2}}}, {}, {"b": 1}),
        ({"dependencies": {"a": ["b"]}}, {"a": 1, "b": 1}, {"a": 1}),
        ({"$schema": "http://json-schema.org/draft-07/schema#", "const": 1}, 1, 2),
    ],
    ids=["items", "dependencies", "dependent", "$schema"],
)
def test_earlier_drafts_are_rewritten(schema: Any, good: Any, bad: Any) -> None:
    loaded = with_reply(schema)
    assert accepts(loaded, good)
    assert not accepts(loaded, bad)


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"maxlength": 3}, "did you mean 'maxLength'?"),
        ({"min_items": 3}, "did you mean 'minItems'?"),
        ({"colour": 3}, "'colour' is not a keyword of schemas, ignored"),
        ({"pattern": "(?<x"}, "cannot be compiled; it is not checked"),
        ({"contentEncoding": "base32"}, "the encoding 'base32' is not checked"),
        ({"enum": []}, "accepts no value"),
        ({"required": True}, "true or false is ignored"),
        ({"examples": {"a": 1}}, "are a list"),
        ({"additionalItems": False}, "means nothing without a list of items"),
        ({"minimum": 1, "exclusiveMinimum": True}, "is OpenAPI 3.0"),
        ({"type": "string", "nullable": True}, "nullable is OpenAPI 3.0"),
        ({"exclusiveMinimum": True}, "means nothing without minimum"),
        ({"discriminator": "kind"}, "names its propertyName"),
    ],
)
def test_what_is_not_honoured_in_a_schema_is_a_notice(schema: Any, told: str) -> None:
    assert told in notices(with_reply(schema))


def test_extensions_and_annotations_give_no_notice() -> None:
    schema = {
        "x-anything": 1,
        "title": "A",
        "$comment": "b",
        "xml": {"name": "c"},
        "externalDocs": {"url": "https://example.com"},
        "contentEncoding": "binary",
        "example": 5,
    }
    assert with_reply(schema).notices == ()


@pytest.mark.parametrize(
    ("schema", "pointer", "told"),
    [
        ({"type": "text"}, "/type", "'text' is not one of"),
        ({"type": "strin"}, "/type", "did you mean 'string'?"),
        ({"maxLength": -1}, "/maxLength", "a whole number from 0 on"),
        ({"maxLength": "5"}, "/maxLength", "not '5'"),
        ({"required": "a"}, "/required", "a list of names"),
        ({"properties": []}, "/properties", "must map names"),
        ({"properties": {"a": {"minimum": "1"}}}, "/properties/a/minimum", "a number"),
        ({"enum": "a"}, "/enum", "must be a list"),
        ({"allOf": []}, "/allOf", "at least one schema"),
        ({"allOf": [5]}, "/allOf/0", "a schema is an object"),
        ({"items": "a"}, "/items", "a schema is an object"),
        ({"multipleOf": 0}, "/multipleOf", "above 0"),
        ({"exclusiveMaximum": "1"}, "/exclusiveMaximum", "must be a number"),
        ({"$schema": "https://example.com/own"}, "/$schema", "is not known"),
        (
            {"patternProperties": {"(": True}},
            "/patternProperties/(",
            "cannot be compiled",
        ),
        ({"$recursiveRef": "#"}, "/$recursiveRef", "draft 2019-09"),
        ([], "/schema", "a schema is an object"),
    ],
)
def test_a_malformed_schema_stops_the_loading_and_names_the_place(
    schema: Any, pointer: str, told: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        with_reply(schema)
    assert caught.value.pointer.endswith(pointer)
    assert told in caught.value.reason


READ_ONLY = {
    "type": "object",
    "required": ["id", "name", "secret"],
    "properties": {
        "id": {"$ref": "#/components/schemas/Id"},
        "name": {"type": "string"},
        "secret": {"type": "string", "writeOnly": True},
    },
}
ID = {"type": "integer", "readOnly": True}


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/components/schemas/Thing"},
        {"allOf": [{"$ref": "#/components/schemas/Thing"}]},
        {"anyOf": [{"$ref": "#/components/schemas/Thing"}]},
        {
            "allOf": [
                {"properties": READ_ONLY["properties"]},
                {"required": ["id", "name", "secret"]},
            ]
        },
        {
            "properties": READ_ONLY["properties"],
            "allOf": [{"type": "object", "required": ["id", "name", "secret"]}],
        },
    ],
    ids=["reference", "allOf", "anyOf", "beside", "above"],
)
def test_what_is_required_depends_on_the_direction(schema: Any) -> None:
    schemas = {"Thing": READ_ONLY, "Id": ID}
    operation = with_body(schema, schemas=schemas)
    sent = operation.decode_body("application/json", b'{"name": "a", "secret": "b"}')
    assert sent.violations == ()
    assert operation.decode_body("application/json", b'{"name": "a"}').violations

    loaded = with_reply(schema, schemas=schemas)
    assert accepts(loaded, {"id": 1, "name": "a"})
    assert not accepts(loaded, {"name": "a", "secret": "b"})


def test_a_read_only_property_that_is_sent_is_tolerated_but_checked() -> None:
    operation = with_body(READ_ONLY, schemas={"Id": ID})
    good = b'{"id": 1, "name": "a", "secret": "b"}'
    bad = b'{"id": "x", "name": "a", "secret": "b"}'
    assert operation.decode_body("application/json", good).violations == ()
    (violation,) = operation.decode_body("application/json", bad).violations
    assert violation.path == "body.id"


def test_the_mapping_of_a_discriminator_becomes_references() -> None:
    schema = {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"c": "#/components/schemas/Cat", "d": "Cat"},
        },
    }
    response = only(with_reply(schema, schemas={"Cat": {}})).response(200)
    assert response is not None
    rewritten = response.media_types["application/json"].schema
    reference = "urn:document#/components/schemas/Cat"
    assert rewritten["discriminator"]["mapping"] == {"c": reference, "d": reference}


def test_an_unknown_dialect_of_the_document_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"the dialect .* is not known"):
        with_reply({}, jsonSchemaDialect="https://example.com")
