"""What is told to pytest: options, ini values and variables."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from contract_tests.options import OPTIONS
from tests.pytest_plugin.conftest import Run

pytest_plugins = ["pytester"]

Configured = Callable[..., pytest.Config]

NOBODY = "--contract-url=http://127.0.0.1:1"


@pytest.fixture
def configured(run: Run, pytester: pytest.Pytester) -> Configured:
    """Read a command line as pytest does; `run` has set the environment."""

    def configured(*arguments: str) -> pytest.Config:
        plugin = ("-p", "contract_tests.pytest_plugin")
        return pytester.parseconfigure(*plugin, *arguments)

    return configured


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--contract-url="], "--contract-url is empty"),
        (["--contract-url=ftp://x"], "'ftp://x' is no URL"),
        (["--contract-level=bogus"], "--contract-level: 'bogus' is no level"),
        (["--contract-max-credits=-1"], "--contract-max-credits: '-1' is no whole"),
        (["-ocontract_seed=x", NOBODY], "contract_seed (ini): 'x' is no whole number"),
        ([NOBODY, "--contract-select=NOPE-*"], "no clause matches 'NOPE-*'"),
        ([NOBODY, "--contract-report=pdf=x"], "no report format 'pdf'"),
        (
            [NOBODY, "--contract-report=json=/dev/null/x"],
            "the json report cannot be written",
        ),
        (
            [NOBODY, "--contract-document=nope.json"],
            "cannot read the document nope.json",
        ),
        (
            [NOBODY, "--contract-read-only", "--contract-max-credits=5"],
            "--contract-read-only spends nothing: leave --contract-max-credits out",
        ),
    ],
)
def test_what_cannot_be_used_is_a_usage_error(
    configured: Configured, arguments: list[str], told: str
) -> None:
    with pytest.raises(pytest.UsageError, match=re.escape(f"contract tests: {told}")):
        configured(*arguments)


def header(config: pytest.Config) -> str:
    """Return the line of the contract tests in the header."""
    told: list[list[str]] = config.hook.pytest_report_header(
        config=config, start_path=config.rootpath
    )
    return next(line for each in told for line in each if "contract tests" in line)


def test_a_missing_key_tells_both_ways(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTRACT_TESTS_API_KEY")
    result = run(NOBODY)

    told = "no API key: set CONTRACT_TESTS_API_KEY, or give --contract-api-key"
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert told in result.stderr.str()


def test_every_option_has_a_twin_and_an_ini_value(run: Run) -> None:
    told = run("--help").stdout.str()

    for name in ["url", "report", *(each.name for each in OPTIONS)]:
        assert f"  --contract-{name.replace('_', '-')}" in told
        assert f"  contract_{name} (" in told
    assert "--base-url" not in told


def test_an_option_beats_its_ini_value_and_that_beats_its_variable(
    configured: Configured, monkeypatch: pytest.MonkeyPatch, pytester: pytest.Pytester
) -> None:
    pytester.makeini(
        """
        [pytest]
        contract_url = http://127.0.0.1:2
        contract_level = standard
        contract_max_credits = 7
        """
    )
    monkeypatch.setenv("CONTRACT_TESTS_URL", "http://127.0.0.1:3")
    monkeypatch.setenv("CONTRACT_TESTS_MAX_CREDITS", "9")
    monkeypatch.setenv("CONTRACT_TESTS_READ_ONLY", "false")

    assert re.fullmatch(
        r"contract tests: http://127\.0\.0\.1:2, openapi\.json sha256 [0-9a-f]{12}, level"
        r" deep, paid, at most 7 credits",
        header(configured("--contract-level", "deep")),
    )


def test_repeated_options_may_be_lines_of_the_ini_file_and_commas_of_a_variable(
    run: Run, monkeypatch: pytest.MonkeyPatch, pytester: pytest.Pytester
) -> None:
    pytester.makeini("[pytest]\ncontract_select =\n  PAG-*\n  SEC-06")
    monkeypatch.setenv("CONTRACT_TESTS_DESELECT", "PAG-01,PAG-02")
    result = run("--pyargs", "contract_tests", "--collect-only", "-q")

    collected = [line for line in result.outlines if "test_clause[" in line]
    assert [each.rpartition("[")[2] for each in collected] == [
        "SEC-06]",
        *(f"PAG-{number:02}]" for number in range(3, 15)),
    ]


def test_a_file_of_an_ini_value_is_looked_for_beside_the_ini_file(
    configured: Configured, pytester: pytest.Pytester
) -> None:
    pytester.makeini("[pytest]\ncontract_document = docs/api.json")

    told = f"cannot read the document {pytester.path / 'docs' / 'api.json'}"
    folder = pytester.mkdir("tests")
    with pytest.raises(pytest.UsageError, match=re.escape(told)):
        configured(NOBODY, str(folder))


def test_a_variable_that_is_nearly_one_is_refused(
    configured: Configured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTRACT_TESTS_MAX_CREDIT", "9")

    with pytest.raises(pytest.UsageError, match="did you mean CONTRACT_TESTS_MAX_CRE"):
        configured(NOBODY)
