"""Which operations the behaviours can answer.

An operation id may be another API's: ``listImages`` is a likely name. A behaviour
is bound only where the operation takes and gives what it works with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.openapi import Document, Operation


@dataclass(frozen=True, slots=True)
class Needs:
    """Names of properties, in the request's body, the path and the 200 reply."""

    reply: Sequence[str]
    body: Sequence[str] = ()
    path: Sequence[str] = ()


NEEDS = {
    "generateImage": Needs(reply=["image", "credits"], body=["prompt", "modelId"]),
    "listImages": Needs(reply=["images", "total"]),
    "getImage": Needs(reply=["image"], path=["id"]),
    "getAccount": Needs(reply=["userId", "creditBalance"]),
    "listUsage": Needs(reply=["transactions", "total"]),
}


def fits(document: Document, operation: Operation, needs: Needs) -> bool:
    """Tell whether the operation has all that a behaviour needs."""
    contract = operation.response(200)
    media = None if contract is None else contract.media("application/json")
    placed = {one.name for one in operation.parameters if one.location == "path"}
    return (
        media is not None
        and _has(document, media.schema, needs.reply)
        and (not needs.body or _has(document, operation.body_schema(), needs.body))
        and placed.issuperset(needs.path)
    )


def _has(document: Document, schema: Any, names: Sequence[str]) -> bool:
    if schema is None:
        return False
    schemas = [schema]
    resolved = document.resolve(schema)
    if isinstance(resolved, dict):
        schemas += resolved.get("oneOf", ()) or resolved.get("anyOf", ())
    return any(
        all(document.property_schema(one, name) is not None for name in names)
        for one in schemas
    )
