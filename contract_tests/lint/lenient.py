"""Read a document that may be malformed: what is of a wrong type counts as empty."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


def mapping(value: object) -> Mapping[str, Any]:
    """Return a mapping as it is, and an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def sequence(value: object) -> Sequence[Any]:
    """Return a list as it is, and an empty one for anything else."""
    return value if isinstance(value, list) else ()


def text(value: object) -> str:
    """Return a string as it is, and an empty one for anything else."""
    return value if isinstance(value, str) else ""


def strings(value: object) -> list[str]:
    """Return the strings of a list, and an empty list for anything else."""
    return [each for each in sequence(value) if isinstance(each, str)]


def types(schema: Mapping[str, Any]) -> frozenset[str]:
    """Return the names in the keyword `type`; empty if there is none."""
    named = schema.get("type")
    return frozenset([named] if isinstance(named, str) else strings(named))


def shown(value: object, *, most: int = 300) -> str:
    """Return a value as compact JSON, the middle left out beyond `most` characters."""
    written = json.dumps(value, ensure_ascii=False, default=str)
    if len(written) <= most:
        return written
    half = (most - 5) // 2
    return f"{written[:half]} ... {written[-half:]}"
