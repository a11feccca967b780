"""What the clauses say of one trial, at each level and budget: plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from contract_tests.settings import Depth


@dataclass(frozen=True, slots=True, order=True)
class Rung:
    """A level and a budget in credits at which the clauses are run."""

    depth: Depth
    credits: int

    def dearer_than(self, other: Rung) -> bool:
        """Tell whether it asks for more than another: a deeper level, or more credits."""
        depths = list(Depth)
        deeper = depths.index(self.depth) > depths.index(other.depth)
        return deeper or self.credits > other.credits

    def __str__(self) -> str:
        """Return it as reports show it (`standard, 100 credits`)."""
        return f"{self.depth}, {self.credits} credits"


LADDER = (
    Rung(Depth.SMOKE, 0),
    Rung(Depth.STANDARD, 0),
    Rung(Depth.STANDARD, 100),
)
"""From the cheapest to the one at which everything must be caught."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one run saw: ids of the clauses that failed or warned, and what it took.

    `skipped` are those that it could not look at (their reason stands in its report).
    """

    rung: Rung
    exit_code: int
    cause: str
    failed: tuple[str, ...]
    warned: tuple[str, ...]
    skipped: tuple[str, ...]
    requests: int
    images: int
    spent: int
    seconds: float

    @property
    def alarms(self) -> frozenset[str]:
        """Return the ids of all clauses that failed or warned."""
        return frozenset((*self.failed, *self.warned))


@dataclass(frozen=True, slots=True)
class Examination:
    """A trial, seen from every rung; `error` tells why there is nothing to see."""

    name: str
    sights: tuple[Sight, ...]
    error: str = ""

    def at(self, rung: Rung) -> Sight | None:
        """Return what was seen at a rung."""
        return next((each for each in self.sights if each.rung == rung), None)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Examination:
        """Return what :meth:`to_json` wrote."""
        return cls(
            value["name"], tuple(map(_sight, value["sights"])), error=value["error"]
        )


def _sight(value: dict[str, Any]) -> Sight:
    rung = Rung(Depth(value["rung"]["depth"]), value["rung"]["credits"])
    lists = {name: tuple(value[name]) for name in ("failed", "warned", "skipped")}
    return Sight(**{**value, **lists, "rung": rung})
