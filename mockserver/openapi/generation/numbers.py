"""Integers and numbers within their bounds, exact to the last digit."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from mockserver.openapi.generation.draw import Draw
from mockserver.openapi.generation.json_equality import fingerprint
from mockserver.openapi.generation.names import usual_numbers
from mockserver.openapi.generation.shape import Bounds, Shape
from mockserver.openapi.generation.site import Failure, Site

_USUAL_WIDTH = 1000  # of a range that the document leaves open
_FINEST = Fraction(1, 100)  # of a number without multipleOf: like a price
_ENOUGH_STEPS = 20  # in a narrow range, before the steps are made finer
_TRIES = 50  # numbers, where some are excluded
_LARGEST = Fraction(int(sys.float_info.max))


@dataclass(frozen=True, slots=True)
class _Grid:
    """The numbers ``step * k`` for first <= k <= last; None is no bound."""

    step: Fraction
    first: int | None
    last: int | None

    def clipped(self, low: int, high: int) -> tuple[int, int]:
        """Return (first, last) within a usual range, or as near to it as can be."""
        above, below = self.step.numerator, self.step.denominator
        usual_first = -(-low * below // above)
        usual_last = max(high * below // above, usual_first)
        first = usual_first if self.first is None else max(self.first, usual_first)
        last = usual_last if self.last is None else min(self.last, usual_last)
        if first > usual_last:
            last = first + _USUAL_WIDTH
            last = last if self.last is None else min(self.last, last)
        elif last < usual_first:
            first = last - _USUAL_WIDTH
            first = first if self.first is None else max(self.first, first)
        return first, last


def make_integer(shape: Shape, site: Site) -> int:
    """Return an integer; raises Failure if the bounds leave none."""
    grid = _planned(shape, "integer")
    if grid is None:
        raise Failure(site, "no integer lies within the bounds")
    low, high = usual_numbers(site.name, site.run.now) or (1, _USUAL_WIDTH)
    first, last = grid.clipped(low, high)
    draw = Draw(site.seed)
    for offset in _offsets(draw, first, last):
        value = grid.step.numerator * offset
        if not shape.excluded or fingerprint(value) not in shape.excluded:
            return value
    raise Failure(site, "every integer within the bounds is excluded")


def make_number(shape: Shape, site: Site) -> int | float:
    """Return a number, mostly no integer; raises Failure if the bounds leave none."""
    grid = _planned(shape, "number")
    if grid is None:
        raise Failure(site, "no number lies within the bounds")
    low, high = usual_numbers(site.name, site.run.now) or (1, _USUAL_WIDTH)
    first, last = grid.clipped(low, high)
    draw = Draw(site.seed)
    for offset in _offsets(draw, first, last):
        value: int | float = grid.step.numerator * offset
        if grid.step.denominator != 1:
            value = value / grid.step.denominator
        if _within(shape.bounds, value) and fingerprint(value) not in shape.excluded:
            return value
    raise Failure(site, "no number that a float can hold lies within the bounds")


def few_integers(shape: Shape, most: int) -> list[int] | None:
    """Return every integer of a shape, None if there are more than ``most``."""
    grid = _planned(shape, "integer")
    if grid is None:
        return []
    if grid.first is None or grid.last is None or grid.last - grid.first >= most:
        return None
    return [grid.step.numerator * k for k in range(grid.first, grid.last + 1)]


def _offsets(draw: Draw, first: int, last: int) -> Iterator[int]:
    """Yield some numbers of a range, starting anywhere, then one after another."""
    count = last - first + 1
    start = draw.below(count)
    for step in range(min(count, _TRIES)):
        yield first + (start + step) % count


def _planned(shape: Shape, key: str) -> _Grid | None:
    if key not in shape.plans:
        shape.plans[key] = _PLANS[key](shape.bounds)
    grid: _Grid | None = shape.plans[key]
    return grid


def _integer_grid(bounds: Bounds) -> _Grid | None:
    step = Fraction((bounds.step or Fraction(1)).numerator)
    return _grid(bounds, step)


def _number_grid(bounds: Bounds) -> _Grid | None:
    if bounds.step is not None:
        return _grid(bounds, bounds.step)
    step = _FINEST
    low, high = bounds.low, bounds.high
    if low is not None and high is not None:
        if low == high and not (bounds.low_open or bounds.high_open):
            return _Grid(low, 1, 1) if low else _Grid(Fraction(1), 0, 0)
        while low < high and (high - low) / step < _ENOUGH_STEPS:
            step /= 10
    return _grid(bounds, step)


def _grid(bounds: Bounds, step: Fraction) -> _Grid | None:
    low, high = bounds.low, bounds.high
    first = None if low is None else math.ceil(max(low, -_LARGEST) / step)
    last = None if high is None else math.floor(min(high, _LARGEST) / step)
    if first is not None and bounds.low_open and step * first == low:
        first += 1
    if last is not None and bounds.high_open and step * last == high:
        last -= 1
    if first is not None and last is not None and first > last:
        return None
    return _Grid(step, first, last)


def _within(bounds: Bounds, value: int | float) -> bool:
    """Check what rounding to a float made of the exact number."""
    number = Fraction(value)
    if bounds.low is not None and number < bounds.low:
        # A bound such as 0.1 is itself rounded when a validator reads it.
        return float(bounds.low) == value and not bounds.low_open
    if bounds.high is not None and number > bounds.high:
        return float(bounds.high) == value and not bounds.high_open
    return True


_PLANS = {"integer": _integer_grid, "number": _number_grid}
