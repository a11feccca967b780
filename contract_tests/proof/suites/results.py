"""What came of the proof of a suite: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property

from contract_tests.proof.suites.shell import Run
from contract_tests.proof.suites.visits import Visits
from contract_tests.proof.trial import Trial, TrialKind


class SuiteExit(IntEnum):
    """Exit codes of the proof of a suite."""

    ALL_NOTICED = 0
    NOT_ALL_NOTICED = 1
    SUITE_FAILS = 3
    """On the correct mock or a lawful variant; or nothing was tried."""


class Stage(StrEnum):
    """The runs on the correct mock, in their order."""

    ALONE = "alone"
    AGAIN = "again"
    BESIDE = "beside itself"
    LAST = "after all the others"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One run on the correct mock."""

    stage: Stage
    run: Run


@dataclass(frozen=True, slots=True)
class Attempt:
    """The suite, run against one variant or defect."""

    trial: Trial
    run: Run

    @property
    def noticed(self) -> bool:
        """Tell whether the suite failed: a CI would have stopped."""
        return not self.run.passed


@dataclass(frozen=True)
class SuiteReport:
    """The results of the proof of a suite.

    `attempts` stand in the order of the catalogue; `left_out` was not tried. `of` is
    how many variants and defects there are in all. Times are in seconds.
    """

    command: str
    rehearsals: tuple[Rehearsal, ...]
    visits: Visits
    attempts: tuple[Attempt, ...]
    left_out: tuple[Trial, ...]
    catalogue: Mapping[TrialKind, int]
    images: int
    seed: int
    jobs: int
    timeout: float
    seconds: float
    tool_version: str

    @cached_property
    def defects(self) -> tuple[Attempt, ...]:
        """The defects that were tried."""
        return self._of(TrialKind.DEFECT)

    @cached_property
    def variants(self) -> tuple[Attempt, ...]:
        """The lawful variants that were tried."""
        return self._of(TrialKind.VARIANT)

    @cached_property
    def missed(self) -> tuple[Attempt, ...]:
        """The defects that the suite did not notice."""
        return tuple(each for each in self.defects if not each.noticed)

    @cached_property
    def alarms(self) -> tuple[Attempt, ...]:
        """The lawful variants that the suite fails on."""
        return tuple(each for each in self.variants if each.noticed)

    @property
    def failed_rehearsal(self) -> Rehearsal | None:
        """The first run on the correct mock that failed."""
        return next((each for each in self.rehearsals if not each.run.passed), None)

    @property
    def credible(self) -> bool:
        """Tell whether the suite passed on the correct mock, each time."""
        return self.failed_rehearsal is None

    @property
    def exit_code(self) -> SuiteExit:
        """Return the exit code."""
        if not self.credible or self.alarms or not self.attempts:
            return SuiteExit.SUITE_FAILS
        return SuiteExit.NOT_ALL_NOTICED if self.missed else SuiteExit.ALL_NOTICED

    @property
    def verdict(self) -> str:
        """Return the last line of the output."""
        return f"{len(self.missed)} of {len(self.defects)} defects not noticed"

    def _of(self, kind: TrialKind) -> tuple[Attempt, ...]:
        return tuple(each for each in self.attempts if each.trial.kind is kind)
