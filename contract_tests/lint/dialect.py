"""OpenAPI 3.0 to the JSON Schema of 3.1, so that there is one dialect to reason in.

Structure and pointers stay as they are; only keywords are put in other words
(OpenAPI 3.0.4, section 4.7.24.1; migration notes of 3.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_LIMITS = (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum"))


NULL_ALLOWED = "x-null-allowed"
"""Says that null satisfies `allOf`, `anyOf` and `oneOf` beside it; 3.1 has no word for
that which leaves pointers as they are."""


def modern(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the document in the keywords of 3.1; one of 3.1 is returned as it is."""
    if not str(document.get("openapi", "")).startswith("3.0"):
        return document
    rewritten: Mapping[str, Any] = _rewrite(document)
    return rewritten


def _rewrite(value: Any) -> Any:
    if isinstance(value, list):
        return [_rewrite(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    if isinstance(value.get("$ref"), str):
        # What stands beside a reference counts for nothing in 3.0.
        return {"$ref": value["$ref"]}
    result = {key: _rewrite(each) for key, each in value.items()}
    if value.get("nullable") is True:
        _admit_null(result)
    for exclusive, limit in _LIMITS:
        strict = result.get(exclusive)
        if isinstance(strict, bool):
            del result[exclusive]
            if strict and limit in result:
                result[exclusive] = result.pop(limit)
    return result


def _admit_null(schema: dict[str, Any]) -> None:
    kind, enum = schema.get("type"), schema.get("enum")
    if isinstance(kind, str):
        schema["type"] = [kind, "null"]
    if isinstance(enum, list) and None not in enum:
        schema["enum"] = [*enum, None]
    if "type" in schema or enum is not None:
        return
    # 3.0.3 lets `nullable` count beside a type only, yet authors mean it everywhere.
    schema[NULL_ALLOWED] = True
