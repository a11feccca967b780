"""`python -m contract_tests.against_mock`: the contract tests against the package's mock.

It starts one on a free port, judges it over HTTP as any deployment, and ends it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from contract_tests.cli.command import main
from contract_tests.proof.deployments import deployed

BUDGET = "--max-credits=100"


def judge_mock(arguments: Sequence[str]) -> int:
    """Start a mock with a history, judge it, end it, and return the exit code."""
    with deployed() as mock:
        # Options of the caller come later and win.
        keys = (
            f"--api-key={mock.api_key}",
            f"--second-api-key={mock.second_api_key}",
            f"--poor-api-key={mock.poor_api_key}",
            f"--revoked-api-key={mock.revoked_api_key}",
        )
        return main(["run", mock.url, *keys, BUDGET, *arguments])


if __name__ == "__main__":
    sys.exit(judge_mock(sys.argv[1:]))
