"""Heights: how deep a value of a place has to be at least.

A recursive schema ends only through the shapes of least height, so these come
first wherever a value must not grow.
"""

from __future__ import annotations

from mockserver.openapi.generation.inner import item_place, property_places
from mockserver.openapi.generation.place import Leaf, Place, Places

_DEEPEST = 24  # levels of required nesting; real documents have about ten
_TURNS = 128  # choices that are looked at in one place


class Heights:
    """Finds heights, and remembers which bounds a place keeps."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._known: dict[tuple[int, int], bool] = {}

    def turns(self, place: Place) -> list[tuple[int, int]]:
        """Return (height, turn) of the shapes that end, the lowest first."""
        if place.heights is None:
            found = []
            for turn in range(_TURNS if place.has_choices else 8):
                leaf = place.alternative(0, turn, exact=False)
                height = self._height(leaf) if leaf is not None else None
                if height is not None:
                    found.append((height, turn))
            place.heights = sorted(found)
        return place.heights

    def _height(self, leaf: Leaf) -> int | None:
        below = self._needed(leaf)
        if not below:
            return 0
        for height in range(1, _DEEPEST):
            if all(self._fits(place, height - 1) for place in below):
                return height
        return None

    def _fits(self, place: Place, height: int) -> bool:
        key = (id(place), height)
        if key not in self._known:
            self._known[key] = self._has_low_shape(place, height)
        return self._known[key]

    def _has_low_shape(self, place: Place, height: int) -> bool:
        for turn in range(_TURNS if place.has_choices else 8):
            leaf = place.alternative(0, turn, exact=False)
            if leaf is None:
                continue
            below = self._needed(leaf)
            if not below:
                return True
            if height and all(self._fits(item, height - 1) for item in below):
                return True
        return False

    def _needed(self, leaf: Leaf) -> list[Place]:
        if leaf.type == "object":
            return property_places(self._places, leaf.shape)
        if leaf.type == "array" and leaf.shape.count.low > 0:
            return [item_place(self._places, leaf.shape, 0)]
        return []
