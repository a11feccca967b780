"""From a schema to the schemas in it, and from a document to its schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contract_tests.contract.pointers import join
from contract_tests.lint.lenient import mapping, sequence

Located = tuple[str, Any]
"""A JSON pointer, and the value that stands there."""

_NAMED = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
_LISTED = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE = (
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
)
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def subschemas(pointer: str, schema: Mapping[str, Any]) -> Iterator[Located]:
    """Yield the schemas that stand directly in a schema."""
    for keyword in _NAMED:
        for name, each in mapping(schema.get(keyword)).items():
            yield pointer + join(keyword, name), each
    for keyword in _LISTED:
        for index, each in enumerate(sequence(schema.get(keyword))):
            yield pointer + join(keyword, index), each
    for keyword in _SINGLE:
        if keyword in schema:
            yield pointer + join(keyword), schema[keyword]


def nested(pointer: str, schema: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield a schema and all schemas below it, those behind a `$ref` left out."""
    rest: list[Located] = [(pointer, schema)]
    while rest:
        place, each = rest.pop()
        if isinstance(each, Mapping):
            yield place, each
            rest.extend(reversed(list(subschemas(place, each))))


def document_schemas(document: Mapping[str, Any]) -> Iterator[Located]:
    """Yield every schema of a document that stands in no other schema."""
    components = mapping(document.get("components"))
    for name, each in mapping(components.get("schemas")).items():
        yield join("components", "schemas", name), each
    for section in ("parameters", "headers", "requestBodies", "responses"):
        for name, each in mapping(components.get(section)).items():
            yield from carried(join("components", section, name), each)
    for section in ("paths", "webhooks"):
        yield from _items(join(section), document.get(section))
    yield from _items(join("components", "pathItems"), components.get("pathItems"))
    for name, each in mapping(components.get("callbacks")).items():
        yield from _items(join("components", "callbacks", name), each)


def carried(pointer: str, value: object) -> Iterator[Located]:
    """Yield the schemas of a parameter, header, body or response, not behind `$ref`."""
    message = mapping(value)
    if "schema" in message:
        yield pointer + join("schema"), message["schema"]
    for name, media in mapping(message.get("content")).items():
        yield from carried(pointer + join("content", name), media)
    for name, header in mapping(message.get("headers")).items():
        yield from carried(pointer + join("headers", name), header)


def _items(pointer: str, items: object) -> Iterator[Located]:
    for path, item in mapping(items).items():
        place = pointer + join(path)
        yield from _parameters(place, item)
        for method in METHODS:
            if method in mapping(item):
                yield from _operation(place + join(method), item[method])


def _operation(pointer: str, value: object) -> Iterator[Located]:
    operation = mapping(value)
    yield from _parameters(pointer, operation)
    yield from carried(pointer + join("requestBody"), operation.get("requestBody"))
    for status, response in mapping(operation.get("responses")).items():
        yield from carried(pointer + join("responses", status), response)
    for name, items in mapping(operation.get("callbacks")).items():
        yield from _items(pointer + join("callbacks", name), items)


def _parameters(pointer: str, value: object) -> Iterator[Located]:
    for index, each in enumerate(sequence(mapping(value).get("parameters"))):
        yield from carried(pointer + join("parameters", index), each)
