"""Mocks of a document that was edited, with no code changed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mockserver import MockServer
from mockserver.documents import packaged_document
from tests.mock.conftest import Client

FORM = "application/x-www-form-urlencoded"

Edit = Callable[[Any], None]


def edited(*edits: Edit) -> Any:
    document = copy.deepcopy(json.loads(packaged_document().read_text("utf-8")))
    for edit in edits:
        edit(document)
    return document


@contextmanager
def served(*edits: Edit, credits: int = 1000) -> Iterator[Client]:
    with (
        MockServer(
            edited(*edits), picture="plain", picture_size=32, strict=True
        ) as server,
        Client(server.create_account(credits=credits)) as client,
    ):
        yield client


def schemas(document: Any) -> Any:
    return document["components"]["schemas"]


def operation(document: Any, path: str, method: str = "get") -> Any:
    return document["paths"][path][method]


def as_form(document: Any, media_type: str = FORM) -> None:
    """Let generateImage take a form as well."""
    content = operation(document, "/api/v1/images/generate", "post")["requestBody"][
        "content"
    ]
    content[media_type] = content["application/json"]


def styled(document: Any) -> None:
    """Give listImages parameters that are no plain values."""
    operation(document, "/api/v1/images")["parameters"] += [
        {
            "name": "box",
            "in": "query",
            "style": "pipeDelimited",
            "explode": False,
            "schema": {"type": "array", "items": {"type": "integer"}, "maxItems": 2},
        },
        {
            "name": "range",
            "in": "query",
            "explode": False,
            "schema": {"type": "object", "properties": {"from": {"type": "string"}}},
        },
    ]


def told_apart(document: Any) -> None:
    """Let generateImage choose its schema by a discriminator."""
    request = schemas(document)["GenerateImageRequest"]
    request["required"].append("kind")
    request["properties"]["kind"] = {"const": "image"}
    sketch = schemas(document)["Sketch"] = copy.deepcopy(request)
    sketch["properties"]["kind"] = {"const": "sketch"}
    names = {"image": "GenerateImageRequest", "sketch": "Sketch"}
    refs = {kind: f"#/components/schemas/{name}" for kind, name in names.items()}
    operation(document, "/api/v1/images/generate", "post")["requestBody"]["content"][
        "application/json"
    ]["schema"] = {
        "oneOf": [{"$ref": ref} for ref in refs.values()],
        "discriminator": {"propertyName": "kind", "mapping": refs},
    }
