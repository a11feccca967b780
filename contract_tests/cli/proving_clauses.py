"""`contract-tests prove`: the clauses against every defect and variant."""

from __future__ import annotations

import sys

from contract_tests.cli.proof_output import ProofOutput
from contract_tests.judgement.report import ExitCode
from contract_tests.proof.clauses import ClausesProof
from contract_tests.proof.examination import Examination
from contract_tests.proof.matrix import noted
from contract_tests.proof.matrix_text import to_text, verdict
from contract_tests.proof.progress import watching
from contract_tests.proof.settings import ProofSettings
from contract_tests.proof.trial import Trial


def prove_clauses(settings: ProofSettings, output: ProofOutput) -> int:
    """Try the clauses and return the exit code."""
    proof = ClausesProof(settings)
    if proof.stale:
        sys.stderr.write(
            f"contract-tests: {proof.stale} results in {settings.resume} are of other"
            " code or another seed, and are made anew\n"
        )
    left = proof.left
    with watching(output.progress_console(), len(left), "deployments tried") as ended:

        def tell(trial: Trial, examination: Examination) -> None:
            ended(trial.name, noted(trial, examination))

        matrix = proof.carry_out(tell)
    output.print(to_text(matrix, width=output.console().width), verdict(matrix))
    return int(ExitCode.KEPT if matrix.in_order else ExitCode.BREACHED)
