from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.openapi import DecodedBody
from tests.openapi.documents import with_body

URLENCODED = "application/x-www-form-urlencoded"


def problems(body: DecodedBody) -> list[tuple[str, str]]:
    return [(violation.path, violation.code) for violation in body.violations]


FORM = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "ids": {"type": "array", "items": {"type": "integer"}},
        "at": {"type": "object", "properties": {"x": {"type": "integer"}}},
        "file": {"type": "string", "format": "binary"},
        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
    },
}


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"name=a+b%26&age=5", {"name": "a b&", "age": 5}),
        (b"name=a&tags=x&tags=y", {"name": "a", "tags": ["x", "y"]}),
        (b"name=a&tags=x", {"name": "a", "tags": ["x"]}),
        (b"name=a&ids=1,2", {"name": "a", "ids": [1, 2]}),
        (b"name=a&at[x]=5", {"name": "a", "at": {"x": 5}}),
        (b"name=a&at=%7B%22x%22:5%7D", {"name": "a", "at": {"x": 5}}),
        (b"name=", {"name": ""}),
        (b"name", {"name": ""}),
    ],
)
def test_an_urlencoded_form_is_read_by_its_schema(raw: bytes, value: Any) -> None:
    encoding = {"ids": {"style": "form", "explode": False}}
    operation = with_body(FORM, URLENCODED, media={"encoding": encoding})
    assert operation.decode_body(URLENCODED, raw) == DecodedBody(value, present=True)


@pytest.mark.parametrize(
    ("raw", "path", "code"),
    [
        (b"age=5", "body.name", "required"),
        (b"name=a&age=x", "body.age", "type"),
        (b"name=a&foo=x", "body.foo", "additionalProperties"),
        (b"name=a&name=b", "body.name", "style"),
        (b"name=%zz", "body.name", "invalid_encoding"),
        (b"%zz=a", "body", "invalid_encoding"),
        (b"name=a&at=5x", "body.at", "invalid_json"),
        (b"name=a&at[x]=y", "body.at.x", "type"),
        (b"&".join([b"a=1"] * 10_001), "body", "too_many_fields"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_an_urlencoded_form_that_does_not_fit_is_a_violation(
    raw: bytes, path: str, code: str
) -> None:
    assert problems(with_body(FORM, URLENCODED).decode_body(URLENCODED, raw)) == [
        (path, code)
    ]


def multipart(*parts: tuple[str, bytes], end: bytes = b"--x--\r\n") -> bytes:
    return (
        b"".join(
            b"--x\r\n" + headers.encode() + b"\r\n\r\n" + content + b"\r\n"
            for headers, content in parts
        )
        + end
    )


def disposition(name: str, more: str = "") -> str:
    return f'Content-Disposition: form-data; name="{name}"{more}'


MULTIPART = "multipart/form-data; boundary=x"


def test_a_multipart_form_is_read_by_its_schema() -> None:
    operation = with_body(FORM, "multipart/form-data")
    file = '; filename="a.bin"\r\nContent-Type: application/octet-stream'
    raw = multipart(
        (disposition("name"), "é".encode()),
        (disposition("age"), b"5"),
        (disposition("tags"), b"x"),
        (disposition("tags"), b"y"),
        (disposition("at") + "\r\nContent-Type: application/json", b'{"x": 1}'),
        (disposition("file", file), b"\x00\xff\r\n"),
        (disposition("files", file), b"1"),
        (disposition("files", file), b"2"),
    )
    assert operation.decode_body(MULTIPART, raw) == DecodedBody(
        {
            "name": "é",
            "age": 5,
            "tags": ["x", "y"],
            "at": {"x": 1},
            "file": b"\x00\xff\r\n",
            "files": [b"1", b"2"],
        },
        present=True,
    )


@pytest.mark.parametrize(
    ("content_type", "raw", "code"),
    [
        ("multipart/form-data", multipart((disposition("name"), b"a")), "invalid_form"),
        (MULTIPART, b"nonsense", "invalid_form"),
        (MULTIPART, multipart((disposition("name"), b"a"), end=b""), "invalid_form"),
        (MULTIPART, multipart(("X-A: b", b"a")), "invalid_form"),
        (MULTIPART, multipart((disposition("name"), b"\xff")), "invalid_encoding"),
        (MULTIPART, multipart(*[(disposition("n"), b"")] * 1001), "invalid_form"),
        (MULTIPART, multipart((disposition("age"), b"5")), "required"),
        (
            MULTIPART,
            multipart((disposition("name"), b"a"), (disposition("age"), b"x")),
            "type",
        ),
    ],
    ids=[
        "boundary",
        "nonsense",
        "cut",
        "nameless",
        "bytes",
        "parts",
        "required",
        "type",
    ],
)
def test_a_multipart_form_that_does_not_fit_is_a_violation(
    content_type: str, raw: bytes, code: str
) -> None:
    body = with_body(FORM, "multipart/form-data").decode_body(content_type, raw)
    assert [violation.code for violation in body.violations] == [code]


def test_a_file_is_checked_by_its_length() -> None:
    schema = {
        "properties": {"file": {"type": "string", "format": "binary", "maxLength": 2}}
    }
    operation = with_body(schema, "multipart/form-data")
    raw = multipart((disposition("file", '; filename="a"'), b"\xff\xfe\xfd"))
    assert problems(operation.decode_body(MULTIPART, raw)) == [
        ("body.file", "maxLength")
    ]


@given(st.binary(), st.sampled_from([MULTIPART, URLENCODED, "text/plain", "image/png"]))
def test_hostile_forms_never_raise(raw: bytes, content_type: str) -> None:
    HOSTILE.decode_body(content_type, raw)
    HOSTILE.decode_body(
        content_type, b"--x\r\n" + raw + b"\r\n\r\n" + raw + b"\r\n--x--"
    )


HOSTILE = with_body(FORM, "*/*")
