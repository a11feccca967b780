"""`contract-tests prove`: the clauses, or a suite of the user's, against defects."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from contract_tests.cli.proof_output import proof_output
from contract_tests.errors import UsageError
from contract_tests.proof.settings import ProofSettings

_SUITE_ONLY = ("timeout", "images")
_OUTPUT = ("report", "quiet", "no_color")


def prove(
    given: Mapping[str, Any], environment: Mapping[str, str], typed: Set[str]
) -> int:
    """Try what was asked for and return the exit code.

    `typed` are the names of the options that stand in the command line: a variable of
    the environment may be meant for `run`.
    """
    wanted = {name: value for name, value in given.items() if name not in _OUTPUT}
    settings = ProofSettings(**wanted)
    output = proof_output(given, environment)
    if settings.command is None:
        for name in _SUITE_ONLY:
            if name in typed:
                raise UsageError(f"--{name} is for a suite of your own: add --command")
        from contract_tests.cli.proving_clauses import prove_clauses

        return prove_clauses(settings, output)
    from contract_tests.cli.proving_suite import prove_suite

    return prove_suite(settings, output)
