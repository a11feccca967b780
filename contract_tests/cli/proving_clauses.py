"""`contract-tests prove`: the clauses against every defect and variant."""

from __future__ import annotations

from contract_tests.cli.proof_output import ProofOutput
from contract_tests.errors import UsageError
from contract_tests.proof.settings import ProofSettings


def prove_clauses(settings: ProofSettings, output: ProofOutput) -> int:
    """Try the clauses and return the exit code."""
    raise UsageError("the proof of the clauses is not here yet")
