"""`python -m contract_tests.against_mock`: the contract tests against the package's mock.

This is the only place of the package that knows the mock: it starts one on a free port,
judges it over HTTP as any deployment, and ends it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from contract_tests.cli.command import main

# The mock's well-known keys; options of the caller come later and win.
KEYS = (
    "--api-key=gi_mock_good",
    "--second-api-key=gi_mock_second",
    "--poor-api-key=gi_mock_poor",
    "--revoked-api-key=gi_mock_revoked",
)
BUDGET = "--max-credits=100"
OLDER_IMAGES = 57
"""More than a page holds by default, so that pages can be walked."""


def judge_mock(arguments: Sequence[str]) -> int:
    """Start a mock with a history, judge it, end it, and return the exit code."""
    from mockserver import MockServer

    with MockServer(images=OLDER_IMAGES, picture="plain", picture_size=64) as mock:
        return main(["run", mock.url, *KEYS, BUDGET, *arguments])


if __name__ == "__main__":
    sys.exit(judge_mock(sys.argv[1:]))
