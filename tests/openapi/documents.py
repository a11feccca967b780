"""Small documents for the tests: only what a test is about has to be written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.openapi import Document, Operation, load

OK = {"200": {"description": "Fine"}}


def content(
    *,
    paths: Mapping[str, Any] | None = None,
    openapi: str = "3.1.0",
    schemas: Mapping[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return the content of a document."""
    result: dict[str, Any] = {
        "openapi": openapi,
        "info": {"title": "Things", "version": "1"},
        "paths": dict(paths or {"/things": {"get": {"responses": OK}}}),
        **more,
    }
    if schemas is not None:
        result.setdefault("components", {})["schemas"] = dict(schemas)
    return result


def document(**parts: Any) -> Document:
    """Load such a document."""
    return load(content(**parts))


def only(loaded: Document) -> Operation:
    """Return the one operation of a document."""
    (operation,) = loaded.operations
    return operation


def with_parameter(parameter: Mapping[str, Any], **parts: Any) -> Operation:
    """Return an operation with one parameter; a path parameter is at the end."""
    path = "/things"
    if parameter["in"] == "path":
        parameter = {"required": True, **parameter}
        path = f"/things/{{{parameter['name']}}}"
    operation = {"parameters": [parameter], "responses": OK}
    return only(document(paths={path: {"get": operation}}, **parts))


def with_body(
    schema: Any,
    media_type: str = "application/json",
    *,
    required: bool = False,
    **parts: Any,
) -> Operation:
    """Return an operation with a request body of one media type."""
    media = {"schema": schema, **parts.pop("media", {})}
    body = {"required": required, "content": {media_type: media}}
    return only(
        document(
            paths={"/things": {"post": {"requestBody": body, "responses": OK}}}, **parts
        )
    )


def with_reply(schema: Any, **parts: Any) -> Document:
    """Return a document whose one operation answers JSON of a schema."""
    reply = {
        "description": "Fine",
        "content": {"application/json": {"schema": schema}},
    }
    return document(paths={"/things": {"get": {"responses": {"200": reply}}}}, **parts)


def accepts(loaded: Document, value: Any) -> bool:
    """Tell whether the reply of the one operation may be a value."""
    response = only(loaded).response(200)
    assert response is not None
    return response.is_valid("application/json", value)
