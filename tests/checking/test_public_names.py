from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import contract_tests

NAMES = [
    "Breach",
    "Clause",
    "ContractTestsError",
    "Depth",
    "DocumentError",
    "ExitCode",
    "Level",
    "Outcome",
    "Report",
    "Source",
    "Spending",
    "TapeError",
    "UsageError",
    "Verdict",
    "check",
]


def test_the_public_names_are_these() -> None:
    assert contract_tests.__all__ == NAMES == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_there_and_documented(name: str) -> None:
    assert inspect.getdoc(getattr(contract_tests, name))


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = contract_tests.nothing


def test_errors_are_of_one_family() -> None:
    errors = [getattr(contract_tests, each) for each in NAMES if each.endswith("Error")]

    assert all(issubclass(each, contract_tests.ContractTestsError) for each in errors)


def test_importing_the_package_imports_nothing_else_of_it() -> None:
    code = (
        "import contract_tests, sys;"
        "print([name for name in sys.modules if name.startswith('contract_tests.')])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )

    assert told.stdout.strip() == "[]"
