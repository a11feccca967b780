"""The kill matrix: which clause catches which defect, and what is out of order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from contract_tests.judgement.clause import Clause, Level
from contract_tests.judgement.report import ExitCode
from contract_tests.proof.matrix.examination import Examination, Rung, Sight
from contract_tests.proof.trial import Trial, TrialKind


class Disorder(StrEnum):
    """What can be out of order, the worst first."""

    FALSE_ALARM = "false alarm"
    """The correct mock, or a lawful variant, was failed."""
    SURVIVOR = "survivor"
    """No clause caught the defect."""
    MISSED = "missed by its clause"
    """Other clauses caught the defect; the one that is named for it did not."""
    IDLE = "catches nothing"
    """A clause that can fail caught no defect at all."""
    BROKEN = "not tried"
    """The trial could not be carried out."""


_OUT_OF_REACH = {
    "HTTP-03": "it looks at hosts other than this machine",
    "ST107": "it looks at documented headers, and the document has none",
}
"""Why a clause cannot catch anything here, by its id."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is out of order: of a trial, or of a clause."""

    disorder: Disorder
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One trial of the matrix, with what the clauses saw.

    `ordinary` are the alarms that the correct mock raises at each rung, which show
    nothing.
    """

    trial: Trial
    examination: Examination
    ordinary: Mapping[Rung, frozenset[str]]

    @property
    def own_rung(self) -> Rung:
        """Return the rung at which the trial must be seen."""
        return Rung(self.trial.depth, self.trial.credits)

    @property
    def caught_from(self) -> Mapping[str, Rung]:
        """Return the clauses that catch it: the cheapest rung of each, by its id."""
        found: dict[str, Rung] = {}
        for sight in self.examination.sights:
            for clause in sorted(self.caught(sight)):
                found.setdefault(clause, sight.rung)
        return found

    @property
    def catching(self) -> frozenset[str]:
        """Return the ids of the clauses that catch it, at whatever rung."""
        return frozenset(self.caught_from)

    @property
    def first(self) -> Rung | None:
        """Return the cheapest rung at which any clause catches it."""
        return next(iter(self.caught_from.values()), None)

    @property
    def first_by_its_clause(self) -> Rung | None:
        """Return the cheapest rung at which the clause named for it catches it.

        One that is dearer than what the defect declares does not count.
        """
        found, own = self.caught_from.get(self.trial.clause), self.own_rung
        if found is None or found.dearer_than(own):
            return None
        return found

    @property
    def warned_only(self) -> bool:
        """Tell whether no run fails for it: its clause advises, and warns."""
        return not any(sight.failed for sight in self.examination.sights)

    @property
    def others(self) -> tuple[str, ...]:
        """Return the ids of the clauses that catch it beside the named one, sorted."""
        return tuple(sorted(self.catching - {self.trial.clause}))

    def caught(self, sight: Sight) -> frozenset[str]:
        """Return the ids of the clauses that show something in a run."""
        return sight.alarms - self.ordinary.get(sight.rung, frozenset())


@dataclass(frozen=True)
class KillMatrix:
    """The results of a proof of the clauses.

    `left_out` counts the trials that were not tried: with any, a clause that caught
    nothing may have had nothing to catch. `seconds` is the time that it took.
    """

    lines: tuple[Line, ...]
    clauses: tuple[Clause, ...]
    left_out: int
    seed: int
    seconds: float
    tool_version: str

    @property
    def complete(self) -> bool:
        """Tell whether every defect and variant was tried."""
        return not self.left_out

    def of(self, kind: TrialKind) -> tuple[Line, ...]:
        """Return the lines of one kind."""
        return tuple(each for each in self.lines if each.trial.kind is kind)

    @cached_property
    def catches(self) -> Mapping[str, Sequence[Line]]:
        """Return the defects that each clause catches, by the clause's id."""
        found: dict[str, list[Line]] = {clause.id: [] for clause in self.clauses}
        for line in self.of(TrialKind.DEFECT):
            for clause in line.catching & found.keys():
                found[clause].append(line)
        return found

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Return everything that is out of order, the worst first."""
        found = [*self._of_trials(), *self._of_clauses()]
        order = list(Disorder)
        return tuple(sorted(found, key=lambda each: order.index(each.disorder)))

    @property
    def in_order(self) -> bool:
        """Tell whether nothing is out of order."""
        return not self.findings

    def _of_trials(self) -> Iterator[Finding]:
        for line in self.lines:
            trial = line.trial
            if line.examination.error:
                last = line.examination.error.strip().splitlines()[-1]
                yield Finding(Disorder.BROKEN, trial.name, last)
            elif trial.kind is TrialKind.DEFECT:
                yield from _of_defect(line)
            else:
                yield from _of_lawful(line)

    def why_silent(self, clause: Clause) -> str:
        """Return why a clause may catch nothing; empty if it may not."""
        if clause.level is Level.INFO:
            return "it informs, and cannot fail"
        if not self.complete:
            return "not all defects were tried"
        return _OUT_OF_REACH.get(clause.id, "")

    def _of_clauses(self) -> Iterator[Finding]:
        for clause in self.clauses:
            if not self.catches[clause.id] and not self.why_silent(clause):
                yield Finding(Disorder.IDLE, clause.id, clause.text)


def matrix(
    trials: Sequence[Trial],
    examinations: Mapping[str, Examination],
    clauses: Sequence[Clause],
    *,
    all_trials: int,
    seed: int,
    seconds: float,
    tool_version: str,
) -> KillMatrix:
    """Put the examinations of trials together; `all_trials` is how many there are."""
    ordinary: dict[Rung, frozenset[str]] = {}
    for trial in trials:
        if trial.kind is TrialKind.CORRECT and trial.name in examinations:
            for sight in examinations[trial.name].sights:
                known = ordinary.get(sight.rung, frozenset())
                ordinary[sight.rung] = known | sight.alarms
    lines = tuple(
        Line(trial, examinations[trial.name], ordinary)
        for trial in trials
        if trial.name in examinations
    )
    return KillMatrix(
        lines, tuple(clauses), all_trials - len(lines), seed, seconds, tool_version
    )


def noted(trial: Trial, examination: Examination) -> str:
    """Return what is out of order with one trial, seen alone; empty if nothing is."""
    alone = KillMatrix((Line(trial, examination, {}),), (), 1, 0, 0.0, "")
    return ", ".join(each.disorder.value for each in alone.findings)


def _of_defect(line: Line) -> Iterator[Finding]:
    trial = line.trial
    if not line.catching:
        yield Finding(Disorder.SURVIVOR, trial.name, trial.text)
    elif line.first_by_its_clause is None:
        caught = ", ".join(sorted(line.catching))
        text = f"{trial.text}: caught by {caught}, not by {trial.clause}"
        yield Finding(Disorder.MISSED, trial.name, text)


def _of_lawful(line: Line) -> Iterator[Finding]:
    alarms = [
        f"{', '.join(sight.failed) or sight.cause} at {sight.rung}"
        for sight in line.examination.sights
        if sight.exit_code != ExitCode.KEPT
    ]
    if alarms:
        text = f"{line.trial.text}: {'; '.join(alarms)}"
        yield Finding(Disorder.FALSE_ALARM, line.trial.name, text)
