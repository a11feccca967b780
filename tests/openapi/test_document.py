from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import mockserver.openapi
from mockserver.errors import DocumentError
from tests.openapi.documents import OK, content, document, only, with_body


def test_an_operation_has_what_the_document_says() -> None:
    operation = only(
        document(
            paths={
                "/a": {
                    "get": {
                        "operationId": "getA",
                        "summary": "Short",
                        "description": "Long",
                        "tags": ["x"],
                        "deprecated": True,
                        "responses": OK,
                    }
                }
            }
        )
    )
    assert (operation.id, operation.method, operation.path) == ("getA", "GET", "/a")
    assert (operation.summary, operation.description) == ("Short", "Long")
    assert (operation.tags, operation.deprecated) == (("x",), True)
    assert operation.pointer == "/paths/~1a/get"


def test_an_operation_without_an_id_is_called_by_method_and_path() -> None:
    loaded = document()
    assert only(loaded).id == "GET /things"
    assert loaded.operation("GET /things") is only(loaded)
    assert loaded.operation("none") is None


def test_an_operation_id_that_stands_twice_is_refused() -> None:
    item = {"get": {"operationId": "a", "responses": OK}}
    with pytest.raises(DocumentError, match="is also that of GET /a") as caught:
        document(paths={"/a": item, "/b": item})
    assert caught.value.pointer == "/paths/~1b/get/operationId"


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"webhooks": {"a": {}}}, "webhooks are not sent"),
        (
            {"paths": {"/a": {"get": {"callbacks": {"c": {}}, "responses": OK}}}},
            "callbacks are not sent",
        ),
        ({"pathes": {}}, "did you mean 'paths'?"),
        (
            {"paths": {"/a": {"get": {"respones": {}, "responses": OK}}}},
            "did you mean 'responses'?",
        ),
        (
            {"paths": {"/a": {"gett": {}, "get": {"responses": OK}}}},
            "did you mean 'get'?",
        ),
    ],
)
def test_what_is_not_served_is_a_notice(parts: Any, told: str) -> None:
    assert told in str(document(**parts).notices)


def test_a_document_without_paths_is_a_notice() -> None:
    source = content()
    del source["paths"]
    assert "has no paths" in str(mockserver.openapi.load(source).notices)


def test_extensions_may_stand_anywhere() -> None:
    loaded = document(
        paths={
            "x-a": 1,
            "/a": {"x-b": 2, "get": {"x-c": 3, "responses": {**OK, "x-d": 4}}},
        },
        **{"x-e": 5},
    )
    assert loaded.notices == ()


def test_a_notice_names_its_place() -> None:
    (notice,) = with_notice().notices
    assert notice.pointer == "/components/schemas/A/maxlength"
    assert str(notice).startswith("#/components/schemas/A/maxlength: ")


def with_notice() -> Any:
    reference = {"$ref": "#/components/schemas/A"}
    reply = {"description": "", "content": {"application/json": {"schema": reference}}}
    operation = {"responses": {"200": reply, "400": reply}}
    return document(paths={"/a": {"get": operation}}, schemas={"A": {"maxlength": 5}})


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/components/schemas/Thing"},
        {"allOf": [{"$ref": "#/components/schemas/Thing"}, {"required": ["size"]}]},
    ],
)
def test_a_property_is_found_behind_references(schema: Any) -> None:
    schemas = {
        "Thing": {"properties": {"size": {"$ref": "#/components/schemas/Size"}}},
        "Size": {"enum": ["S", "M"], "description": "How large"},
    }
    operation = with_body(schema, schemas=schemas)
    loaded = document(
        paths={
            "/things": {
                "post": {
                    "requestBody": {
                        "content": {"application/json": {"schema": schema}}
                    },
                    "responses": OK,
                }
            }
        },
        schemas=schemas,
    )
    body = only(loaded).body_schema()
    found = loaded.property_schema(body, "size")
    assert found is not None
    assert (found["enum"], found["description"]) == (["S", "M"], "How large")
    assert loaded.property_schema(body, "none") is None
    assert operation.body_schema() == body


def test_properties_of_properties_are_found_one_after_the_other() -> None:
    schemas = {
        "Base": {"properties": {"id": {"type": "string"}}},
        "Full": {
            "allOf": [
                {"$ref": "#/components/schemas/Base"},
                {"properties": {"data": {"type": "object"}}},
            ]
        },
    }
    schema = {"properties": {"image": {"$ref": "#/components/schemas/Full"}}}
    body = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    loaded = document(
        paths={"/a": {"post": {**body, "responses": OK}}}, schemas=schemas
    )
    image = loaded.property_schema(only(loaded).body_schema(), "image")
    assert image is not None
    assert loaded.property_schema(image, "id") == {"type": "string"}
    assert loaded.property_schema(image, "data") == {"type": "object"}


def test_a_document_is_used_from_many_threads() -> None:
    loaded = with_body({"type": "integer", "maximum": 5})

    def use(number: int) -> bool:
        body = loaded.decode_body("application/json", b"%d" % number)
        return body.violations == ()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(1000))) == 6


def test_the_public_names_are_sorted_and_complete() -> None:
    names = mockserver.openapi.__all__
    assert names == sorted(names)
    assert all(hasattr(mockserver.openapi, name) for name in names)
