"""Parameters for the tests: schemas, and a request that carries a raw text."""

from __future__ import annotations

from typing import Any

from mockserver.openapi import Decoded, Operation

STRING = {"type": "string"}
INTEGER = {"type": "integer"}
STRINGS = {"type": "array", "items": STRING}
INTEGERS = {"type": "array", "items": INTEGER}
POINT = {
    "type": "object",
    "properties": {"R": INTEGER, "G": INTEGER},
    "additionalProperties": False,
}


def decode(operation: Operation, location: str, raw: str) -> Decoded:
    """Decode a request that carries a raw text where the parameter stands."""
    if location == "path":
        return operation.decode({"p": raw}, b"", {})
    if location == "query":
        return operation.decode({}, raw.encode(), {})
    name = "x-p" if location == "header" else "cookie"
    return operation.decode({}, b"", {name: raw})


def parameter(location: str, schema: Any, **more: Any) -> dict[str, Any]:
    name = "X-P" if location == "header" else "p"
    return {"name": name, "in": location, "schema": schema, **more}


OPEN = {"type": "object", "additionalProperties": STRING}
