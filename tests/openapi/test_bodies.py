from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.errors import DocumentError
from mockserver.openapi import DecodedBody, Operation
from tests.openapi.documents import OK, document, only, with_body

JSON = "application/json"
ANY = with_body({})


def problems(body: DecodedBody) -> list[tuple[str, str]]:
    return [(violation.path, violation.code) for violation in body.violations]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'{"a": [1, 2.5, null, true]}', {"a": [1, 2.5, None, True]}),
        (b"\xef\xbb\xbf5", 5),
        (b' "\xc3\xa9\\u00e9" ', "éé"),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        (b"9" * 4300, int("9" * 4300)),
        (b"[" * 200 + b"]" * 200, None),
        (json.dumps("[" * 500).encode(), "[" * 500),
        (json.dumps('\\"[' * 300).encode(), '\\"[' * 300),
    ],
    ids=["plain", "mark", "accent", "pair", "digits", "deep", "brackets", "escapes"],
)
def test_json_is_read(raw: bytes, value: Any) -> None:
    body = ANY.decode_body(JSON, raw)
    assert (body.present, body.violations) == (True, ())
    if value is not None:
        assert body.value == value


@pytest.mark.parametrize(
    ("raw", "path", "code"),
    [
        (b'{"a": 1, "a": 2}', "body.a", "duplicate_key"),
        (b'{"a": [{"b": 1, "b": 2}]}', "body.a[0].b", "duplicate_key"),
        (b'{"a": {"b": 1, "b": 1}, "a": 2}', "body.a", "duplicate_key"),
        (b"NaN", "body", "invalid_json"),
        (b"[-Infinity]", "body", "invalid_json"),
        (b"1e999", "body", "invalid_json"),
        (b"9" * 4301, "body", "invalid_json"),
        (b'{"a": }', "body", "invalid_json"),
        (b"{'a': 1}", "body", "invalid_json"),
        (b'{"a": 1,}', "body", "invalid_json"),
        (b'"\t"', "body", "invalid_json"),
        (b"   ", "body", "invalid_json"),
        (b"1 2", "body", "invalid_json"),
        (b"01", "body", "invalid_json"),
        (b'"\\ud800"', "body", "invalid_unicode"),
        (b'{"a": ["\\udc00"]}', "body.a[0]", "invalid_unicode"),
        (b'{"\\uD800": 1}', "body", "invalid_unicode"),
        (b'"\xff"', "body", "invalid_encoding"),
        (b'"\xed\xa0\x80"', "body", "invalid_encoding"),
        ('"a"'.encode("utf-16"), "body", "invalid_encoding"),
        (b"[" * 201, "body", "too_deep"),
        (b'{"a":' * 201, "body", "too_deep"),
        (b"[" * 1_000_000, "body", "too_deep"),
        (b'["a",' * 100_000, "body", "too_deep"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_json_that_cannot_be_used_is_a_violation(
    raw: bytes, path: str, code: str
) -> None:
    body = ANY.decode_body(JSON, raw)
    assert (body.value, body.present) == (None, True)
    assert problems(body) == [(path, code)]


def test_a_mistake_in_json_names_line_and_column() -> None:
    (violation,) = ANY.decode_body(JSON, b'{\n  "a": x\n}').violations
    assert violation.message == "is not JSON: expecting value (line 2, column 8)"


@given(st.binary() | st.text('{}[]",:\\ud0a1e.-\n').map(str.encode))
def test_hostile_json_never_raises(raw: bytes) -> None:
    ANY.decode_body(JSON, raw)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(codec="utf-8")),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.text(st.characters(codec="utf-8")), inner)
        ),
    ),
    st.booleans(),
)
def test_every_json_value_is_read_back(value: Any, ensure_ascii: bool) -> None:
    raw = json.dumps(value, ensure_ascii=ensure_ascii).encode()
    assert ANY.decode_body(JSON, raw) == DecodedBody(value, present=True)


@pytest.mark.parametrize(
    ("declared", "sent"),
    [
        (JSON, "application/json"),
        (JSON, "Application/JSON; charset=UTF-8"),
        (JSON, 'application/json; charset="utf-8"'),
        ("application/json; version=2", JSON),
        ("application/*+json", "application/problem+json"),
        ("application/vnd.a+json", "application/vnd.a+json"),
        ("application/*", JSON),
        ("*/*", JSON),
    ],
)
def test_a_media_type_falls_under_the_declared_one(declared: str, sent: str) -> None:
    operation = with_body({"type": "integer"}, declared)
    assert operation.decode_body(sent, b"5") == DecodedBody(5, present=True)
    assert problems(operation.decode_body(sent, b"[]")) == [("body", "type")]


