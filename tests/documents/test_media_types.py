"""What is sent in media types other than JSON can be read as what it says it is."""

from __future__ import annotations

import gzip
import io
import json
import wave
import zipfile
from typing import Any
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import httpx
import pytest
from PIL import Image

from mockserver import MockServer

PET = {
    "type": "object",
    "required": ["id", "tags", "owner", "ok"],
    "additionalProperties": False,
    "properties": {
        "id": {"const": 5},
        "tags": {"const": ["a<b", "c&d"]},
        "owner": {"const": {"full name": "x\u0001y", "1st": None}},
        "ok": {"const": True},
    },
}
PET_REFERENCE = {"$ref": "#/components/schemas/Pet"}


def answered(
    content: Any, *, accept: str | None = None, path: str = "/a", **response: Any
) -> httpx.Response:
    """Serve one operation with this content; return its answer."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Other", "version": "1"},
        "paths": {
            "/a": {
                "get": {
                    "parameters": [
                        {"name": "n", "in": "query", "schema": {"type": "integer"}}
                    ],
                    "responses": {
                        "200": {"description": "x", "content": content, **response},
                        "400": {"description": "y", "content": content},
                    },
                }
            }
        },
        "components": {"schemas": {"Pet": PET}},
    }
    headers = {} if accept is None else {"Accept": accept}
    with MockServer(document, strict=True, seed=7) as server:
        return httpx.get(server.url + path, headers=headers)


def as_tree(element: ET.Element) -> Any:
    return [element.tag, [as_tree(child) for child in element] or element.text]


def test_xml_is_xml_with_the_schemas_name() -> None:
    reply = answered({"application/xml": {"schema": PET_REFERENCE}})

    assert as_tree(ET.fromstring(reply.content)) == [
        "Pet",
        [
            ["id", "5"],
            ["tags", "a<b"],
            ["tags", "c&d"],
            ["owner", [["full_name", "x\ufffdy"], ["_1st", None]]],
            ["ok", "true"],
        ],
    ]


def test_a_list_in_xml_has_elements_of_its_items_name() -> None:
    schema = {"type": "array", "items": PET_REFERENCE, "minItems": 2, "maxItems": 2}
    root = ET.fromstring(answered({"text/xml": {"schema": schema}}).content)

    assert [root.tag, *(child.tag for child in root)] == ["response", "Pet", "Pet"]


@pytest.mark.parametrize(
    ("media_type", "example"),
    [
        ("application/xml", "<pet id='5'/>"),
        ("application/yaml", "id: 5\n"),
        ("application/x-www-form-urlencoded", "id=5"),
        ("text/event-stream", "event: end\ndata: x\n\n"),
        ("application/x-ndjson", '{"a":1}\n{"a":2}\n'),
        ("text/csv", "a,b\n"),
    ],
)
def test_an_example_in_text_is_sent_as_it_is(media_type: str, example: str) -> None:
    schema = {} if media_type == "text/csv" else PET
    reply = answered({media_type: {"schema": schema, "example": example}})

    assert reply.headers["Content-Type"] == media_type
    assert reply.text == example


def test_a_form_is_a_form() -> None:
    schema = {"const": {"a": 1, "tags": ["x y", "&"], "inner": {"b": [True]}}}
    reply = answered({"application/x-www-form-urlencoded": {"schema": schema}})

    assert parse_qs(reply.text) == {
        "a": ["1"],
        "tags": ["x y", "&"],
        "inner": ['{"b":[true]}'],
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [({"a": 1}, 'data: {"a":1}\n\n'), ("one\ntwo", "data: one\ndata: two\n\n")],
    ids=["object", "lines"],
)
def test_an_event_stream_has_events(value: Any, text: str) -> None:
    reply = answered({"text/event-stream": {"schema": {"const": value}}})

    assert reply.text == text


def test_json_text_stays_json_with_parameters() -> None:
    media_type = "application/json; charset=utf-8"
    reply = answered({media_type: {"schema": {"const": "text"}}})

    assert reply.headers["Content-Type"] == media_type
    assert reply.json() == "text"


@pytest.mark.parametrize("media_type", ["image/png", "image/gif", "image/jpeg"])
@pytest.mark.parametrize("schema", [None, {"type": "string", "format": "binary"}])
def test_a_picture_is_a_picture(media_type: str, schema: Any) -> None:
    media = {} if schema is None else {"schema": schema}
    reply = answered({media_type: media})

    with Image.open(io.BytesIO(reply.content)) as picture:
        picture.load()
        assert Image.MIME[picture.format or ""] == media_type


@pytest.mark.parametrize("media_type", ["image/webp", "image/svg+xml"])
def test_a_picture_of_another_kind_is_one(media_type: str) -> None:
    content = answered({media_type: {}}).content

    if media_type == "image/webp":
        with Image.open(io.BytesIO(content)) as picture:
            assert picture.size == (1, 1)
    else:
        assert ET.fromstring(content).tag.endswith("svg")


def test_files_are_what_they_say() -> None:
    assert not zipfile.ZipFile(
        io.BytesIO(answered({"application/zip": {}}).content)
    ).namelist()
    assert gzip.decompress(answered({"application/gzip": {}}).content) == b""
    with wave.open(io.BytesIO(answered({"audio/wav": {}}).content)) as sound:
        assert sound.getnframes() == 800


def test_a_pdf_says_where_its_objects_are() -> None:
    content = answered({"application/pdf": {}}).content
    start = int(content.split()[-2])
    lines = content[start:].splitlines()

    assert lines[0] == b"xref"
    for number, line in enumerate(lines[3:6], start=1):
        assert content[int(line.split()[0]) :].startswith(b"%d 0 obj" % number)


@pytest.mark.parametrize(
    ("declared", "accept", "sent"),
    [
        ("image/*", None, "image/png"),
        ("image/*", "image/webp,image/png;q=0.8", "image/webp"),
        ("*/*", None, "application/json"),
        ("*/*", "application/xml", "application/xml"),
        ("text/*", "*/*", "text/plain"),
        ("application/*+json", None, "application/vnd.mock+json"),
        ("video/*", "image/*", "video/mp4"),
    ],
)
def test_a_range_is_sent_as_a_type_in_it(
    declared: str, accept: str | None, sent: str
) -> None:
    assert answered({declared: {}}, accept=accept).headers["Content-Type"] == sent


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        ("application/xml", "application/xml"),
        ("application/xml;q=0.5, application/json;q=0.4", "application/xml"),
        ("application/xml;q=0, */*", "application/json"),
        ("text/csv", "application/json"),
        ("*/*;q=nan, text/plain;q=2", "application/json"),
        ("text/*", "text/plain"),
    ],
)
def test_the_weights_of_accept_count(accept: str, sent: str) -> None:
    content: Any = {"text/plain": {}, "application/xml": {}, "application/json": {}}

    assert answered(content, accept=accept).headers["Content-Type"] == sent


@pytest.mark.parametrize(
    ("media_type", "schema", "find"),
    [
        ("text/plain", {"type": "string"}, lambda reply: reply.text),
        (
            "application/xml",
            {
                "type": "object",
                "required": ["detail"],
                "properties": {"detail": {"type": "string"}},
            },
            lambda reply: ET.fromstring(reply.text).findtext("detail"),
        ),
        ("*/*", {}, lambda reply: reply.json()["error"]["message"]),
    ],
    ids=["text", "xml", "range"],
)
def test_a_refusal_tells_its_message_in_any_type(
    media_type: str, schema: Any, find: Any
) -> None:
    reply = answered({media_type: {"schema": schema}}, path="/a?n=x")

    assert reply.status_code == 400
    assert "*" not in reply.headers["Content-Type"]
    assert "query.n must be an integer" in find(reply)


def test_headers_may_be_lists_and_objects() -> None:
    headers = {
        "X-List": {"schema": {"const": ["a", 2]}},
        "X-Pairs": {"schema": {"const": {"a": 1, "b": True}}},
        "X-Null": {"schema": {"type": "null"}},
    }
    reply = answered({"application/json": {"schema": {"const": 1}}}, headers=headers)

    assert reply.headers["X-List"] == "a,2"
    assert reply.headers["X-Pairs"] == "a,1,b,true"
    assert "X-Null" not in reply.headers


def test_no_amendment_is_told_of_another_api(caplog: pytest.LogCaptureFixture) -> None:
    from mockserver.documents import load_amended

    other = {
        "openapi": "3.1.0",
        "info": {"title": "Other", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"204": {"description": "x"}}}}},
    }

    assert load_amended(json.loads(json.dumps(other))).notices == ()
