"""The proof of the clauses: every trial examined, side by side, into one matrix."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from contract_tests.catalogue import CLAUSES
from contract_tests.proof.deployments import trials
from contract_tests.proof.examining import examine
from contract_tests.proof.matrix.examination import LADDER, Examination, Rung
from contract_tests.proof.matrix.kill_matrix import KillMatrix, matrix
from contract_tests.proof.ordering import families_in_turn
from contract_tests.proof.pool import carried_out
from contract_tests.proof.record import Record, fingerprint
from contract_tests.proof.selection import selected
from contract_tests.proof.settings import ProofSettings
from contract_tests.proof.trial import CORRECT, Trial
from contract_tests.proof.workers import workers
from contract_tests.reports.wording import count
from contract_tests.run import tool_version


def correct_where_seen(trials: Iterable[Trial]) -> tuple[Trial, ...]:
    """Return trials of the correct mock at whatever defects need beyond the ladder.

    What the clauses say there of the correct mock, too, shows no defect.
    """
    needs = {
        (each.depth, each.credits, each.runs)
        for each in trials
        if each.runs > 1 or Rung(each.depth, each.credits) not in LADDER
    }
    return tuple(
        replace(
            CORRECT,
            name=f"{CORRECT.name}-{depth}-{credits}" + (f"-{runs}-runs") * (runs > 1),
            text=f"{CORRECT.text} ({depth}, {credits} credits, {count(runs, 'run')})",
            depth=depth,
            credits=credits,
            runs=runs,
        )
        for depth, credits, runs in sorted(needs)
    )


class ClausesProof:
    """A proof of the clauses, from the options to the matrix."""

    def __init__(self, settings: ProofSettings) -> None:
        """Choose the trials; raise UsageError for a selection of nothing."""
        self._settings = settings
        self._all = trials()
        chosen = selected(
            self._all,
            settings.select,
            deselect=settings.deselect,
            sample=settings.sample,
            seed=settings.seed,
        )
        self._correct = correct_where_seen(chosen)
        correct, others = chosen[:1], chosen[1:]
        if settings.budget_time is not None:
            others = families_in_turn(others)
        self.trials = (*correct, *self._correct, *others)
        self._record = Record(settings.resume, fingerprint([settings.seed]))
        self.stale = self._record.stale
        """Results in the file of `--resume` that are of other code, and not used."""

    @property
    def left(self) -> tuple[Trial, ...]:
        """Return the trials that are still to be examined; what broke down is, too."""
        known = self._record.known
        return tuple(
            each
            for each in self.trials
            if each.name not in known or known[each.name]["error"]
        )

    @property
    def examined(self) -> int:
        """Return how many of the trials have their result already."""
        return len(self.trials) - len(self.left)

    def carry_out(self, ended: Callable[[Trial, Examination], None]) -> KillMatrix:
        """Examine what is left, as far as the time allows, and return the matrix.

        Raises ContractTestsError if a process of it is killed.
        """
        settings, began = self._settings, time.monotonic()
        if self.left:
            with workers(settings.jobs) as executor:
                carried_out(
                    self.left,
                    executor,
                    partial(examine, seed=settings.seed),
                    jobs=settings.jobs,
                    seconds=settings.budget_time,
                    done=partial(self._keep, ended),
                )
        return self._matrix(time.monotonic() - began)

    def _keep(
        self, ended: Callable[[Trial, Examination], None], trial: Trial, result: object
    ) -> None:
        assert isinstance(result, Examination)
        self._record.keep(trial.name, result.to_json())
        ended(trial, result)

    def _matrix(self, seconds: float) -> KillMatrix:
        known = self._record.known
        return matrix(
            self.trials,
            {name: Examination.from_json(value) for name, value in known.items()},
            CLAUSES,
            all_trials=len(self._correct) + len(self._all),
            seed=self._settings.seed,
            seconds=seconds,
            tool_version=tool_version(),
        )