def test_the_most_specific_declared_media_type_counts() -> None:
    operation = media_types(
        {
            "*/*": {"schema": {"const": 1}},
            "application/*": {"schema": {"const": 2}},
            "application/*+json": {"schema": {"const": 3}},
            "application/a+json": {"schema": {"const": 4}},
        }
    )
    for sent, value in [
        ("text/json", 1),
        ("application/json", 2),
        ("application/b+json", 3),
        ("application/a+json", 4),
    ]:
        assert operation.decode_body(sent, b"%d" % value).violations == ()


def media_types(content: Any) -> Operation:
    body = {"content": content}
    paths = {"/a": {"post": {"requestBody": body, "responses": OK}}}
    return only(document(paths=paths))


@pytest.mark.parametrize(
    "sent", [None, "", "json", "text/plain", "application/jsonp", "a" * 100_000]
)
def test_another_content_type_is_unsupported(sent: str | None) -> None:
    body = with_body({}).decode_body(sent, b"{}")
    (violation,) = body.violations
    assert violation.path == "header.Content-Type"
    assert violation.code == "unsupported_media_type"
    assert "'application/json'" in violation.message


def test_another_charset_is_refused() -> None:
    body = ANY.decode_body("application/json; charset=utf-16", b"{}")
    assert problems(body) == [("header.Content-Type", "invalid_encoding")]


def test_a_required_body_must_be_there() -> None:
    assert problems(with_body({}, required=True).decode_body(JSON, b"")) == [
        ("body", "required")
    ]
    assert with_body({}).decode_body(None, b"") == DecodedBody(None, present=False)


def test_an_operation_without_a_body_ignores_what_is_sent() -> None:
    operation = only(document())
    assert operation.decode_body("text/plain", b"abc") == DecodedBody(
        None, present=False
    )


@pytest.mark.parametrize(
    ("sent", "raw", "value"),
    [
        ("text/plain", "é".encode(), "é"),
        ("text/plain; charset=latin-1", b"\xe9", "é"),
        ("text/csv", b"a,b", "a,b"),
    ],
)
def test_text_is_a_string(sent: str, raw: bytes, value: str) -> None:
    operation = with_body({"type": "string", "maxLength": 3}, "text/*")
    assert operation.decode_body(sent, raw) == DecodedBody(value, present=True)
    assert problems(operation.decode_body(sent, raw * 4)) == [("body", "maxLength")]


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ("text/plain", "body"),
        ("text/plain; charset=no-such", "header.Content-Type"),
        ("text/plain; charset=base64", "header.Content-Type"),
        ("text/plain; charset=punycode", "header.Content-Type"),
        ("text/plain; charset=a\0b", "header.Content-Type"),
    ],
)
def test_text_in_a_wrong_encoding_is_a_violation(sent: str, path: str) -> None:
    operation = with_body({"type": "string"}, "text/plain")
    assert problems(operation.decode_body(sent, b"\xff")) == [
        (path, "invalid_encoding")
    ]


def test_a_text_can_be_a_number() -> None:
    operation = with_body({"type": "integer"}, "text/plain")
    assert operation.decode_body("text/plain", b"5").value == 5


@pytest.mark.parametrize("media_type", ["application/octet-stream", "image/png"])
def test_bytes_are_checked_by_their_number(media_type: str) -> None:
    schema = {"type": "string", "format": "binary", "minLength": 2, "maxLength": 3}
    operation = with_body(schema, media_type)
    assert operation.decode_body(media_type, b"\xff\xfe").value == b"\xff\xfe"
    assert problems(operation.decode_body(media_type, b"\xff")) == [
        ("body", "minLength")
    ]
    assert problems(operation.decode_body(media_type, b"1234")) == [
        ("body", "maxLength")
    ]


def test_other_media_types_are_accepted_unread_with_a_notice() -> None:
    loaded = document(
        paths={
            "/a": {
                "post": {
                    "requestBody": {
                        "content": {"application/xml": {"schema": {"type": "object"}}}
                    },
                    "responses": OK,
                }
            }
        }
    )
    body = only(loaded).decode_body("application/xml", b"<a/>")
    assert body == DecodedBody(b"<a/>", present=True)
    assert "application/xml are accepted unread" in str(loaded.notices)


def test_the_schema_of_a_body_is_found_by_media_type() -> None:
    operation = with_body({"type": "integer"}, "application/*+json")
    assert operation.body_schema("application/a+json") == {"type": "integer"}
    assert operation.body_schema() is None
    assert only(document()).body_schema() is None


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ([], "a request body is an object"),
        ({"content": []}, "content is an object"),
        ({"content": {"json": {}}}, "'json' is not a media type"),
        ({"content": {JSON: 5}}, "a media type is an object"),
    ],
)
def test_a_malformed_body_stops_the_loading(body: Any, told: str) -> None:
    with pytest.raises(DocumentError, match=told):
        document(paths={"/a": {"post": {"requestBody": body, "responses": OK}}})
