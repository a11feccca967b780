"""The fixtures, as the suite of another project uses them."""

from __future__ import annotations

import json

import pytest

from tests.pytest_plugin.conftest import Run
from tests.pytest_plugin.deployments import KEY, Deployment

pytest_plugins = ["pytester"]

SUITE = """
from contract_tests import Outcome

def test_paging(contract_report):
    failed = [each.clause.id for each in contract_report.of(Outcome.FAILED)]
    assert failed == ["PAG-01", "PAG-02"]

def test_again(contract_report):
    assert not contract_report.kept
"""


def test_the_report_is_made_once_for_a_suite(
    faulty: Deployment, run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(SUITE)
    before = faulty.requests
    result = run("--contract-url", faulty.url, "--contract-select", "PAG-*")

    result.assert_outcomes(passed=2)
    told = f"{faulty.requests - before} requests to {faulty.url} in *"
    result.stdout.fnmatch_lines([told])


def test_the_fixtures_can_be_overridden_for_the_clauses_too(
    faulty: Deployment,
    run: Run,
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CONTRACT_TESTS_API_KEY")
    pytester.makeconftest(
        f"""
        import pytest

        @pytest.fixture(scope="session")
        def contract_url():
            return {faulty.url!r}

        @pytest.fixture(scope="session")
        def contract_options(contract_options):
            return contract_options | {{"api_key": {KEY!r}, "accept": {{"PAG-02": "known"}}}}
        """
    )
    arguments = ("--contract-select", "PAG-*", "--contract-report", "json=report.json")
    result = run("--pyargs", "contract_tests", *arguments)

    result.assert_outcomes(passed=6, failed=1, xfailed=1, skipped=6)
    assert json.loads((pytester.path / "report.json").read_text("utf-8"))


def test_without_a_url_tests_of_the_report_are_skipped(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(SUITE)

    run().assert_outcomes(skipped=2)


def test_options_that_cannot_be_used_are_told_in_a_line(
    run: Run, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTRACT_TESTS_API_KEY")
    monkeypatch.setenv("CONTRACT_TESTS_URL", "http://127.0.0.1:1")
    pytester.makepyfile(SUITE)
    result = run()

    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(["contract tests: no API key: set *--contract-api-key"])
    assert "Traceback" not in result.stdout.str()


@pytest.mark.parametrize("code", ["NOT_JUDGED", "SPEND_GUARD"])
def test_verdicts_stand_beside_the_error_of_a_run_that_was_stopped(
    good: Deployment, run: Run, pytester: pytest.Pytester, code: str
) -> None:
    pytester.makeconftest(
        f"""
        import dataclasses
        import pytest
        from contract_tests import ExitCode

        @pytest.fixture(scope="session")
        def contract_report(contract_report):
            changed = {{"exit_code": ExitCode.{code}, "cause": "it went wrong"}}
            return dataclasses.replace(contract_report, **changed)
        """
    )
    arguments = ("--contract-url", good.url, "--contract-select", "PAG-0[123]")
    result = run("--pyargs", "contract_tests", *arguments)

    result.assert_outcomes(passed=3, errors=1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*: it went wrong; 3 passed"])
