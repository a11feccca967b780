"""Small documents that say nothing wrong but what a test puts in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = Any


@dataclass(frozen=True, slots=True)
class Case:
    """A rule, the pointer where it finds something, and the two documents."""

    rule: str
    pointer: str
    wrong: Json
    right: Json


def document(paths: Json = None, /, **members: Json) -> Json:
    """Return a document with these paths and top-level members."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": paths or {},
    } | members


def operation(**members: Json) -> Json:
    """Return an operation that documents 204, unless `responses` are given."""
    return {
        "operationId": "things",
        "responses": {"204": {"description": "Done"}},
    } | members


def json_content(schema: Json, **members: Json) -> Json:
    """Return the content of a JSON message."""
    return {"content": {"application/json": {"schema": schema} | members}}


def reply(schema: Json, **members: Json) -> Json:
    """Return a response with a JSON body."""
    return {"description": "The thing"} | json_content(schema) | members


def replying(schema: Json, **members: Json) -> Json:
    """Return a document whose one operation answers with this schema."""
    responses = {"200": reply({"$ref": "#/components/schemas/Thing"})}
    return document(
        {"/things": {"get": operation(responses=responses) | members}},
        components={"schemas": {"Thing": schema}},
    )


def taking(schema: Json, **members: Json) -> Json:
    """Return a document whose one operation takes a body of this schema."""
    body = json_content({"$ref": "#/components/schemas/Thing"})
    return document(
        {"/things": {"post": operation(requestBody=body) | members}},
        components={"schemas": {"Thing": schema}},
    )


def asking(parameter: Json, path: str = "/things") -> Json:
    """Return a document whose one operation has this parameter."""
    return document({path: {"get": operation(parameters=[parameter])}})


def answering(responses: Json, path: str = "/things", **members: Json) -> Json:
    """Return a document whose one operation documents these responses."""
    return document({path: {"get": operation(responses=responses) | members}})


def strings(*names: str, **known: Json) -> Json:
    """Return properties of free text, and others that are given."""
    return {name: {"type": "string"} for name in names} | known


def told(description: str, **members: Json) -> Json:
    """Return a response that is described so."""
    return {"description": description} | members


THING = "/components/schemas/Thing"
GET = "/paths/~1things/get"
POST = "/paths/~1things/post"
SECURED = {
    "security": [{"key": []}],
    "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
}
