"""The proof of a suite: the correct mock first, then every trial, into one report."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from contract_tests.errors import UsageError
from contract_tests.proof.deployments import deployed, trials
from contract_tests.proof.ordering import families_in_turn, variants_first
from contract_tests.proof.pool import carried_out
from contract_tests.proof.record import Record, fingerprint
from contract_tests.proof.selection import selected
from contract_tests.proof.settings import ProofSettings
from contract_tests.proof.suites.command import environment, filled
from contract_tests.proof.suites.results import (
    Attempt,
    Rehearsal,
    Stage,
    SuiteReport,
)
from contract_tests.proof.suites.shell import Ending, Run, Shell
from contract_tests.proof.suites.visits import Visits, counted, quiet_mocks
from contract_tests.proof.trial import CORRECT, Trial, TrialKind
from contract_tests.run import tool_version

# Who asks about a few defects, after writing a test, wants to know at once.
_FEW = 10


class SuiteProof:
    """A proof of a suite, from the options to the report.

    Raises UsageError for a selection of nothing, and for a file of results that
    cannot be used.
    """

    def __init__(self, settings: ProofSettings) -> None:
        assert settings.command is not None
        self._settings, self._command = settings, settings.command
        self._began = time.monotonic()
        self._all = trials()
        chosen = selected(
            self._all,
            settings.select,
            deselect=settings.deselect,
            sample=settings.sample,
            seed=settings.seed,
        )
        order = variants_first if settings.budget_time is None else families_in_turn
        self._trials = order(each for each in chosen if each is not CORRECT)
        self._shell = Shell(timeout=settings.timeout)
        self._rehearsals: list[Rehearsal] = []
        self._visits = Visits(0, {})
        of = (self._command, settings.images, settings.seed, settings.timeout)
        self._record = Record(settings.resume, fingerprint(of))
        self.taken_up = len(self._trials) - len(self.left)
        """Results of the file of `--resume` that are used."""
        self.stale = self._record.stale
        """Results in that file that are of something else, and not used."""

    @property
    def left(self) -> tuple[Trial, ...]:
        """Return what is still to be tried."""
        known = self._record.known
        return tuple(each for each in self._trials if each.name not in known)

    @property
    def visits(self) -> Visits:
        """Return what the suite asked of the correct mock."""
        return self._visits

    def rehearse(self) -> Run:
        """Run the suite on the correct mock, and return the run that tells most.

        First alone; if that passes, once more in each job, at the same time: a suite
        that passes by luck, or cannot run beside itself, would notice defects that
        it does not. Raises UsageError for a command that cannot start.
        """
        with counted() as requests:
            first = self._run_correct()
        self._visits = requests.visits()
        self._rehearsals.append(Rehearsal(Stage.ALONE, first))
        if first.could_not_start:
            last = first.output.strip().splitlines()[-1:] or ["no such command"]
            raise UsageError(f"--command cannot start ({first.told}): {last[0]}")
        if first.passed and len(self.left) >= _FEW:
            jobs = self._settings.jobs
            stage = Stage.AGAIN if jobs == 1 else Stage.BESIDE
            runs = self._run_correct_beside_itself(min(jobs, len(self.left)))
            self._rehearsals += [Rehearsal(stage, run) for run in runs]
        return next((r.run for r in self._rehearsals if not r.run.passed), first)

    def carry_out(self, ended: Callable[[Attempt], None]) -> None:
        """Try what is left, as far as the time allows."""
        settings = self._settings

        def done(trial: Trial, run: object) -> None:
            assert isinstance(run, Run)
            if run.ending is not Ending.STOPPED:
                self._record.keep(trial.name, run.to_json())
                ended(Attempt(trial, run))

        many = len(self.left) >= _FEW
        with self._workers() as workers:
            carried_out(
                self.left,
                workers,
                self._run,
                jobs=settings.jobs,
                seconds=self._seconds_left(),
                done=done,
            )
        if many:
            self._rehearsals.append(Rehearsal(Stage.LAST, self._run_correct()))

    def report(self) -> SuiteReport:
        """Return what came of it so far."""
        settings = self._settings
        # What an earlier proof found says nothing of a suite that fails by now.
        steady = all(r.run.passed or r.stage is Stage.LAST for r in self._rehearsals)
        known = self._record.known if steady else {}
        tried = {each.name for each in self._trials if each.name in known}
        return SuiteReport(
            command=self._command,
            rehearsals=tuple(self._rehearsals),
            visits=self._visits,
            attempts=tuple(
                Attempt(each, Run.from_json(known[each.name]))
                for each in self._all
                if each.name in tried
            ),
            left_out=tuple(
                each
                for each in self._all
                if each.name not in tried and each.kind is not TrialKind.CORRECT
            ),
            images=settings.images,
            seed=settings.seed,
            jobs=settings.jobs,
            timeout=settings.timeout,
            seconds=round(time.monotonic() - self._began, 2),
            tool_version=tool_version(),
            catalogue=Counter(each.kind for each in self._all),
        )

    def _seconds_left(self) -> float | None:
        if self._settings.budget_time is None:
            return None
        return self._settings.budget_time - (time.monotonic() - self._began)

    @contextmanager
    def _workers(self) -> Iterator[ThreadPoolExecutor]:
        """Yield threads to run in; whatever ends the block early ends the commands."""
        workers = ThreadPoolExecutor(self._settings.jobs, "suite")
        with quiet_mocks():
            try:
                yield workers
            except BaseException:
                self._shell.stop()
                raise
            finally:
                workers.shutdown(cancel_futures=True)

    def _run_correct(self) -> Run:
        return self._run_correct_beside_itself(1)[0]

    def _run_correct_beside_itself(self, times: int) -> list[Run]:
        with self._workers() as workers:
            return list(workers.map(self._run, [CORRECT] * times))

    def _run(self, trial: Trial) -> Run:
        """Serve a trial, run the suite against it, and return how it ended."""
        settings, run = self._settings, None
        try:
            with deployed(trial, images=settings.images, seed=settings.seed) as there:
                command = filled(self._command, there)
                run = self._shell.run(command, environment(there, os.environ))
        except Exception:
            # A defect may keep its mock from ending in time; the suite has spoken.
            if run is None:
                raise
        return run
