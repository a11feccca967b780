"""The failure that docs/contract-tests.md explains is one that is printed so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.adversary.deployed import deployed
from tests.ci.environment import clean_environment

PAGE = Path(__file__).parent.parent.parent / "docs" / "contract-tests.md"


def number_free(text: str) -> str:
    return re.sub(r"\d+", "N", text)


def test_a_failure_reads_as_it_is_shown() -> None:
    """Numbers differ, and the reply is cut off in the page."""
    (shown,) = re.findall(
        r"```text\n(FAILED .*?)```", PAGE.read_text("utf-8"), re.DOTALL
    )
    with deployed("listImages-total-later") as target:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "contract_tests",
                "run",
                target.url,
                "--seed",
                "7",
                "--select",
                "PAG-03",
            ],
            capture_output=True,
            text=True,
            env=clean_environment(CONTRACT_TESTS_API_KEY=target.api_key),
            check=False,
        )

    assert done.returncode == 1
    printed = number_free(done.stdout)
    for line in shown.splitlines():
        whole = line.partition('"id": "')[0]  # ids differ
        assert number_free(whole) in printed, line
