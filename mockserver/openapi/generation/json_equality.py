"""Equality of JSON values, as JSON Schema 2020-12 (core, section 4.2.2) has it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any


def fingerprint(value: Any) -> Hashable:
    """Return what is equal for equal JSON values only: 1 is 1.0 but not true."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, dict):
        return frozenset((key, fingerprint(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return ("array", *map(fingerprint, value))
    return value if isinstance(value, Hashable) else repr(value)


def intersection(left: Iterable[Any], right: Iterable[Any]) -> list[Any]:
    """Return the values of ``left`` that ``right`` has too, in their order."""
    known = {fingerprint(value) for value in right}
    return [value for value in left if fingerprint(value) in known]


def copied(value: Any) -> Any:
    """Return a copy of a JSON value that shares no dict or list with it."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [copied(item) for item in value]
    return value
