"""A shape: a conjunction of schemas without choices, as merged keywords.

``oneOf``, ``if`` and their like are chosen away before (:mod:`choice`), and what
is left is merged (:mod:`merge`). A contradiction shows as an empty ``types`` or
``values``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from mockserver.openapi.generation.pattern import ENDLESS, compile_pattern

Schema = bool | Mapping[str, Any]
"""A JSON Schema 2020-12."""

TYPES = ("string", "integer", "number", "boolean", "object", "array", "null")


@dataclass(slots=True)
class Span:
    """A range of sizes: ``low`` <= size <= ``high``."""

    low: int = 0
    high: int = ENDLESS

    def describe(self) -> str:
        """Return the range in words, such as ``at least 3``."""
        if self.high >= ENDLESS:
            return f"at least {self.low}" if self.low else "any number of"
        return f"{self.low} to {self.high}" if self.low else f"at most {self.high}"

    def raise_low(self, low: float) -> None:
        """Narrow the span from below."""
        self.low = max(self.low, math.ceil(low))

    def lower_high(self, high: float) -> None:
        """Narrow the span from above."""
        self.high = min(self.high, math.floor(high))


@dataclass(slots=True)
class Bounds:
    """A range of numbers, exact; ``None`` is no bound."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    step: Fraction | None = None

    def raise_low(self, low: Fraction, *, is_open: bool) -> None:
        """Narrow the range from below; ``is_open`` leaves ``low`` itself out."""
        if self.low is None or low > self.low or (low == self.low and is_open):
            self.low, self.low_open = low, is_open

    def lower_high(self, high: Fraction, *, is_open: bool) -> None:
        """Narrow the range from above; ``is_open`` leaves ``high`` itself out."""
        if self.high is None or high < self.high or (high == self.high and is_open):
            self.high, self.high_open = high, is_open

    def narrow_step(self, step: Fraction) -> None:
        """Allow only multiples of ``step`` too: the least common multiple."""
        if self.step is not None:
            numerator = math.lcm(
                self.step.numerator * step.denominator,
                step.numerator * self.step.denominator,
            )
            step = Fraction(numerator, self.step.denominator * step.denominator)
        self.step = step


@dataclass(frozen=True, slots=True)
class Properties:
    """What one schema says of properties by their names."""

    named: Mapping[str, Schema]
    patterns: Mapping[str, Schema]
    other: Schema

    def schemas_of(self, name: str) -> list[Schema]:
        """Return the schemas that apply to the property ``name``."""
        schemas = [self.named[name]] if name in self.named else []
        for pattern, schema in self.patterns.items():
            compiled = compile_pattern(pattern)
            if compiled is not None and compiled.matches(name):
                schemas.append(schema)
        return schemas or [self.other]

    def knows(self, name: str) -> bool:
        """Tell whether ``name`` falls under a property or a pattern."""
        if name in self.named:
            return True
        compiled = map(compile_pattern, self.patterns)
        return any(item is not None and item.matches(name) for item in compiled)


@dataclass(frozen=True, slots=True)
class Items:
    """What one schema says of items by their positions."""

    prefix: Sequence[Schema]
    other: Schema


@dataclass(frozen=True, slots=True)
class Contained:
    """A ``contains`` with how often it must and may match."""

    schema: Schema
    fewest: int
    most: int


@dataclass(slots=True)
class Shape:
    """Merged keywords; built by :func:`merge.merge` and not changed afterwards.

    ``values`` is what ``const`` and ``enum`` leave, None without them.
    ``documented`` are examples and defaults of parts, ``hints`` values that a
    discriminator asks for. ``doubtful`` means that a value made from the shape
    may still be invalid, so that it has to be checked at once.
    """

    types: list[str] = field(default_factory=list)
    values: list[Any] | None = None
    excluded: set[Any] = field(default_factory=set)
    bounds: Bounds = field(default_factory=Bounds)
    length: Span = field(default_factory=Span)
    patterns: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    encoding: str = ""
    media_type: str = ""
    properties: list[Properties] = field(default_factory=list)
    size: Span = field(default_factory=Span)
    required: dict[str, None] = field(default_factory=dict)
    names: list[Schema] = field(default_factory=list)
    companions: dict[str, list[str]] = field(default_factory=dict)
    unevaluated_properties: list[Schema] = field(default_factory=list)
    items: list[Items] = field(default_factory=list)
    count: Span = field(default_factory=Span)
    unique: bool = False
    contained: list[Contained] = field(default_factory=list)
    unevaluated_items: list[Schema] = field(default_factory=list)
    hints: dict[str, Any] = field(default_factory=dict)
    documented: list[Any] = field(default_factory=list)
    doubtful: bool = False
    plans: dict[str, Any] = field(default_factory=dict)
