"""A trial: one deployment that something is tried against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from contract_tests.settings import Depth


class TrialKind(StrEnum):
    """What is right: to keep silent, or to notice."""

    CORRECT = "correct"
    VARIANT = "variant"
    """Odd, and lawful: whoever alarms is wrong."""
    DEFECT = "defect"
    """A breach: whoever keeps silent has missed it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A deployment to try something against.

    `text` is a sentence without a full stop: what a defect breaks, or what is odd. For a
    defect, `clause` is the id of the clause that must catch it, `credits` the least
    budget and `depth` the least level at which it can be seen, and `runs` how many runs
    it takes (2 for what only memory of an earlier run shows).
    """

    kind: TrialKind
    name: str
    family: str
    text: str
    clause: str = ""
    subtle: bool = False
    credits: int = 100
    depth: Depth = Depth.STANDARD
    runs: int = 1


CORRECT = Trial(TrialKind.CORRECT, "correct", "correct", "keeps the contract")


@dataclass(frozen=True, slots=True)
class Deployment:
    """A running deployment and the keys that open it.

    Its keys open mocks on this machine alone and are no secrets.
    """

    url: str
    api_key: str
    second_api_key: str
    poor_api_key: str
    revoked_api_key: str

    @property
    def values(self) -> Mapping[str, str]:
        """Return everything by name, as commands are told it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}
