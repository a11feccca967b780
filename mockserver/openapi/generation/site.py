"""Where a value is made, how full it may be, and what making it may cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, Protocol

from mockserver.openapi.generation.draw import derive
from mockserver.openapi.generation.place import Place, Places


class Fullness(IntEnum):
    """How much of a value is made beyond what is required."""

    FULL = 0  # optional properties, one to three items
    FLAT = 1  # optional properties only if they are no objects or arrays
    BARE = 2  # what is required, no more


class Failure(Exception):
    """No value could be made at a site; caught by whoever has another way."""

    def __init__(self, site: Site, reason: str) -> None:
        self.breadcrumb = site.breadcrumb()
        self.reason = reason
        super().__init__(f"{self.breadcrumb or '/'}: {reason}")


@dataclass(slots=True)
class Run:
    """One call of the generator: its clock, and the attempts that it has left.

    ``careful`` checks each value where it is made, rather than the whole.
    """

    now: datetime
    careful: bool
    attempts_left: int


@dataclass(frozen=True, slots=True)
class Site:
    """A position in the value that is being made.

    ``allowance`` is how many values may still be made below it; ``trail`` holds
    the places of the objects and arrays around it.
    """

    run: Run
    seed: bytes
    name: str
    fullness: Fullness
    allowance: int
    trail: tuple[Place, ...] = ()
    path: tuple[str | int, ...] = ()

    def child(
        self, label: str | int, *, name: str, place: Place, allowance: int
    ) -> Site:
        """Return the site of a property or item; ``place`` is its parent's."""
        return Site(
            self.run,
            derive(self.seed, str(label)),
            name,
            self.fullness,
            allowance,
            (*self.trail, place),
            (*self.path, label),
        )

    def again(self, attempt: int, fullness: Fullness) -> Site:
        """Return the same site with another seed."""
        if not attempt and fullness is self.fullness:
            return self
        seed = derive(self.seed, f"attempt {attempt}") if attempt else self.seed
        return Site(
            self.run,
            seed,
            self.name,
            fullness,
            self.allowance,
            self.trail,
            self.path,
        )

    def breadcrumb(self) -> str:
        """Return the position as a JSON pointer (RFC 6901) into the value."""
        tokens = (str(token) for token in self.path)
        return "".join(
            f"/{token.replace('~', '~0').replace('/', '~1')}" for token in tokens
        )


class Workshop(Protocol):
    """What a maker of objects or arrays asks for the values inside."""

    places: Places

    def make(self, place: Place, site: Site) -> Any:
        """Return a value for the place; raises Failure."""

    def holds(self, place: Place, value: Any) -> bool:
        """Tell whether a value is valid for the place."""

    def is_compound(self, place: Place) -> bool:
        """Tell whether values of the place are usually objects or arrays."""
