"""`contract-tests prove`: the clauses, or a suite of the user's, against defects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract_tests.errors import UsageError
from contract_tests.proof.settings import ProofSettings

_SUITE_ONLY = ("timeout", "images")
_OUTPUT = ("report", "quiet", "no_color")


def prove(given: Mapping[str, Any], environment: Mapping[str, str]) -> int:
    """Try what was asked for and return the exit code."""
    wanted = {name: value for name, value in given.items() if name not in _OUTPUT}
    settings = ProofSettings(**wanted)
    if settings.command is None:
        for name in _SUITE_ONLY:
            if name in given:
                raise UsageError(f"--{name} is for a suite of your own: add --command")
        raise UsageError("the proof of the clauses is not here yet")
    raise UsageError("the proof of a suite is not here yet")
