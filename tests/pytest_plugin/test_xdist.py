"""Several workers share one run, one budget and one set of reports."""

from __future__ import annotations

import json

import pytest

from tests.pytest_plugin.conftest import Run
from tests.pytest_plugin.deployments import Deployment, deployment

pytest_plugins = ["pytester"]


def test_workers_make_one_run(judge: Run, pytester: pytest.Pytester) -> None:
    with deployment(faulty=True) as fresh:
        result = judge(
            fresh,
            *("-p", "xdist", "-n", "2", "-v", "--contract-report", "json=report.json"),
            *("--contract-report", "html=report.html"),
        )
        requests = fresh.requests

    result.assert_outcomes(passed=7, failed=2, skipped=7, warnings=1)
    assert "[gw0]" in result.stdout.str()
    assert "[gw1]" in result.stdout.str()
    report = json.loads((pytester.path / "report.json").read_text("utf-8"))
    assert report["requests"] == requests
    result.stdout.fnmatch_lines([f"{requests} requests to {fresh.url} in *"])
    assert "<html" in (pytester.path / "report.html").read_text("utf-8")


def test_what_cannot_be_judged_is_one_error_of_all_workers(
    good: Deployment, judge: Run
) -> None:
    key = ("--contract-api-key", "gi_mock_wrong")
    result = judge(good, "-p", "xdist", "-n", "2", *key)

    result.assert_outcomes(skipped=16, errors=1)


def test_a_run_that_was_killed_is_not_made_again(
    good: Deployment, judge: Run, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(
        killing="""
        import os
        import contract_tests.run

        class Killed:
            def __init__(self, *arguments):
                with open("runs", "a") as file:
                    file.write("x")
                os._exit(9)

        contract_tests.run.Budget = Killed
        """
    )
    result = judge(good, "-rs", "-p", "killing", "-p", "xdist", "-n", "2")

    assert (pytester.path / "runs").read_text("utf-8") == "x"
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*nothing is sent a second time*"])
