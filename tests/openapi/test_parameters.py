from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from mockserver.errors import DocumentError
from mockserver.openapi import Decoded
from tests.openapi.documents import OK, document, only, with_parameter
from tests.openapi.parameters import (
    INTEGER,
    INTEGERS,
    POINT,
    STRING,
    decode,
    parameter,
)

NOT_INTEGERS = [
    "10.0", "+5", "%2B5", "%205", "5%20", "1e2", "%D9%A3", "1_000", "", "05", "-", "0x1",
    "NaN", "true", "5%00", "9" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("raw", NOT_INTEGERS, ids=lambda raw: raw[:10])
def test_an_integer_is_written_as_in_json(raw: str) -> None:
    decoded = decode(with_parameter(parameter("query", INTEGER)), "query", f"p={raw}")
    (violation,) = decoded.violations
    assert (violation.path, violation.code) == ("query.p", "type")
    assert decoded.values["query"] == {}


@pytest.mark.parametrize(
    ("schema", "raw", "value"),
    [
        (INTEGER, "-0", 0),
        (INTEGER, "9007199254740993", 9007199254740993),
        ({"type": "number"}, "1e2", 100.0),
        ({"type": "number"}, "-1.50", -1.5),
        ({"type": "number"}, "5", 5),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "false", False),
        ({"type": "null"}, "null", None),
        ({"type": ["integer", "null"]}, "", None),
        ({"type": ["integer", "string"]}, "5", 5),
        ({"type": ["integer", "string"]}, "a", "a"),
        ({"type": ["integer", "string"], "enum": ["5"]}, "5", "5"),
        ({"oneOf": [INTEGER, {"type": "boolean"}]}, "true", True),
        ({"anyOf": [{"type": "integer", "maximum": 3}, STRING]}, "5", "5"),
        ({"allOf": [{"type": ["integer", "string"]}, {"type": "integer"}]}, "5", 5),
        ({"allOf": [{"type": "number"}, {"type": "integer"}]}, "5", 5),
        ({"$ref": "#/components/schemas/N"}, "5", 5),
        ({"enum": [1, 2]}, "2", 2),
        ({"const": True}, "true", True),
        ({}, "5", "5"),
        ({"minimum": 3}, "5", "5"),
        ({"oneOf": [STRING, INTEGERS]}, "abc", "abc"),
        ({"oneOf": [INTEGERS, INTEGER]}, "5", 5),
    ],
)
def test_a_text_stands_for_a_value_of_its_schema(
    schema: Any, raw: str, value: Any
) -> None:
    operation = with_parameter(parameter("query", schema), schemas={"N": INTEGER})
    decoded = decode(operation, "query", f"p={raw}")
    assert decoded.violations == ()
    assert decoded.values["query"] == {"p": value}
    assert type(decoded.values["query"]["p"]) is type(value)


PROBLEMS: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("query", parameter("query", INTEGER), "p=1&p=2", "query.p", "repeated"),
    ("query", parameter("query", STRING), "p=%zz", "query.p", "invalid_encoding"),
    ("query", parameter("query", STRING), "p=%ff", "query.p", "invalid_encoding"),
    ("query", parameter("query", STRING), "p=%", "query.p", "invalid_encoding"),
    ("query", parameter("query", STRING), "%ff=1", "query", "invalid_encoding"),
    ("path", parameter("path", STRING), "%c3%28", "path.p", "invalid_encoding"),
    ("cookie", parameter("cookie", STRING), "p=%zz", "cookie.p", "invalid_encoding"),
    ("query", parameter("query", INTEGERS), "p=1&p=x", "query.p[1]", "type"),
    ("query", parameter("query", STRING, required=True), "q=1", "query.p", "required"),
    ("header", parameter("header", {"pattern": "."}), "", "header.X-P", "pattern"),
    (
        "query",
        parameter("query", POINT, style="deepObject"),
        "p[R]=x",
        "query.p.R",
        "type",
    ),
    (
        "query",
        parameter("query", POINT, style="deepObject"),
        "p[X]=1",
        "query.p.X",
        "additionalProperties",
    ),
    (
        "query",
        parameter("query", POINT, style="deepObject"),
        "p[R]=1&p[R]=2",
        "query.p",
        "style",
    ),
    ("query", parameter("query", POINT, explode=False), "p=R,1,G", "query.p", "style"),
    (
        "query",
        parameter("query", POINT, explode=False),
        "p=R,1,R,2",
        "query.p",
        "style",
    ),
    ("query", parameter("query", POINT), "R=1&R=2", "query.p", "style"),
    ("path", parameter("path", POINT, explode=True), "R,1", "path.p", "style"),
    ("path", parameter("path", INTEGER, style="label"), "5", "path.p", "style"),
    ("path", parameter("path", INTEGER, style="matrix"), "5", "path.p", "style"),
    ("path", parameter("path", INTEGER, style="matrix"), ";q=5", "path.p", "style"),
    ("path", parameter("path", INTEGER, style="matrix"), ";p=5;p=6", "path.p", "style"),
]


