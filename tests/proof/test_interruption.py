"""A proof that is interrupted, and goes on: the command in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from contract_tests.cli.command import main
from contract_tests.proof.deployments import trials

pytestmark = pytest.mark.skipif(
    not hasattr(os, "killpg"), reason="groups of processes are a matter of POSIX"
)
# A plain one, which the cheapest run shows.
NAME = "account-open-without-credentials"
SELECT = f"--select={NAME}"


@contextmanager
def begun(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Start a proof whose temporary files go to a folder."""
    command = [sys.executable, "-m", "contract_tests", "prove", "--jobs=1", *options]
    process = subprocess.Popen(
        command,
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def until(so: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for something that a proof does."""
    end = time.monotonic() + 60
    while not so():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        os.sched_yield()


def test_a_proof_goes_on_where_ctrl_c_ended_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, results = tmp_path / "temporary", tmp_path / "results"
    folder.mkdir()
    resume = f"--resume={results}"

    def one_is_done() -> bool:
        return results.exists() and results.read_text("utf-8").count("\n") > 1

    with begun(folder, resume, SELECT) as process:
        until(one_is_done, process)
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=30)

    assert process.returncode == 130
    assert told.splitlines()[-2:] == [
        f"contract-tests: 1 result of 2 are kept in {results};"
        " the same command goes on from there",
        "contract-tests: interrupted",
    ]
    assert "Traceback" not in told
    assert list(folder.iterdir()) == []

    report = tmp_path / "report"
    assert main(["prove", "--jobs=1", resume, SELECT, f"--report=json={report}"]) == 0
    told = capsys.readouterr().err
    assert "1 result taken from" in told
    assert "1 of 1 deployments tried" in told
    found = {each["name"]: each for each in json.loads(report.read_text())["trials"]}
    (clause,) = (each.clause for each in trials() if each.name == NAME)
    assert clause in [each["clause"] for each in found[NAME]["caughtBy"]]


def test_sigterm_ends_a_proof_and_names_the_way_to_go_on(tmp_path: Path) -> None:
    with begun(tmp_path, SELECT) as process:
        until(lambda: any(tmp_path.iterdir()), process)
        process.terminate()
        _, told = process.communicate(timeout=30)

    assert process.returncode == 130
    assert "with --resume FILE results are kept" in told
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []
