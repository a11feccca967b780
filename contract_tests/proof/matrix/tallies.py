"""What every report of a kill matrix counts, so that all of them count the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contract_tests.proof.matrix.examination import LADDER, Rung
from contract_tests.proof.matrix.kill_matrix import Disorder, Finding, KillMatrix, Line
from contract_tests.proof.trial import TrialKind
from contract_tests.settings import Depth


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some defects are caught.

    `caught` holds, for each of the matrix's rungs, how many are caught there or at a
    cheaper one by any clause; `named` how many the clause named for them catches.
    """

    defects: int
    subtle: int
    caught: tuple[int, ...]
    named: int


def rungs(matrix: KillMatrix) -> tuple[Rung, ...]:
    """Return the rungs of a matrix, from the cheapest: the ladder, and what needs more."""
    more = {line.own_rung for line in matrix.of(TrialKind.DEFECT)} - set(LADDER)
    return (*LADDER, *sorted(more, key=_costs))


def families(matrix: KillMatrix) -> Mapping[str, Sequence[Line]]:
    """Return the defects by family, both in the order of the catalogue."""
    found: dict[str, list[Line]] = {}
    for line in matrix.of(TrialKind.DEFECT):
        found.setdefault(line.trial.family, []).append(line)
    return found


def tally(lines: Sequence[Line], rungs: Sequence[Rung]) -> Tally:
    """Count some defects."""
    first = [line.first for line in lines]
    places = [rungs.index(each) for each in first if each is not None]
    return Tally(
        len(lines),
        subtle=sum(line.trial.subtle for line in lines),
        caught=tuple(
            sum(place <= number for place in places) for number in range(len(rungs))
        ),
        named=sum(line.first_by_its_clause is not None for line in lines),
    )


def by_disorder(matrix: KillMatrix) -> Mapping[Disorder, Sequence[Finding]]:
    """Return what is out of order by its kind, the worst first; empty kinds are left out."""
    found: dict[Disorder, list[Finding]] = {}
    for each in matrix.findings:
        found.setdefault(each.disorder, []).append(each)
    return found


def _costs(rung: Rung) -> tuple[int, int]:
    return list(Depth).index(rung.depth), rung.credits
