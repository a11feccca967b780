"""One trial by the clauses: serve it, run them at every rung, keep what they say."""

from __future__ import annotations

import logging
import tempfile
import time
import traceback
from pathlib import Path

from contract_tests.judgement.judge import judge
from contract_tests.judgement.report import Outcome, Report
from contract_tests.proof.deployments import deployed
from contract_tests.proof.matrix.examination import LADDER, Examination, Rung, Sight
from contract_tests.proof.trial import Deployment, Trial
from contract_tests.run import carry_out
from contract_tests.settings import Settings

# What hangs is to be seen as that, and soon: these mocks answer within milliseconds.
_IMAGE_SECONDS = 5.0
_RUN_SECONDS = 90.0


def examine(trial: Trial, seed: int) -> Examination:
    """Run the clauses against a trial, from the cheapest rung to its own.

    Never raises for what they meet.

    A process that has done so once has drawn the generated requests, and is quicker
    with the next trial.
    """
    # A defect is announced by a warning each time, which nobody here reads.
    logging.getLogger("mockserver").setLevel(logging.ERROR)
    own = Rung(trial.depth, trial.credits)
    sights: list[Sight] = []
    try:
        for rung in LADDER if own in LADDER else (*LADDER, own):
            # What a cheaper run has caught, one between it and the dearest would, too.
            caught = any(trial.clause in each.alarms for each in sights)
            if not caught or rung == own:
                sights.append(_sight(trial, rung, seed))
    except Exception:
        return Examination(trial.name, (), error=traceback.format_exc())
    return Examination(trial.name, tuple(sights))


def _sight(trial: Trial, rung: Rung, seed: int) -> Sight:
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        deployed(trial, seed=seed) as deployment,
    ):
        state = Path(folder) / "state.json" if trial.runs > 1 else None
        for _ in range(trial.runs):
            report = _run(deployment, rung, seed, state)
    return Sight(
        rung,
        exit_code=int(report.exit_code),
        cause=report.cause,
        failed=_ids(report, Outcome.FAILED),
        warned=_ids(report, Outcome.WARNED),
        skipped=_ids(report, Outcome.SKIPPED),
        requests=report.requests,
        images=report.spending.images,
        spent=report.spending.credits,
        seconds=round(time.monotonic() - began, 2),
    )


def _run(deployment: Deployment, rung: Rung, seed: int, state: Path | None) -> Report:
    settings = Settings(
        url=deployment.url,
        api_key=deployment.api_key,
        second_api_key=deployment.second_api_key,
        poor_api_key=deployment.poor_api_key,
        revoked_api_key=deployment.revoked_api_key,
        max_credits=rung.credits,
        level=rung.depth,
        seed=seed,
        timeout=_IMAGE_SECONDS,
        max_time=_RUN_SECONDS,
        state=state,
    )
    tape, contract = carry_out(settings)
    return judge(tape, contract)


def _ids(report: Report, outcome: Outcome) -> tuple[str, ...]:
    return tuple(each.clause.id for each in report.of(outcome))
