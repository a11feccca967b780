"""What a defect and a lawful variant are: a name, a sentence, and an alteration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mockserver.alteration import Alteration

Make = Callable[[], Alteration]
"""Makes an alteration for one mock: what it remembers belongs to that mock."""


class Family(StrEnum):
    """The categories of defects, in the order in which they are listed."""

    AUTHENTICATION = "authentication"
    ISOLATION = "isolation"
    VALIDATION = "validation"
    SIDE_EFFECTS = "side-effects"
    """What a refusal leaves behind."""
    SCHEMAS = "schemas"
    WIRE = "statuses-and-wire"
    MONEY = "money"
    LEDGER = "ledger"
    PAGING = "paging"
    PERSISTENCE = "persistence"
    FIDELITY = "fidelity"
    """Whether an image is what was asked for."""
    PICTURES = "pictures"
    FORMATS = "formats"
    """The two forms of getImage, and the forms of values."""
    CONCURRENCY = "concurrency"
    TIME = "time"

    def plain(
        self, name: str, breaks: str, clause: str, make: Make, **needs: Any
    ) -> Defect:
        """Declare a defect that every look at the right place shows."""
        return Defect(name, self, breaks, clause, make, **needs)

    def subtle(
        self, name: str, breaks: str, clause: str, make: Make, **needs: Any
    ) -> Defect:
        """Declare a defect that shows only sometimes."""
        return Defect(name, self, breaks, clause, make, subtle=True, **needs)


@dataclass(frozen=True, slots=True)
class Defect:
    """A deliberate breach of the contract, and the clause that must catch it.

    ``breaks`` says what a client sees, as a sentence without a full stop. A
    ``subtle`` one shows only sometimes: for one model, page or account, at the
    nth request, after an error. ``credits`` is the least budget of a run that
    can see it, ``depth`` the least level, ``runs`` how many runs it takes (2 for
    what only shows when an earlier run is remembered).
    """

    name: str
    family: Family
    breaks: str
    clause: str
    make: Make
    subtle: bool = False
    credits: int = 100
    depth: str = "standard"
    runs: int = 1


@dataclass(frozen=True, slots=True)
class Variant:
    """A deployment that is odd, and keeps the contract.

    ``differs`` says what is odd, as a sentence without a full stop.
    """

    name: str
    differs: str
    make: Make
