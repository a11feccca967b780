"""The processes of a proof: they are told of if they die, and end with it."""

from __future__ import annotations

import os
import time
from multiprocessing import active_children
from pathlib import Path

import pytest

from contract_tests.errors import ContractTestsError
from contract_tests.proof.pool import carried_out
from contract_tests.proof.trial import Trial
from contract_tests.proof.workers import workers
from tests.proof.examinations import defect

TRIALS = tuple(defect(f"trial-{number}", "LED-01") for number in range(5))


def die(trial: Trial) -> object:
    os._exit(9)


def begin_and_hang(trial: Trial) -> object:
    Path(trial.text).touch()
    time.sleep(600)
    return None


def test_a_process_that_dies_is_told_of_with_what_it_tried() -> None:
    with (
        pytest.raises(ContractTestsError, match=r"trial-0.*fewer --jobs"),
        workers(1) as executor,
    ):
        carried_out(
            TRIALS, executor, die, jobs=1, seconds=None, done=lambda trial, result: None
        )

    assert active_children() == []


def test_an_interrupt_ends_what_is_under_way(tmp_path: Path) -> None:
    mark = tmp_path / "begun"
    trial = Trial(TRIALS[0].kind, "hangs", "money", str(mark))
    with pytest.raises(KeyboardInterrupt):
        interrupted(trial, mark)

    assert active_children() == []


def interrupted(trial: Trial, mark: Path) -> None:
    """Let a trial begin, and do what Ctrl-C does."""
    with workers(1) as executor:
        executor.submit(begin_and_hang, trial)
        while not mark.exists():
            os.sched_yield()
        raise KeyboardInterrupt
