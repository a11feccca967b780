"""A clause: one named promise of the contract, and how it is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from contract_tests.judgement.evidence import Evidence


class Level(StrEnum):
    """How binding a clause is."""

    MUST = "must"
    """A schema or a sentence of the document says so; a breach fails the run."""
    DERIVED = "derived"
    """Follows from its sentences and arithmetic; a breach fails the run."""
    SHOULD = "should"
    """An RFC or plain sense says so; a breach warns (fails with `--strict`)."""
    INFO = "info"
    """Worth knowing; never fails."""

    @property
    def binding(self) -> bool:
        """Tell whether a breach fails the run."""
        return self in (Level.MUST, Level.DERIVED)


class Need(StrEnum):
    """What must be given for a clause to be judged, in the words of a skip reason."""

    POST = "POST requests (this run is read-only)"
    BUDGET = "a credit budget (--max-credits)"
    SECOND_KEY = "a key of another account (--second-api-key)"
    POOR_KEY = "a key that cannot pay for every model (--poor-api-key)"
    REVOKED_KEY = "a revoked key (--revoked-api-key)"
    HISTORY = "an account with older images"
    STATE = "what an earlier run saw (--state)"
    STANDARD = "level standard or deep"
    DEEP = "level deep"
    NATURAL = "an event that did not happen in this run"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a clause comes from.

    `pointer` is an RFC 6901 JSON pointer into the document, `quote` words that stand at
    that place (a description, or the JSON text of the value). For what no document
    says, `pointer` is empty and `quote` names the standard (`RFC 9110, section 15.5.2`).
    """

    pointer: str
    quote: str


@dataclass(frozen=True, slots=True)
class Held:
    """The clause held in these exchanges."""

    exchanges: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """The clause was broken: what was expected, what was seen, and where.

    The first of `exchanges` is the one that shows it best. `level` replaces the
    clause's own where the same promise is broken in a way that binds less.
    """

    exchanges: tuple[int, ...]
    expected: str
    observed: str
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """These exchanges could have shown it, but something stood in the way."""

    exchanges: tuple[int, ...]
    reason: str


Finding: TypeAlias = Held | Broken | Unclear
Judge: TypeAlias = Callable[["Evidence"], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Clause:
    """One named promise.

    `images` is how many images a run buys for this clause alone on a conforming
    deployment, `requests` how many requests are sent for it; 0 for a clause that looks
    at what is sent for others.
    """

    id: str
    text: str
    sources: tuple[Source, ...]
    level: Level
    judge: Judge
    needs: tuple[Need, ...] = ()
    images: int = 0
    requests: int = 0

    @property
    def family(self) -> str:
        """Return the first part of the id (`GEN`, `PAG`)."""
        return self.id.partition("-")[0]
