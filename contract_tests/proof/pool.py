"""Trials side by side, within a time, each result kept as soon as it is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    wait,
)

from contract_tests.errors import ContractTestsError
from contract_tests.proof.trial import Trial


def carried_out(
    trials: Iterable[Trial],
    executor: Executor,
    attempt: Callable[[Trial], object],
    *,
    jobs: int,
    seconds: float | None,
    done: Callable[[Trial, object], None],
    now: Callable[[], float] = time.monotonic,
) -> None:
    """Attempt every trial in the executor; call `done` with each result as it comes.

    No more than `jobs` are under way at a time, and none begins after `seconds`; those
    that are under way then are waited for. `done` is called in this thread. Raises
    ContractTestsError if a process of the executor dies.
    """
    until = None if seconds is None else now() + seconds
    waiting = iter(trials)
    running: dict[Future[object], Trial] = {}
    more = True
    while more or running:
        while more and len(running) < jobs:
            trial = next(waiting, None)
            more = trial is not None and (until is None or now() < until)
            if more and trial is not None:
                running[executor.submit(attempt, trial)] = trial
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            try:
                result = future.result()
            except BrokenExecutor:
                raise _lost(running.values()) from None
            done(running.pop(future), result)


def _lost(trials: Iterable[Trial]) -> ContractTestsError:
    names = ", ".join(each.name for each in trials)
    return ContractTestsError(
        "a process of the proof was killed, or ran out of memory, while these were"
        f" tried: {names}; with fewer --jobs it takes less memory"
    )
