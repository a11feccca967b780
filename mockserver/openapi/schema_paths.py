"""Paths of the validator through schemas, across references."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mockserver.openapi.surroundings import Schema

_NAMED = frozenset({"$defs", "dependentSchemas", "patternProperties", "properties"})
_NUMBERED = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})


def keyword_of(path: Sequence[str | int]) -> str:
    """Return the keyword at the end of an evaluation path.

    A path may end with the name of a property or the index of a branch, when a
    schema that is ``false`` stands there.
    """
    keyword = ""
    index = 0
    while index < len(path):
        keyword = str(path[index])
        index += 2 if keyword in _NAMED or keyword in _NUMBERED else 1
    return keyword


def schema_at(
    schema: Schema, path: Sequence[str | int], resolve: Callable[[str], Schema]
) -> Schema | None:
    """Return the schema to which an evaluation path leads, or None."""
    found: Any = schema
    for step in path:
        try:
            if step == "$ref" and isinstance(found["$ref"], str):
                found = resolve(found["$ref"])
            else:
                # A property called 0 comes as an index.
                found = found[str(step) if isinstance(found, dict) else step]
        except (KeyError, IndexError, TypeError):
            return None
    return found if isinstance(found, (dict, bool)) else None