@pytest.mark.parametrize(
    ("location", "declared", "raw", "path", "code"),
    PROBLEMS,
    ids=[f"{case[0]}-{case[2]}-{case[4]}" for case in PROBLEMS],
)
def test_a_parameter_that_does_not_fit_is_a_violation(
    location: str, declared: dict[str, Any], raw: str, path: str, code: str
) -> None:
    decoded = decode(with_parameter(declared), location, raw)
    assert [(one.path, one.code) for one in decoded.violations] == [(path, code)]
    assert decoded.values[location] == {}


def test_an_optional_parameter_that_is_not_sent_is_left_out() -> None:
    decoded = with_parameter(parameter("query", INTEGER)).decode({}, b"", {})
    assert decoded == Decoded({"path": {}, "query": {}, "header": {}, "cookie": {}}, ())


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "default": 7},
        {"$ref": "#/components/schemas/D"},
        {"allOf": [{"$ref": "#/components/schemas/D"}]},
    ],
)
def test_a_default_is_filled_in(schema: Any) -> None:
    operation = with_parameter(
        parameter("query", schema), schemas={"D": {"type": "integer", "default": 7}}
    )
    assert operation.decode({}, b"", {}).values["query"] == {"p": 7}


def test_a_default_is_not_shared_between_requests() -> None:
    operation = with_parameter(parameter("query", {**INTEGERS, "default": [1]}))
    operation.decode({}, b"", {}).values["query"]["p"].append(2)
    assert operation.decode({}, b"", {}).values["query"] == {"p": [1]}


def test_allow_empty_value_accepts_an_empty_value_of_any_type() -> None:
    operation = with_parameter(parameter("query", INTEGER, allowEmptyValue=True))
    decoded = operation.decode({}, b"p=", {})
    assert (decoded.values["query"], decoded.violations) == ({"p": ""}, ())


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("p[a][b]=1&p[a][c]=2", {"a": {"b": 1, "c": 2}}),
        ("p[l]=1&p[l]=2", {"l": [1, 2]}),
        ("p[l][]=1&p[l][]=2", {"l": [1, 2]}),
        ("p[l][0]=1&p[l][1]=2", {"l": [1, 2]}),
    ],
)
def test_deep_objects_may_be_deeper_than_openapi_defines(raw: str, value: Any) -> None:
    schema = {
        "type": "object",
        "properties": {
            "a": {"type": "object", "additionalProperties": INTEGER},
            "l": INTEGERS,
        },
    }
    operation = with_parameter(parameter("query", schema, style="deepObject"))
    decoded = decode(operation, "query", raw)
    assert (decoded.values["query"], decoded.violations) == ({"p": value}, ())


@pytest.mark.parametrize(
    ("raw", "code"), [('{"R": 1}', None), ('{"R": "1"}', "type"), ("{", "invalid_json")]
)
def test_a_parameter_with_content_is_json(raw: str, code: str | None) -> None:
    declared = {
        "name": "p",
        "in": "query",
        "content": {"application/json": {"schema": POINT}},
    }
    decoded = decode(with_parameter(declared), "query", f"p={quote(raw)}")
    if code is None:
        assert decoded.values["query"] == {"p": {"R": 1}}
    else:
        assert [one.code for one in decoded.violations] == [code]


