"""Arrays: how many items, different ones, and ones that ``contains`` asks for."""

from __future__ import annotations

from typing import Any

from mockserver.openapi.generation.draw import Draw, derive
from mockserver.openapi.generation.inner import item_place
from mockserver.openapi.generation.json_equality import copied, fingerprint
from mockserver.openapi.generation.names import singular
from mockserver.openapi.generation.numbers import few_integers
from mockserver.openapi.generation.pattern import ENDLESS
from mockserver.openapi.generation.place import Place
from mockserver.openapi.generation.shape import Shape
from mockserver.openapi.generation.site import Failure, Fullness, Site, Workshop

_USUAL_MOST = 3  # items, where the document asks for no more
_TRIES = 24  # to find one more item that is different
_FEW = 1000  # values that are listed to find different ones
_TURNS = 64


def make_array(workshop: Workshop, shape: Shape, place: Place, site: Site) -> Any:
    """Return an array; raises Failure if an item that is needed cannot be made."""
    count = _count(shape, site)
    share = max(site.allowance - count, 0) // max(count, 1)
    asked = _asked(workshop, shape, count)
    made: list[Any] = []
    seen: set[Any] = set()
    for position in range(count):
        spot = site.child(
            position, name=singular(site.name), place=place, allowance=share
        )
        item = item_place(workshop.places, shape, position)
        if position in asked:
            item = workshop.places.at([*item.schemas, *asked[position]])
        try:
            value = _item(workshop, shape, item, spot, seen)
        except Failure:
            if len(made) >= shape.count.low and position not in asked:
                break
            raise
        made.append(value)
    return made


def _count(shape: Shape, site: Site) -> int:
    """Return how many items to make."""
    span = shape.count
    if span.low > span.high:
        raise Failure(site, f"minItems {span.low} is above maxItems {span.high}")
    prefix = max((len(part.prefix) for part in shape.items), default=0)
    needed = max((entry.fewest for entry in shape.contained), default=0)
    if site.fullness is Fullness.BARE or site.allowance <= 0:
        wanted = needed
    elif prefix:
        wanted = prefix
    else:
        most = _USUAL_MOST if site.fullness is Fullness.FULL else 1
        wanted = max(Draw(derive(site.seed, "count")).between(1, most), needed)
    wanted = max(span.low, min(wanted, span.high))
    closed = [p for p in shape.items if p.other is False]
    return min([wanted, *(len(p.prefix) for p in closed)]) if closed else wanted


def _asked(workshop: Workshop, shape: Shape, count: int) -> dict[int, list[Any]]:
    """Return what ``contains`` asks of which positions, from the end on.

    Items beyond ``maxContains`` are asked not to match.
    """
    asked: dict[int, list[Any]] = {}
    prefix = max((len(part.prefix) for part in shape.items), default=0)
    open_positions = [*range(prefix, count), *range(min(prefix, count))]
    for entry in shape.contained:
        for number, position in enumerate(open_positions):
            if number < entry.fewest:
                asked.setdefault(position, []).append(entry.schema)
            elif entry.most < ENDLESS:
                negated = workshop.places.negated(entry.schema)
                asked.setdefault(position, []).append(negated)
    return asked


def _item(
    workshop: Workshop, shape: Shape, place: Place, site: Site, seen: set[Any]
) -> Any:
    if not shape.unique:
        return workshop.make(place, site)
    for attempt in range(_TRIES):
        value = workshop.make(place, site.again(attempt, site.fullness))
        if _is_new(value, seen):
            return value
    for value in _few_values(place, site):
        if workshop.holds(place, value) and _is_new(value, seen):
            return copied(value)
    raise Failure(site, "no item was found that differs from those before it")


def _is_new(value: Any, seen: set[Any]) -> bool:
    mark = fingerprint(value)
    if mark in seen:
        return False
    seen.add(mark)
    return True


def _few_values(place: Place, site: Site) -> list[Any]:
    """Return the values of a place that can be listed."""
    values: list[Any] = []
    for turn in range(_TURNS):
        leaf = place.alternative(0, turn, exact=False)
        if leaf is None:
            continue
        if leaf.type == "enum":
            values.extend(leaf.shape.values or ())
        elif leaf.type == "boolean":
            values.extend((True, False))
        elif leaf.type == "null":
            values.append(None)
        elif leaf.type == "integer":
            values.extend(few_integers(leaf.shape, _FEW) or ())
    start = Draw(derive(site.seed, "values")).below(max(len(values), 1))
    return values[start:] + values[:start]
