"""The places inside of a shape: of its properties and of its items."""

from __future__ import annotations

from mockserver.openapi.generation.place import Place, Places
from mockserver.openapi.generation.shape import Items, Shape


def property_places(places: Places, shape: Shape) -> list[Place]:
    """Return the places of the required properties."""
    return [property_place(places, shape, name) for name in shape.required]


def property_place(places: Places, shape: Shape, name: str) -> Place:
    """Return the place of a property: every schema that applies to it."""
    schemas = [s for part in shape.properties for s in part.schemas_of(name)]
    if not any(part.knows(name) for part in shape.properties):
        schemas.extend(shape.unevaluated_properties)
    return places.at(schemas)


def item_place(places: Places, shape: Shape, position: int) -> Place:
    """Return the place of an item: every schema that applies to it."""
    schemas = []
    for part in shape.items:
        at_prefix = position < len(part.prefix)
        schemas.append(part.prefix[position] if at_prefix else part.other)
    if not any(_evaluates(part, position) for part in shape.items):
        schemas.extend(shape.unevaluated_items)
    return places.at(schemas)


def _evaluates(part: Items, position: int) -> bool:
    """Tell whether ``items`` or ``prefixItems`` speak of the position."""
    return position < len(part.prefix) or part.other is not True