def test_header_names_know_no_case_and_values_keep_the_declared_name() -> None:
    operation = with_parameter({"name": "X-Count", "in": "header", "schema": INTEGER})
    decoded = operation.decode({}, b"", {"x-count": "5"})
    assert decoded.values["header"] == {"X-Count": 5}


@pytest.mark.parametrize("name", ["Accept", "content-type", "AUTHORIZATION"])
def test_headers_that_are_described_elsewhere_are_ignored_with_a_notice(
    name: str,
) -> None:
    loaded = document(
        paths={
            "/a": {
                "get": {
                    "parameters": [
                        {"name": name, "in": "header", "required": True, "schema": {}}
                    ],
                    "responses": OK,
                }
            }
        }
    )
    assert only(loaded).parameters == ()
    assert name in str(loaded.notices)


def test_parameters_of_the_operation_come_before_those_of_the_path_item() -> None:
    shared = [
        {"name": "a", "in": "query", "schema": INTEGER},
        {"name": "b", "in": "query", "schema": INTEGER},
    ]
    own = [{"name": "b", "in": "query", "schema": STRING}]
    operation = only(
        document(
            paths={
                "/a": {
                    "parameters": shared,
                    "get": {"parameters": own, "responses": OK},
                }
            }
        )
    )
    assert operation.decode({}, b"a=1&b=2", {}).values["query"] == {"a": 1, "b": "2"}


def test_one_name_in_several_places_is_several_parameters() -> None:
    places = ("query", "header", "cookie")
    declared = [{"name": "p", "in": place, "schema": INTEGER} for place in places]
    operation = only(
        document(paths={"/a": {"get": {"parameters": declared, "responses": OK}}})
    )
    values = operation.decode({}, b"p=1", {"p": "2", "cookie": "p=3"}).values
    assert [values[place]["p"] for place in places] == [1, 2, 3]


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({"in": "query", "schema": {}}, "has a name"),
        ({"name": "p", "in": "body", "schema": {}}, "must be one of path"),
        (
            {"name": "p", "in": "query", "style": "simple", "schema": {}},
            "one of the styles",
        ),
        (
            {"name": "p", "in": "query", "required": "yes", "schema": {}},
            "true or false",
        ),
        ({"name": "p", "in": "query", "schema": {}, "content": {}}, "not both"),
        ({"name": "p", "in": "query", "content": {}}, "exactly one media type"),
        ("x", "a parameter is an object"),
    ],
)
def test_a_malformed_parameter_stops_the_loading(declared: Any, told: str) -> None:
    with pytest.raises(DocumentError) as caught:
        document(paths={"/a": {"get": {"parameters": [declared], "responses": OK}}})
    assert told in caught.value.reason
    assert caught.value.pointer.startswith("/paths/~1a/get/parameters/0")


def test_a_parameter_that_stands_twice_stops_the_loading() -> None:
    twice = [parameter("header", {}), {"name": "x-p", "in": "header", "schema": {}}]
    with pytest.raises(DocumentError, match="stands twice"):
        document(paths={"/a": {"get": {"parameters": twice, "responses": OK}}})


@pytest.mark.parametrize(
    ("path", "declared", "told"),
    [
        ("/a/{p}", [], "no such parameter is declared"),
        ("/a", [parameter("path", {}, required=True)], "is not in the path"),
        ("/a/{p}", [parameter("path", {})], "must say required: true"),
        ("/a", [{"name": "p", "in": "query"}], "has no schema"),
        ("/a", [parameter("query", {}, requird=True)], "did you mean 'required'?"),
    ],
)
def test_what_is_doubtful_in_parameters_is_a_notice(
    path: str, declared: Any, told: str
) -> None:
    loaded = document(paths={path: {"get": {"parameters": declared, "responses": OK}}})
    assert told in str(loaded.notices)
