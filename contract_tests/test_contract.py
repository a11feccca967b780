"""The clauses of the contract as tests, one for each.

`pytest --pyargs contract_tests --contract-url URL` makes one run before the first
clause is judged, and judges each from its tape. `-k PAG-04` and `-m free` choose what
is judged; the run still sends all that its options ask for, and `--contract-max-credits`
alone bounds what it may spend.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

from contract_tests.errors import UsageError
from contract_tests.judgement.clause import Clause
from contract_tests.judgement.report import Report
from contract_tests.pytest_plugin import folder_of, given
from contract_tests.pytest_plugin.telling import (
    ContractWarning,
    Result,
    cost_of,
    not_judged,
    properties,
    told,
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test of each clause that is selected."""
    try:
        clauses = given.clauses(metafunc.config)
    except UsageError as error:
        raise pytest.UsageError(f"contract tests: {error}") from None
    tests = [pytest.param(each, id=each.id, marks=_marks(each)) for each in clauses]
    metafunc.parametrize("clause", tests)


def _marks(clause: Clause) -> list[pytest.MarkDecorator]:
    level, cost = clause.level.value, cost_of(clause)
    names = pytest.mark.contract(level=level, cost=cost)
    return [names, getattr(pytest.mark, level), getattr(pytest.mark, cost)]


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Iterator[Report]:
    """Yield the report; what is wrong with the whole is told by the first clause alone."""
    is_first = folder_of(request.config).claim("first", request.node.nodeid)
    try:
        report: Report = request.getfixturevalue("contract_report")
    except (Exception, pytest.fail.Exception) as error:
        if is_first:
            raise
        pytest.skip("not judged: " + str(error).partition("\n")[0])
    yield report
    problem = not_judged(report)
    if is_first and problem:
        pytest.fail(problem, pytrace=False)


def test_clause(clause: Clause, report: Report, request: pytest.FixtureRequest) -> None:
    """Tell pytest the verdict on a clause."""
    request.node.user_properties.extend(properties(report, clause).items())
    verdict = told(report, clause.id)
    if verdict.result is Result.SKIPS:
        pytest.skip(verdict.text)
    if verdict.result is Result.FAILS_AS_KNOWN:
        pytest.xfail(verdict.text)  # `--runxfail` lets it go on
    fails = verdict.result in (Result.FAILS, Result.FAILS_AS_KNOWN)
    if verdict.result is Result.WARNS:
        try:
            _warn(verdict.text, report, clause)
        except ContractWarning:
            fails = True  # `-W error`
    if fails:
        pytest.fail(verdict.text, pytrace=False)


def _warn(text: str, report: Report, clause: Clause) -> None:
    """Warn at the clause's place in the document: no line of this file is to blame."""
    pointer = next((each.pointer for each in clause.sources if each.pointer), "")
    place = f"{report.document_path}#{pointer}" if pointer else report.document_path
    warnings.warn_explicit(ContractWarning(text), None, place, 0)
