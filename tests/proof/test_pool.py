"""Trials side by side, within a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from contract_tests.proof.pool import carried_out
from contract_tests.proof.trial import Trial
from tests.proof.examinations import defect

TRIALS = tuple(defect(f"trial-{number}", "LED-01") for number in range(6))


def test_every_trial_is_done_with_its_own_result() -> None:
    found: dict[str, object] = {}
    with ThreadPoolExecutor(3) as executor:
        carried_out(
            TRIALS,
            executor,
            lambda trial: trial.name.upper(),
            jobs=3,
            seconds=None,
            done=lambda trial, result: found.update({trial.name: result}),
        )

    assert found == {each.name: each.name.upper() for each in TRIALS}


def test_as_many_as_jobs_are_under_way_at_a_time() -> None:
    together = Barrier(3, timeout=30)
    with ThreadPoolExecutor(3) as executor:
        carried_out(
            TRIALS,
            executor,
            lambda trial: together.wait(),
            jobs=3,
            seconds=None,
            done=lambda trial, result: None,
        )

    assert not together.broken


def test_none_begins_after_the_time() -> None:
    clock = iter(range(100))
    found: list[str] = []

    def done(trial: Trial, result: object) -> None:
        found.append(trial.name)

    with ThreadPoolExecutor(1) as executor:
        carried_out(
            TRIALS,
            executor,
            lambda trial: None,
            jobs=1,
            seconds=3,
            done=done,
            now=lambda: next(clock),
        )

    assert found == ["trial-0", "trial-1"]
