"""Values made from schemas: small, plain, and always the same.

A value is a proposal: whoever shows it as a witness has it confirmed by a validator.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from math import ceil, inf
from typing import Any

from contract_tests.lint.reasoning.feasibility import (
    Feasibility,
    matches,
    type_of,
)
from contract_tests.lint.reasoning.outline import Outline, Schema
from contract_tests.lint.reasoning.pattern import sample

_DEEPEST = 8
_MOST = 12
_FORMATS = {
    "date": "2025-01-01",
    "date-time": "2025-01-01T00:00:00Z",
    "duration": "P1D",
    "email": "a@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "time": "00:00:00Z",
    "uri": "https://example.com/",
    "url": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
_ORDER = ("object", "array", "string", "integer", "fraction", "boolean", "null")


class Witnesses:
    """Proposes values that several schemas of one document may all allow."""

    def __init__(self, feasibility: Feasibility) -> None:
        self._feasibility = feasibility

    def propose(self, *schemas: Schema) -> list[Any]:
        """Return at most a dozen values, the smallest first; none may be right."""
        return list(islice(self._of_schemas(schemas, _DEEPEST), _MOST))

    def _of_schemas(self, schemas: Sequence[Schema], depth: int) -> Iterator[Any]:
        for outline in self._feasibility.outlines(schemas):
            if self._feasibility.emptiness(outline, 2) is None:
                yield from self._of_outline(outline, depth)

    def _of_outline(self, outline: Outline, depth: int) -> Iterator[Any]:
        if outline.values is not None:
            for value in outline.values:
                if type_of(value) in outline.types:
                    yield value
            return
        for kind in _ORDER:
            if kind in outline.types:
                yield from self._of_type(outline, kind, depth)

    def _of_type(self, outline: Outline, kind: str, depth: int) -> Iterator[Any]:
        match kind:
            case "object":
                yield from self._objects(outline, depth)
            case "array":
                yield from self._arrays(outline, depth)
            case "string":
                yield from _strings(outline)
            case "integer" | "fraction":
                yield from _numbers(outline, kind)
            case "boolean":
                yield False
            case "null":
                yield None

    def _objects(self, outline: Outline, depth: int) -> Iterator[Any]:
        if depth <= 0:
            return
        required: dict[str, Any] = {}
        for name in self._ordered(outline):
            if name in outline.required:
                schemas = outline.properties.get(name, ())
                for value in islice(self._of_schemas(schemas, depth - 1), 1):
                    required[name] = value
        if set(required) != outline.required:
            return
        yield required
        for name in self._ordered(outline):
            if name not in outline.required and name not in outline.forbidden:
                schemas = outline.properties[name]
                for value in islice(self._of_schemas(schemas, depth - 1), 1):
                    yield required | {name: value}

    def _ordered(self, outline: Outline) -> list[str]:
        rest = sorted(outline.required - set(outline.properties))
        return [*outline.properties, *rest]

    def _arrays(self, outline: Outline, depth: int) -> Iterator[Any]:
        count = int(outline.counts.least)
        if count == 0:
            yield []
            return
        for item in islice(self._of_schemas(outline.items, depth - 1), 2):
            yield [item] * count


def _strings(outline: Outline) -> Iterator[str]:
    least, most = int(outline.lengths.least), outline.lengths.most
    for each in sorted(outline.formats & set(_FORMATS)):
        yield _FORMATS[each]
    for pattern in outline.patterns:
        text = sample(pattern, least=least)
        if text is not None and all(matches(x, text) for x in outline.patterns):
            yield text
    if not outline.patterns:
        yield "a" * max(least, 1 if most >= 1 else 0)


def _numbers(outline: Outline, kind: str) -> Iterator[float]:
    numbers = outline.numbers
    start = 0 if numbers.least <= 0 <= numbers.most else numbers.least
    if start == -inf:
        start = numbers.most
    step = max(outline.multiples, default=1)
    first = ceil(start / step) * step
    for index in (0, 1, -1, 2):
        value = first + index * step
        if kind == "fraction":
            value += 0.5
        if numbers.least <= value <= numbers.most and value not in outline.excluded:
            yield int(value) if kind == "integer" else value
