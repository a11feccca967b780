"""`make contract`: what it sends, what it costs, and that it ends what it began."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.ci.environment import clean_environment

ROOT = Path(__file__).parent.parent.parent


def judge_mock(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "contract_tests.against_mock", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env=clean_environment(),
        check=False,
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("contract") / "report.json"
    began = time.monotonic()
    done = judge_mock("--report", f"json={path}", "--quiet")
    seconds = time.monotonic() - began

    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(path.read_text("utf-8")) | {"wholeSeconds": seconds}


def test_the_mock_keeps_the_contract_without_a_warning(report: Any) -> None:
    for outcome in ("failed", "warned"):
        assert not any(report["totals"][outcome].values()), outcome
    open_ = report["totals"]["inconclusive"]
    assert not open_["must"] + open_["derived"]


def test_it_sends_200_requests_and_buys_10_images_at_most(report: Any) -> None:
    assert report["requests"] <= 200
    assert report["spending"]["images"] <= 10
    assert report["spending"]["credits"] <= report["spending"]["maxCredits"] == 100


def test_only_what_the_mock_cannot_show_is_skipped(report: Any) -> None:
    """All keys, a history and a budget are given, so nothing is skipped for want of them."""
    reasons = {
        each["reason"] for each in report["clauses"] if each["outcome"] == "skipped"
    }

    assert not [
        reason for reason in reasons if "--" in reason and "--state" not in reason
    ]


def test_the_mock_is_ended_with_the_run(report: Any) -> None:
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(report["target"] + "/health", timeout=5)


def test_arguments_are_passed_on_and_the_exit_code_is_returned() -> None:
    done = judge_mock("--api-key", "gi_mock_unknown", "--quiet")

    assert done.returncode == 3
    assert "the API key was refused" in done.stdout


def test_make_contract_runs_it_with_its_arguments() -> None:
    command = ["make", "-n", "contract", f"PYTHON={sys.executable}", "ARGS=--quiet"]
    # Within another make it would also say which folder it leaves.
    outside = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    said = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, check=True, env=outside
    ).stdout

    assert said.splitlines()[-1].endswith("-m contract_tests.against_mock --quiet")
