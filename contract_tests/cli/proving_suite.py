"""`contract-tests prove --command`: a suite of the user's own."""

from __future__ import annotations

import sys

from contract_tests.cli.proof_output import ProofOutput
from contract_tests.cli.proof_signals import interrupted_by_signals
from contract_tests.proof.progress import watching
from contract_tests.proof.settings import ProofSettings
from contract_tests.proof.suites.as_json import to_json
from contract_tests.proof.suites.command import PLACEHOLDERS, misspelt
from contract_tests.proof.suites.html import to_html
from contract_tests.proof.suites.markdown import to_markdown
from contract_tests.proof.suites.results import Attempt, SuiteReport
from contract_tests.proof.suites.shell import Ending
from contract_tests.proof.suites.suite import SuiteProof
from contract_tests.proof.suites.text import forecast, to_text, unasked
from contract_tests.proof.trial import TrialKind
from contract_tests.reports.wording import count

_ODD = (Ending.TIMED_OUT, Ending.FLOODED)


def prove_suite(settings: ProofSettings, output: ProofOutput) -> int:
    """Try the suite and return the exit code."""
    proof = SuiteProof(settings)
    try:
        with interrupted_by_signals():
            _carry_out(proof, settings, output)
    except KeyboardInterrupt:
        if settings.resume is None:
            _say(
                "with --resume FILE results are kept, and the next time goes on from them"
            )
        else:
            _say(f"what was tried is in {settings.resume}; the same command goes on")
        raise
    report = proof.report()
    _publish(report, output)
    return int(report.exit_code)


def _carry_out(proof: SuiteProof, settings: ProofSettings, output: ProofOutput) -> None:
    if proof.stale:
        _say(
            f"{count(proof.stale, 'result')} in {settings.resume} are of other code,"
            " another command or other options, and are made anew"
        )
    if proof.taken_up:
        _say(
            f"{count(proof.taken_up, 'result')} taken from {settings.resume}"
            " (if your suite has changed since, name a new file)"
        )
    if not output.quiet:
        _say("the suite runs on the correct mock first")
    if not proof.rehearse().passed:
        for name in misspelt(settings.command or ""):
            _say(f"{{{name}}} is filled in with nothing; known are {PLACEHOLDERS}")
        if not proof.visits.requests:
            _say(f"warning: {unasked(proof.visits)}")
        return
    if not proof.visits.requests and not output.quiet:
        _say(f"warning: {unasked(proof.visits)}")
    left = proof.left
    if not output.quiet and left:
        _say(forecast(proof.report(), len(left)))
    console = output.progress_console()
    with watching(console, len(left), "deployments tried") as ended:
        proof.carry_out(lambda attempt: ended(attempt.trial.name, _note(attempt)))


def _note(attempt: Attempt) -> str:
    if attempt.trial.kind is TrialKind.VARIANT and attempt.noticed:
        return f"the suite fails on this lawful variant: {attempt.run.told}"
    return attempt.run.told if attempt.run.ending in _ODD else ""


def _publish(report: SuiteReport, output: ProofOutput) -> None:
    output.write(
        {
            "html": lambda: to_html(report),
            "json": lambda: to_json(report),
            "markdown": lambda: to_markdown(report),
        }
    )
    if output.quiet and report.failed_rehearsal is not None:
        run = report.failed_rehearsal.run
        _say(f"the suite fails on the correct mock: {run.told}")
    output.print(to_text(report, width=output.console().width) + "\n", report.verdict)


def _say(message: str) -> None:
    sys.stderr.write(f"contract-tests: {message}\n")
    sys.stderr.flush()
