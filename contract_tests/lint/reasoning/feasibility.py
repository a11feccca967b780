"""What can be proved of schemas: that no value satisfies them, or one implies another.

Both answers err on the safe side: None and False mean "not proved".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import ceil, floor, isinf
from typing import Any

from contract_tests.lint.reasoning.expansion import Target, outlines
from contract_tests.lint.reasoning.outline import Outline, Range, Schema

_DEEPEST = 6
"""Deeper properties are not looked at: a contradiction so deep is no one's riddle."""

_APART = ("date", "date-time", "email", "ipv4", "ipv6", "time", "uuid", "duration")
"""Formats of which no text has two."""


def type_of(value: object) -> str:
    """Return the type of a JSON value, a number being `integer` or `fraction`."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "fraction"
        case str():
            return "string"
        case list():
            return "array"
    return "object"


class Feasibility:
    """Proofs about the schemas of one document; `target` follows its references."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._known: dict[
            tuple[int, ...], tuple[tuple[Schema, ...], list[Outline]]
        ] = {}

    def target(self, reference: str) -> Any:
        """Return the schema that a reference means, True if that is not known."""
        return self._target(reference)

    def outlines(self, schemas: Sequence[Schema]) -> list[Outline]:
        """Return outlines of which every value that satisfies all schemas meets one."""
        key = tuple(map(id, schemas))
        if key not in self._known:
            # With the schemas, so that no other object can get their identities.
            self._known[key] = tuple(schemas), outlines(self._target, schemas)
        return self._known[key][1]

    def contradiction(self, *schemas: Schema, depth: int = _DEEPEST) -> str | None:
        """Return why no value satisfies all the schemas; None if that is not proved."""
        reason = None
        for outline in self.outlines(schemas):
            reason = self.emptiness(outline, depth)
            if reason is None:
                return None
        return reason

    def emptiness(self, outline: Outline, depth: int = _DEEPEST) -> str | None:
        """Return why no value has an outline; None if that is not proved."""
        if not outline.types:
            return "no type of value is allowed by all parts"
        if outline.values is not None:
            if not outline.values:
                return "the enumeration is empty, or no value stands in all of them"
            if not any(type_of(each) in outline.types for each in outline.values):
                return "no value of the enumerations is allowed by all parts"
            if not any(_admits(outline, each) for each in outline.values):
                return "every enumerated value breaks another keyword"
        reasons = [self._per_type(outline, each, depth) for each in outline.types]
        return None if None in reasons else min(map(str, reasons))

    def _per_type(self, outline: Outline, kind: str, depth: int) -> str | None:
        match kind:
            case "integer" | "fraction":
                return _no_number(outline, kind)
            case "string":
                return _no_string(outline)
            case "array":
                return self._no_array(outline, depth)
            case "object":
                return self._no_object(outline, depth)
        return None

    def _no_array(self, outline: Outline, depth: int) -> str | None:
        if outline.counts.is_empty:
            return _range_reason("minItems", "maxItems", outline.counts)
        if outline.counts.least < 1 or not outline.items or depth <= 0:
            return None
        reason = self.contradiction(*outline.items, depth=depth - 1)
        return f"an item is needed, and none is valid: {reason}" if reason else None

    def _no_object(self, outline: Outline, depth: int) -> str | None:
        for name in sorted(outline.required):
            if name in outline.forbidden:
                return f"{name!r} is required by one part and forbidden by another"
            if outline.closed is not None and name not in outline.closed:
                return f"{name!r} is required, and `additionalProperties: false` does not allow it"
            schemas = outline.properties.get(name, ())
            if not schemas or depth <= 0:
                continue
            reason = self.contradiction(*schemas, depth=depth - 1)
            if reason is not None:
                return f"the required {name!r} can have no value: {reason}"
        return None


def _no_number(outline: Outline, kind: str) -> str | None:
    numbers = outline.numbers
    if numbers.is_empty or (
        numbers.least == numbers.most and numbers.least in outline.excluded
    ):
        return _range_reason("the least", "the most", numbers)
    if kind == "integer" and not isinf(numbers.least) and not isinf(numbers.most):
        least, most = ceil(numbers.least), floor(numbers.most)
        least += least in outline.excluded
        most -= most in outline.excluded
        if least > most:
            return f"no integer lies between {numbers.least:g} and {numbers.most:g}"
    return None


def _no_string(outline: Outline) -> str | None:
    if outline.lengths.is_empty:
        return _range_reason("minLength", "maxLength", outline.lengths)
    if sum(each in outline.formats for each in _APART) > 1:
        return f"no text has the formats {' and '.join(sorted(outline.formats))}"
    return None


def _range_reason(least: str, most: str, limits: Range) -> str:
    return f"{least} {limits.least:g} is more than {most} {limits.most:g}"


def _admits(outline: Outline, value: object) -> bool:
    """Tell whether an outline's simple keywords allow a value of its enumeration."""
    kind = type_of(value)
    if kind not in outline.types:
        return False
    if isinstance(value, str):
        return _within(outline.lengths, len(value)) and all(
            matches(each, value) is not False for each in outline.patterns
        )
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _within(outline.numbers, value) and value not in outline.excluded
    if isinstance(value, list):
        return _within(outline.counts, len(value))
    if isinstance(value, Mapping):
        return outline.required <= set(value) and not outline.forbidden & set(value)
    return True


def _within(limits: Range, value: float) -> bool:
    return limits.least <= value <= limits.most


def matches(pattern: str, value: str) -> bool | None:
    """Tell whether a pattern finds a value; None if Python cannot read the pattern."""
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return None
