"""`contract-tests prove`: the clauses against every defect and variant."""

from __future__ import annotations

import sys

from contract_tests.cli.proof_output import ProofOutput
from contract_tests.cli.proof_signals import interrupted_by_signals
from contract_tests.errors import ContractTestsError
from contract_tests.judgement.report import ExitCode
from contract_tests.proof.clauses import ClausesProof
from contract_tests.proof.matrix.as_json import to_json
from contract_tests.proof.matrix.html.page import to_html
from contract_tests.proof.matrix.kill_matrix import KillMatrix, noted
from contract_tests.proof.matrix.markdown import to_markdown
from contract_tests.proof.matrix.text import to_text, verdict
from contract_tests.proof.progress import watching
from contract_tests.proof.settings import ProofSettings
from contract_tests.proof.trial import TrialKind
from contract_tests.reports.wording import count


def prove_clauses(settings: ProofSettings, output: ProofOutput) -> int:
    """Try the clauses and return the exit code."""
    proof = ClausesProof(settings)
    if proof.stale:
        _say(
            f"{count(proof.stale, 'result')} in {settings.resume} are of other code or"
            " another seed, and are made anew"
        )
    elif proof.examined:
        _say(f"{count(proof.examined, 'result')} taken from {settings.resume}")
    try:
        with interrupted_by_signals():
            matrix = _carried_out(proof, output)
    except (KeyboardInterrupt, ContractTestsError):
        _say(_kept(proof, settings))
        raise
    output.write(
        {
            "html": lambda: to_html(matrix),
            "json": lambda: to_json(matrix),
            "markdown": lambda: to_markdown(matrix),
        }
    )
    output.print(to_text(matrix, width=output.console().width), verdict(matrix))
    if not matrix.of(TrialKind.DEFECT) and not matrix.of(TrialKind.VARIANT):
        _say("nothing was tried, so nothing is proved")
        return int(ExitCode.NOT_JUDGED)
    return int(ExitCode.KEPT if matrix.in_order else ExitCode.BREACHED)


def _carried_out(proof: ClausesProof, output: ProofOutput) -> KillMatrix:
    console, left = output.progress_console(), len(proof.left)
    with watching(console, left, "deployments tried") as ended:
        return proof.carry_out(
            lambda trial, found: ended(trial.name, noted(trial, found))
        )


def _kept(proof: ClausesProof, settings: ProofSettings) -> str:
    """Return what became of the results of a proof that has no end."""
    if settings.resume is None:
        return (
            "with --resume FILE results are kept, and the next time goes on from them"
        )
    number = f"{count(proof.examined, 'result')} of {len(proof.trials)}"
    return (
        f"{number} are kept in {settings.resume}; the same command goes on from there"
    )


def _say(message: str) -> None:
    sys.stderr.write(f"contract-tests: {message}\n")
    sys.stderr.flush()
