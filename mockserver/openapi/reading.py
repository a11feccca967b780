"""Reading the objects of a document with checks, so that nothing is overlooked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from mockserver.openapi.contracts import Contracts, SchemaContract
from mockserver.openapi.references import Files, Place
from mockserver.openapi.schemas import Direction
from mockserver.openapi.shapes import Shape, shape_of


@dataclass(frozen=True, slots=True)
class Reading:
    """What the parts of a document are read with."""

    files: Files
    contracts: Contracts
    is_3_0: bool
    notify: Callable[[Place, str], None]

    def object_at(self, place: Place, kind: str) -> Place:
        """Return the object that stands at a place or that its ``$ref`` means.

        Raises :class:`~mockserver.errors.DocumentError` if it is no object.
        """
        found = self.files.follow(place)
        if not isinstance(found.value, dict):
            raise found.error(f"{kind} is an object, not {_shown(found.value)}")
        if found is not place:
            beside = set(place.value) - {"$ref", "summary", "description"}
            ignored = sorted(name for name in beside if not name.startswith("x-"))
            if ignored:
                self.notify(place, f"{', '.join(ignored)} beside $ref is ignored")
        return found

    def check_fields(self, place: Place, known: frozenset[str], kind: str) -> None:
        """Give notice of fields that such an object does not have."""
        for name in place.value:
            if name in known or name.startswith("x-"):
                continue
            near = get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            self.notify(place.child(name), f"is not a field of {kind}, ignored{hint}")

    def contract(self, place: Place, direction: Direction) -> SchemaContract:
        """Return the contract of the schema at a place."""
        return self.contracts.make(place, direction)

    def shape(self, contract: SchemaContract) -> Shape:
        """Return the shape of a schema of a request."""
        requests = self.contracts.requests
        return shape_of(contract.schema, requests.resolve, requests.is_valid)

    def members(
        self, place: Place, name: str, kind: str
    ) -> Iterator[tuple[str, Place]]:
        """Yield the members of an object in a field, which may be missing."""
        if place.value.get(name) is None:
            return
        inside = place.child(name)
        if not isinstance(inside.value, dict):
            raise inside.error(f"{kind} is an object, not {_shown(inside.value)}")
        yield from inside.children()

    def items(self, place: Place, name: str, kind: str) -> Iterator[Place]:
        """Yield the items of a list in a field, which may be missing."""
        if place.value.get(name) is None:
            return
        inside = place.child(name)
        if not isinstance(inside.value, list):
            raise inside.error(f"{kind} is a list, not {_shown(inside.value)}")
        for _, item in inside.children():
            yield item


def text_of(place: Place, name: str) -> str:
    """Return a text field, or the empty string if it is missing."""
    value = place.value.get(name)
    return value if isinstance(value, str) else ""


def flag_of(place: Place, name: str, *, default: bool = False) -> bool:
    """Return a field that is true or false.

    Raises :class:`~mockserver.errors.DocumentError` if it is something else.
    """
    value = place.value.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise place.child(name).error(f"must be true or false, not {_shown(value)}")
    return value


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
