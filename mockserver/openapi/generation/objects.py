"""Objects: which properties they have, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from mockserver.openapi.generation.draw import Draw, derive
from mockserver.openapi.generation.inner import property_place
from mockserver.openapi.generation.json_equality import copied
from mockserver.openapi.generation.names import new_names
from mockserver.openapi.generation.pattern import compile_pattern
from mockserver.openapi.generation.place import MISSING, Place
from mockserver.openapi.generation.shape import Schema, Shape
from mockserver.openapi.generation.site import Failure, Fullness, Site, Workshop

_USUAL_EXTRAS = 2  # entries of a map whose keys the document leaves open
_NAME_TRIES = 64  # names that may be tried beyond those that are wanted


@dataclass(frozen=True, slots=True)
class _Member:
    """A property that a schema names or requires."""

    name: str
    place: Place
    required: bool
    wanted: bool  # if optional: neither deprecated nor impossible nor write-only
    compound: bool
    given: Any  # a documented value or a discriminator's, or MISSING


def make_object(workshop: Workshop, shape: Shape, place: Place, site: Site) -> Any:
    """Return an object; raises Failure if a required property cannot be made."""
    members = _members(workshop, shape)
    chosen = _chosen(shape, members, site)
    compounds = sum(member.compound for member in chosen)
    share = max(site.allowance - len(chosen), 0) // max(compounds, 1)
    made: dict[str, Any] = {}
    for member in chosen:
        value = _property(workshop, shape, member, site, place, share)
        if value is not MISSING:
            made[member.name] = value
    _add_others(workshop, shape, place, site, made)
    if not shape.size.low <= len(made) <= shape.size.high:
        wanted = shape.size.describe()
        raise Failure(site, f"{len(made)} properties were made, {wanted} are asked")
    return made


def _members(workshop: Workshop, shape: Shape) -> list[_Member]:
    if "members" not in shape.plans:
        names = dict.fromkeys(n for part in shape.properties for n in part.named)
        names.update(shape.required)
        given = _given(shape)
        shape.plans["members"] = [
            _member(workshop, shape, name, given.get(name, ())) for name in names
        ]
    members: list[_Member] = shape.plans["members"]
    return members


def _given(shape: Shape) -> dict[str, list[Any]]:
    """Gather values for properties: of the discriminator, then of examples."""
    given: dict[str, list[Any]] = {n: [value] for n, value in shape.hints.items()}
    for example in shape.documented:
        if isinstance(example, Mapping):
            for name, value in example.items():
                given.setdefault(name, []).append(value)
    return given


def _member(workshop: Workshop, shape: Shape, name: str, given: Any) -> _Member:
    place = property_place(workshop.places, shape, name)
    schemas = [part.schema for part in workshop.places.parts(place)]
    shunned = any(s.get("deprecated") or s.get("writeOnly") for s in schemas)
    impossible = any(schema is False for schema in place.schemas)
    valid = (value for value in given if workshop.holds(place, value))
    return _Member(
        name,
        place,
        name in shape.required,
        not shunned and not impossible,
        workshop.is_compound(place),
        next(valid, MISSING),
    )


def _chosen(shape: Shape, members: list[_Member], site: Site) -> list[_Member]:
    """Return the members to make, as many as ``maxProperties`` allows."""
    chosen = {
        m.name
        for m in members
        if m.required or m.name in shape.hints or (m.wanted and _has_room(m, site))
    }
    _complete(shape, chosen)
    surplus = len(chosen) - shape.size.high
    for member in reversed(members):
        if surplus > 0 and member.name in chosen and not member.required:
            chosen.discard(member.name)
            surplus -= 1
    short = shape.size.low - len(chosen)
    for member in members:
        if short > 0 and member.name not in chosen and member.wanted:
            chosen.add(member.name)
            short -= 1
    return [member for member in members if member.name in chosen]


def _has_room(member: _Member, site: Site) -> bool:
    if site.fullness is Fullness.BARE:
        return False
    if site.fullness is Fullness.FLAT and member.compound:
        return False
    return site.allowance > 0 or not member.compound


def _complete(shape: Shape, chosen: set[str]) -> None:
    """Add what ``dependentRequired`` asks for, or drop what asks for it."""
    pending = list(chosen)
    while pending:
        for companion in shape.companions.get(pending.pop(), ()):
            if companion not in chosen:
                chosen.add(companion)
                pending.append(companion)


def _property(
    workshop: Workshop,
    shape: Shape,
    member: _Member,
    site: Site,
    place: Place,
    share: int,
) -> Any:
    if member.given is not MISSING:
        return copied(member.given)
    inner = site.child(member.name, name=member.name, place=place, allowance=share)
    try:
        return workshop.make(member.place, inner)
    except Failure:
        if member.required:
            raise
        return MISSING


def _add_others(
    workshop: Workshop, shape: Shape, place: Place, site: Site, made: dict[str, Any]
) -> None:
    """Add properties that no schema names: required companions, entries of maps."""
    missing = [
        name
        for owner in [*made]
        for name in shape.companions.get(owner, ())
        if name not in made
    ]
    wanted = max(_wanted_extras(shape, site, made), shape.size.low - len(made))
    wanted = min(wanted, shape.size.high - len(made))
    if wanted <= 0 and not missing:
        return
    tried = 0
    names = _other_names(workshop, shape, place, site)
    for name in chain(missing, names):
        if wanted <= 0 and name not in missing:
            return
        if name in made:
            continue
        if _add_other(workshop, shape, place, site, made, name):
            wanted -= 1
            continue
        tried += 1
        if tried > _NAME_TRIES:
            return


def _add_other(
    workshop: Workshop,
    shape: Shape,
    place: Place,
    site: Site,
    made: dict[str, Any],
    name: str,
) -> bool:
    inner_place = property_place(workshop.places, shape, name)
    if any(schema is False for schema in inner_place.schemas):
        return False
    share = max(site.allowance - 1, 0) // _USUAL_EXTRAS
    inner = site.child(name, name=name, place=place, allowance=share)
    try:
        made[name] = workshop.make(inner_place, inner)
    except Failure:
        return False
    return True


def _wanted_extras(shape: Shape, site: Site, made: dict[str, Any]) -> int:
    """Return how many entries to add to a map, whose keys are open."""
    if site.fullness is not Fullness.FULL or site.allowance <= 0 or made:
        return 0
    for part in shape.properties:
        if isinstance(part.other, Mapping) and part.other:
            return _USUAL_EXTRAS
        if part.patterns and not part.named:
            return len(part.patterns)
    return 0


def _other_names(
    workshop: Workshop, shape: Shape, place: Place, site: Site
) -> Iterator[str]:
    """Yield names: of ``propertyNames``, then by pattern, then free ones."""
    if shape.names:
        yield from _named_by_schema(workshop, shape, place, site)
    for part in shape.properties:
        for pattern in part.patterns:
            compiled = compile_pattern(pattern)
            if compiled is not None:
                sample = compiled.sample(derive(site.seed, f"name {pattern}"))
                if sample is not None:
                    yield sample
    closed = any(part.other is False for part in shape.properties)
    if not shape.names and not closed:
        yield from new_names(Draw(derive(site.seed, "names")))
    for part in shape.properties:
        for pattern in part.patterns:
            compiled = compile_pattern(pattern)
            if compiled is not None:
                seed = derive(site.seed, f"more names {pattern}")
                yield from compiled.samples(seed, 0, 64)


def _named_by_schema(
    workshop: Workshop, shape: Shape, place: Place, site: Site
) -> Iterator[str]:
    text: Schema = {"type": "string"}
    if "names" not in shape.plans:
        shape.plans["names"] = workshop.places.at([*shape.names, text])
    names: Place = shape.plans["names"]
    for number in range(_NAME_TRIES + 4 * max(shape.size.low, 0)):
        inner = site.child(f"name {number}", name="name", place=place, allowance=0)
        try:
            name = workshop.make(names, inner)
        except Failure:
            return
        if workshop.holds(names, name):
            yield name
