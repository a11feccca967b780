"""What the catalogue is made of: defects and lawful variants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.adversary.deployment import Deployment

Apply = Callable[[Deployment], object]


@dataclass(frozen=True, slots=True)
class Defect:
    """One breach of the contract that a client can see."""

    name: str
    family: str
    text: str
    subtle: bool
    apply: Apply


@dataclass(frozen=True, slots=True)
class Variant:
    """One odd deployment that keeps the contract."""

    name: str
    family: str
    text: str
    apply: Apply


@dataclass(frozen=True, slots=True)
class Family:
    """Make the entries of one family."""

    name: str

    def plain(self, name: str, text: str, apply: Apply) -> Defect:
        """Make a defect that shows at the first look."""
        return Defect(name, self.name, text, False, apply)

    def subtle(self, name: str, text: str, apply: Apply) -> Defect:
        """Make a defect that shows under one condition only."""
        return Defect(name, self.name, text, True, apply)

    def lawful(self, name: str, text: str, apply: Apply) -> Variant:
        """Make a lawful variant."""
        return Variant(name, self.name, text, apply)
