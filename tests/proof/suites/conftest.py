from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from contract_tests.cli import main

DEFECT = "default-limit-is-25"
"""What a suite notices that looks at the limit of a list."""
OTHER_DEFECT = "default-offset-is-1"
VARIANT = "newest-last"

_LIST_CHECK = """
import json, os, sys, urllib.request
request = urllib.request.Request(
    os.environ["CONTRACT_TESTS_URL"] + "/api/v1/images",
    headers={"Authorization": "Bearer " + os.environ["CONTRACT_TESTS_API_KEY"]},
)
page = json.load(urllib.request.urlopen(request))
if page["limit"] != 20:
    %s
"""


@dataclass(frozen=True)
class Proved:
    code: int
    out: str
    err: str

    @property
    def last_line(self) -> str:
        return self.out.splitlines()[-1]


Prove = Callable[..., Proved]
Suite = Callable[[str], str]


@pytest.fixture
def prove(capfd: pytest.CaptureFixture[str]) -> Prove:
    """Return what proves a command as a user would."""

    def proved(command: str, *options: str) -> Proved:
        given = [] if "--jobs" in options else ["--jobs", "2"]
        code = main(["prove", "--command", command, *given, *options])
        told = capfd.readouterr()
        return Proved(code, told.out, told.err)

    return proved


@pytest.fixture
def limit_suite(tmp_path: Path) -> Suite:
    """Return the command of a suite that does this to a limit that is not 20."""

    def written(otherwise: str) -> str:
        path = tmp_path / "suite.py"
        path.write_text(_LIST_CHECK % otherwise, "utf-8")
        return f"{shlex.quote(sys.executable)} {shlex.quote(str(path))}"

    return written
