"""`contract-tests prove --command`: a suite of the user's own."""

from __future__ import annotations

from contract_tests.cli.proof_output import ProofOutput
from contract_tests.errors import UsageError
from contract_tests.proof.settings import ProofSettings


def prove_suite(settings: ProofSettings, output: ProofOutput) -> int:
    """Try the suite and return the exit code."""
    raise UsageError("the proof of a suite is not here yet")
