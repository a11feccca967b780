"""Examinations made by hand: what the clauses might say of a trial."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from contract_tests.catalogue import CLAUSES
from contract_tests.judgement.clause import Clause, Level
from contract_tests.proof.clauses import ClausesProof
from contract_tests.proof.matrix.examination import LADDER, Examination, Rung, Sight
from contract_tests.proof.matrix.kill_matrix import KillMatrix, matrix
from contract_tests.proof.record import Record, fingerprint
from contract_tests.proof.settings import ProofSettings
from contract_tests.proof.trial import Trial, TrialKind

SMOKE, FREE, PAID = LADDER


def clause(name: str, level: Level = Level.MUST) -> Clause:
    return Clause(name, f"{name} holds.", (), level, lambda evidence: ())


def defect(name: str, named: str, *, family: str = "money", **more: object) -> Trial:
    text = f"{name} breaks something"
    return Trial(TrialKind.DEFECT, name, family, text, named, **more)  # type: ignore[arg-type]


def variant(name: str) -> Trial:
    return Trial(TrialKind.VARIANT, name, "variants", f"{name} is odd")


def sight(rung: Rung, failed: Sequence[str] = (), warned: Sequence[str] = ()) -> Sight:
    return Sight(
        rung,
        exit_code=1 if failed else 0,
        cause="",
        failed=tuple(failed),
        warned=tuple(warned),
        skipped=(),
        requests=40,
        images=2,
        spent=8,
        seconds=0.5,
    )


def seen(trial: Trial, caught: Mapping[str, Rung] | None = None) -> Examination:
    """Return an examination in which clauses fail from the rungs that are given."""
    own = Rung(trial.depth, trial.credits)
    rungs = LADDER if own in LADDER else (*LADDER, own)
    caught = caught or {}
    return Examination(
        trial.name,
        tuple(
            sight(
                rung,
                [name for name, at in caught.items() if rungs.index(at) <= number],
            )
            for number, rung in enumerate(rungs)
        ),
    )


def proved(
    found: Sequence[tuple[Trial, Examination]],
    clauses: Sequence[Clause],
    *,
    left_out: int = 0,
) -> KillMatrix:
    """Return the matrix of these examinations."""
    return matrix(
        [trial for trial, _ in found],
        {trial.name: examination for trial, examination in found},
        clauses,
        all_trials=len(found) + left_out,
        seed=1,
        seconds=3.25,
        tool_version="1.2.3",
    )


def in_order() -> dict[str, Examination]:
    """Return an examination of every trial of the package: nothing is out of order."""
    every = {each.id: SMOKE for each in CLAUSES}
    found = {}
    for trial in ClausesProof(ProofSettings()).trials:
        if trial.kind is TrialKind.DEFECT:
            own = Rung(trial.depth, trial.credits)
            # One defect alone is caught by all clauses, so that none is idle.
            found[trial.name] = seen(trial, every or {trial.clause: own})
            every = {}
        else:
            found[trial.name] = seen(trial)
    return found


def keep(path: Path, found: Mapping[str, Examination], *, seed: int = 1) -> None:
    """Write a file for `--resume` as a proof with this seed would."""
    Record(path, fingerprint([seed]))
    kept = ({"name": name, "result": each.to_json()} for name, each in found.items())
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(each)}\n" for each in kept)
