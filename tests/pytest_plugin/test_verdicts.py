"""What becomes of the test of a clause."""

from __future__ import annotations

import re
from io import StringIO
from xml.etree import ElementTree

import pytest
from rich.console import Console

from contract_tests import check
from contract_tests.catalogue import CLAUSES
from contract_tests.reports.terminal import print_report
from tests.pytest_plugin.conftest import Run
from tests.pytest_plugin.deployments import KEY, Deployment

pytest_plugins = ["pytester"]

FAILED_BY_LIMITS = ["PAG-01", "PAG-02"]


def names(result: pytest.RunResult, word: str) -> list[str]:
    """Return the clauses that `-rA` lists under a word."""
    pattern = rf"^{word} \S*test_clause\[([A-Z]+-\w+)\]"
    return re.findall(pattern, result.stdout.str(), re.MULTILINE)


def test_each_clause_is_a_test_with_the_verdict_of_the_command(
    faulty: Deployment, judge: Run
) -> None:
    result = judge(faulty, "-rA", "--contract-seed", "7")
    report = check(
        faulty.url, api_key=KEY, level="smoke", select="PAG-*,SEC-05,SEC-06", seed=7
    )

    verdicts = {each.clause.id: each.outcome.value for each in report.verdicts}
    assert names(result, "FAILED") == FAILED_BY_LIMITS
    assert names(result, "FAILED") == [k for k, v in verdicts.items() if v == "failed"]
    assert names(result, "PASSED") == [
        k for k, v in verdicts.items() if v in ("passed", "warned")
    ]
    result.stdout.fnmatch_lines([f"{report.requests} requests to {faulty.url} *seed 7"])
    result.stdout.fnmatch_lines(["*ContractWarning: SEC-06 *WWW-Authenticate*"])
    skipped = sum(v in ("skipped", "inconclusive") for v in verdicts.values())
    result.assert_outcomes(
        passed=len(names(result, "PASSED")), failed=2, skipped=skipped, warnings=1
    )


def test_a_failure_reads_as_that_of_the_command(faulty: Deployment, judge: Run) -> None:
    result = judge(faulty, "-k", "PAG-01", "--contract-seed", "7")
    report = check(faulty.url, api_key=KEY, level="smoke", select="PAG-01", seed=7)

    written = StringIO()
    print_report(report, Console(file=written))
    told = written.getvalue().partition("\n\n")[0].removeprefix("FAILED ")
    assert told.splitlines()[0].startswith("PAG-01 ")
    assert 'Bearer \'"$CONTRACT_TESTS_API_KEY"' in told
    assert told in result.stdout.str()
    assert "  seed      7\n" in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_the_command_that_repeats_a_failure_repeats_it(
    faulty: Deployment, judge: Run, run: Run
) -> None:
    told = judge(faulty, "-k", "PAG-01").stdout.str()
    found = re.search(r"^  pytest (--pyargs .* -k PAG-01)$", told, re.MULTILINE)
    assert found

    run(*found.group(1).split()).assert_outcomes(failed=1, deselected=len(CLAUSES) - 1)


@pytest.mark.parametrize("option", ["--contract-strict", "-Werror"])
def test_what_should_be_fails_if_warnings_do(
    faulty: Deployment, judge: Run, option: str
) -> None:
    result = judge(faulty, "-k", "SEC-06", option)

    result.assert_outcomes(failed=1, deselected=15)
    assert "Traceback" not in result.stdout.str()


def test_an_accepted_failure_is_an_xfail(faulty: Deployment, judge: Run) -> None:
    result = judge(
        faulty,
        *("-rx", "-k", "PAG-01 or PAG-03"),
        *("--contract-accept", "PAG-01=ticket 5", "--contract-accept", "PAG-03=old"),
    )

    result.assert_outcomes(xfailed=1, passed=1, warnings=1, deselected=14)
    result.stdout.fnmatch_lines(["XFAIL *PAG-01* - *ticket 5*limit 21*"])
    result.stdout.fnmatch_lines(["*PAG-03 was accepted, but it passes again"])


