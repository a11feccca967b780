"""Which operations the behaviours can answer.

An operation id may be another API's: ``listImages`` is a likely name. A behaviour
is bound only where the operation takes and gives what it works with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.openapi import Document, Operation, ResponseContract

_OBJECTS = "array of objects"
_PAGE = {"limit": "integer", "offset": "integer"}


@dataclass(frozen=True, slots=True)
class Needs:
    """What a behaviour works with, by name, and the JSON type of each.

    ``reply`` and ``body`` are properties that there must be, ``path`` parameters
    that there must be, and ``query`` parameters that may be left out.
    """

    reply: Mapping[str, str]
    body: Mapping[str, str] = field(default_factory=dict)
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


NEEDS = {
    "generateImage": Needs(
        reply={"image": "object", "credits": "object"},
        body={"prompt": "string", "modelId": "string"},
    ),
    "listImages": Needs(reply={"images": _OBJECTS, "total": "integer"}, query=_PAGE),
    "getImage": Needs(reply={"image": "object"}, path={"id": "string"}),
    "getAccount": Needs(reply={"userId": "string", "creditBalance": "integer"}),
    "listUsage": Needs(
        reply={"transactions": _OBJECTS, "total": "integer"}, query=_PAGE
    ),
}


def fits(document: Document, operation: Operation, needs: Needs) -> bool:
    """Tell whether the operation has all that a behaviour needs."""
    contract = _success(operation)
    media = None if contract is None else contract.media("application/json")
    return (
        media is not None
        and _has(document, media.schema, needs.reply)
        and (not needs.body or _has(document, operation.body_schema(), needs.body))
        and _places(operation, "path", needs.path) == set(needs.path)
        and _places(operation, "query", needs.query) is not None
    )


def _success(operation: Operation) -> ResponseContract | None:
    """Return the reply that a behaviour's 200 becomes: it may be declared as 201."""
    for status in (200, 201, 202):
        contract = operation.response(status)
        if contract is not None:
            return contract
    return None


def _places(
    operation: Operation, location: str, types: Mapping[str, str]
) -> set[str] | None:
    """Return which of the parameters there are, or None if one has another type."""
    found = set()
    for parameter in operation.parameters:
        if parameter.location == location and parameter.name in types:
            if not _is_of(parameter.schema, types[parameter.name]):
                return None
            found.add(parameter.name)
    return found


def _has(document: Document, schema: Any, types: Mapping[str, str]) -> bool:
    return any(
        all(_has_one(document, branch, name, types[name]) for name in types)
        for branch in _branches(document, schema)
    )


def _branches(document: Document, schema: Any) -> Iterator[Any]:
    if schema is None:
        return
    yield schema
    resolved = document.resolve(schema)
    if isinstance(resolved, dict):
        yield from resolved.get("oneOf", ()) or resolved.get("anyOf", ())


def _has_one(document: Document, schema: Any, name: str, kind: str) -> bool:
    found = document.property_schema(schema, name)
    if found is None:
        return False
    if kind != _OBJECTS:
        return _is_of(found, kind)
    return _is_of(found, "array") and _is_of(
        document.resolve(found.get("items", True)), "object"
    )


def _is_of(schema: Any, kind: str) -> bool:
    """Tell whether a schema takes values of a type; one that names none takes all."""
    if not isinstance(schema, dict) or "type" not in schema:
        return True
    types = schema["type"]
    named = {types} if isinstance(types, str) else set(types)
    # An integer is a number too.
    return kind in named or (kind == "integer" and "number" in named)
