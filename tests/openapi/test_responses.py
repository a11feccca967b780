from __future__ import annotations

from typing import Any

import pytest

from mockserver.errors import DocumentError
from mockserver.openapi import Document, Operation, Violation
from tests.openapi.documents import document, only


def loaded(responses: Any) -> Document:
    return document(paths={"/a": {"get": {"responses": responses}}})


def operation(responses: Any) -> Operation:
    return only(loaded(responses))


def described(text: str) -> dict[str, Any]:
    return {"description": text}


@pytest.mark.parametrize(
    ("status", "key"),
    [(200, "200"), (201, "2XX"), (404, "4xx"), (500, "default"), (302, "default")],
)
def test_a_status_has_the_most_specific_response(status: int, key: str) -> None:
    found = operation(
        {
            "default": described("d"),
            "2XX": described("2"),
            "200": described("200"),
            "4xx": described("4"),
        }
    )
    response = found.response(status)
    assert response is not None
    assert response.status_key == key
    assert found.documents(status)


def test_a_status_that_is_not_documented_has_no_response() -> None:
    found = operation({"200": described("")})
    assert found.response(404) is None
    assert not found.documents(404)


def test_responses_stand_in_the_order_of_the_document() -> None:
    found = operation({"404": described(""), "200": described(""), "x-a": 5})
    assert [response.status_key for response in found.responses] == ["404", "200"]


def replying(content: Any, **more: Any) -> Document:
    return loaded({"200": {"description": "", "content": content, **more}})


def test_a_body_is_judged_by_its_media_type() -> None:
    response = only(
        replying(
            {
                "application/json": {"schema": {"type": "integer"}},
                "text/*": {"schema": {"type": "string"}},
                "image/png": {},
            }
        )
    ).response(200)
    assert response is not None
    assert response.is_valid("application/json", 5)
    assert response.is_valid("application/json; charset=utf-8", 5)
    assert not response.is_valid("application/json", "5")
    assert response.is_valid("text/plain", "a")
    assert response.is_valid("image/png", None)
    assert not response.is_valid("application/xml", 5)
    assert response.violations("application/json", 5) == ()
    assert response.violations("application/json", "5") == (
        Violation("body", "must be an integer (got '5')", "type"),
    )
    assert response.violations("image/png", None) == ()
    (violation,) = response.violations("application/xml", 5)
    assert violation.code == "unsupported_media_type"


def test_examples_are_resolved_in_their_order() -> None:
    response = only(
        replying(
            {
                "application/json": {"example": 1, "examples": {"b": {"value": 2}}},
                "text/plain": {"examples": {"x": {"value": None}}},
            }
        )
    ).response(200)
    assert response is not None
    assert response.media_types["application/json"].examples == (1, 2)
    assert response.media_types["text/plain"].examples == (None,)


@pytest.mark.parametrize(
    ("media", "told"),
    [
        ({"examples": {"a": {"externalValue": "https://example.com"}}}, "not fetched"),
        ({"examples": {"a": {}}}, "an example has a value"),
        ({"examples": [1]}, "maps names to examples"),
        ({"exmples": {}}, "did you mean 'examples'?"),
    ],
)
def test_what_is_doubtful_in_a_media_type_is_a_notice(media: Any, told: str) -> None:
    assert told in str(replying({"application/json": media}).notices)


def test_headers_have_their_schemas() -> None:
    headers = {
        "X-A": {"required": True, "schema": {"type": "integer"}},
        "X-B": {"content": {"application/json": {"schema": {"type": "object"}}}},
        "X-C": {"description": "free"},
        "Content-Type": {"schema": {"type": "string"}},
    }
    response = only(replying({}, headers=headers)).response(200)
    assert response is not None
    assert response.headers == {
        "X-A": {"type": "integer"},
        "X-B": {"type": "object"},
        "X-C": True,
    }
    assert response.header_contracts["X-A"].required
    assert response.header_contracts["X-C"].description == "free"


def test_pointers_lead_to_the_document() -> None:
    response = only(replying({"application/json": {}})).response(200)
    assert response is not None
    media = response.media_types["application/json"]
    assert media.pointer == "/paths/~1a/get/responses/200/content/application~1json"
    assert media.schema is True


@pytest.mark.parametrize(
    ("responses", "told"),
    [
        ({"OK": described("")}, "'OK' is no status"),
        ({"600": described("")}, "'600' is no status"),
        ({"20X": described("")}, "'20X' is no status"),
        ({"200": "fine"}, "a response is an object"),
        ([], "responses is an object"),
    ],
)
def test_malformed_responses_stop_the_loading(responses: Any, told: str) -> None:
    with pytest.raises(DocumentError, match=told):
        loaded(responses)


def test_an_operation_without_responses_is_a_notice() -> None:
    assert "documents no response" in str(loaded({}).notices)