def test_runxfail_makes_an_accepted_failure_one(faulty: Deployment, judge: Run) -> None:
    result = judge(
        faulty, "-k", "PAG-01", "--runxfail", "--contract-accept", "PAG-01=ticket 5"
    )

    result.assert_outcomes(failed=1, deselected=15)


def test_a_skip_tells_its_reason_with_the_option_of_pytest(
    good: Deployment, judge: Run
) -> None:
    result = judge(good, "-rs", "-k", "SEC-05")

    result.stdout.fnmatch_lines(["SKIPPED*revoked key (--contract-revoked-api-key)"])


@pytest.mark.parametrize(
    ("key", "arguments"), [("gi_mock_wrong", ()), (KEY, ("-k", "PAG-1"))]
)
def test_what_cannot_be_judged_is_one_error(
    good: Deployment, judge: Run, key: str, arguments: tuple[str, ...]
) -> None:
    target = ("--contract-url", "http://127.0.0.1:1") if key == KEY else ()
    result = judge(good, *arguments, *target, "--contract-api-key", key)

    outcomes = result.parseoutcomes()
    assert outcomes.pop("deselected", 0) in (0, 11)
    assert set(outcomes) == {"skipped", "errors"}
    assert outcomes["errors"] == 1
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["The target could not be judged: *"])


def test_markers_choose(good: Deployment, judge: Run) -> None:
    result = judge(
        good,
        *("--contract-deselect", "PAG-*", "--strict-markers", "--collect-only", "-q"),
        *("-m", "contract(level='should') and free and not must"),
    )

    assert "test_clause[SEC-06]" in result.stdout.str()
    assert "test_clause[SEC-05]" not in result.stdout.str()


def test_junit_knows_clause_level_pointer_and_costs(
    faulty: Deployment, judge: Run, pytester: pytest.Pytester
) -> None:
    judge(faulty, "-k", "PAG-01", "--junitxml=junit.xml")

    case = ElementTree.parse(pytester.path / "junit.xml").find(".//testcase")
    assert case is not None
    told = {each.attrib["name"]: each.attrib["value"] for each in case.iter("property")}
    pointer = told.pop("pointer")
    assert pointer.startswith("/paths/")
    assert int(told.pop("requests")) >= 0
    assert told == {"clause": "PAG-01", "level": "must", "credits": "0"}
    assert case.attrib["name"] == "test_clause[PAG-01]"
    assert "limit 21" in str(ElementTree.tostring(case))


def test_no_key_is_shown(
    faulty: Deployment, judge: Run, pytester: pytest.Pytester
) -> None:
    result = judge(
        faulty,
        *("-vv", "--showlocals", "--full-trace", "--setup-show", "-rA"),
        *("-olog_level=DEBUG", "--junitxml=junit.xml", "--contract-tape=run.ndjson"),
        *("--contract-second-api-key", "gi_mock_second"),
    )

    written = [pytester.path / name for name in ("junit.xml", "run.ndjson")]
    shown = [result.stdout.str(), *(each.read_text("utf-8") for each in written)]
    assert not any(KEY in each or "gi_mock_second" in each for each in shown)


def test_a_defect_of_the_run_is_one_error_without_keys(
    good: Deployment, judge: Run, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(
        breaking=f"""
        import contract_tests.run

        def facts(contract):
            raise RuntimeError("it broke at {KEY}")

        contract_tests.run.facts = facts
        """
    )
    result = judge(good, "-p", "breaking", "--showlocals", "-vv")

    result.assert_outcomes(errors=1, skipped=15)
    result.stdout.fnmatch_lines(["RuntimeError: it broke at [[]key:main[]]"])
    assert KEY not in result.stdout.str()


def test_an_interrupted_run_interrupts_pytest(
    good: Deployment, judge: Run, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(
        interrupting="""
        import contract_tests.run

        class Phase:
            name = "interrupted"

            def run(self):
                raise KeyboardInterrupt

        contract_tests.run.script.phases = lambda session, memory: [Phase()]
        """
    )
    result = judge(good, "-p", "interrupting")

    assert result.ret == pytest.ExitCode.INTERRUPTED
