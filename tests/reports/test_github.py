from __future__ import annotations

import re

import pytest

from contract_tests.judgement.clause import Level
from contract_tests.judgement.report import ExitCode, Outcome
from contract_tests.reports import github
from tests.reports.reports import DOCUMENT, NASTY, breach, nasty, report, verdict

TEXT = DOCUMENT.read_text("utf-8")
COMMAND = re.compile(r"::(error|warning|notice) ([^:\r\n]*)::([^\r\n]*)")
PROPERTIES = re.compile(
    r"(?:(?:file|line|col|title)=[^,:]*)(?:,(?:line|col|title)=[^,:]*)*"
)


@pytest.mark.parametrize("name", NASTY)
def test_a_command_is_one_line_with_our_properties_alone(name: str) -> None:
    commands = github.annotations(nasty(NASTY[name]), TEXT)

    assert commands
    for command in commands:
        found = COMMAND.fullmatch(command)
        assert found is not None, command
        assert PROPERTIES.fullmatch(found[2])
        assert re.sub("[\t\u200d]", "", command).isprintable()


def test_escapes_are_those_of_the_runner() -> None:
    observed = "100 %\nof it: a, b"
    failure = verdict(
        "PAG-04", Outcome.FAILED, text="a: b, c %", breaches=[breach(observed=observed)]
    )
    (command,) = github.annotations(report([failure]), TEXT)

    assert ",title=PAG-04 a%3A b%2C c %25::" in command
    assert "Observed: 100 %25%0Aof it: a, b%0A" in command


def test_an_annotation_stands_where_the_clause_comes_from() -> None:
    (command,) = github.annotations(report([verdict("PAG-04", Outcome.FAILED)]), TEXT)

    found = re.match(r"::error file=openapi\.json,line=(\d+),col=(\d+),", command)
    assert found is not None
    line = TEXT.splitlines()[int(found[1]) - 1]
    assert line[int(found[2]) - 1 :].startswith('"maximum"')


def test_at_most_ten_of_each_kind_the_worst_first() -> None:
    failures = [
        verdict(f"B-{number}", Outcome.FAILED, level=Level.DERIVED)
        for number in range(9)
    ]
    worse = [verdict(f"A-{number}", Outcome.FAILED) for number in range(9)]
    warnings = [
        verdict(f"W-{number}", Outcome.WARNED, level=Level.SHOULD)
        for number in range(20)
    ]
    commands = github.annotations(report([*failures, *worse, *warnings]), TEXT)

    titles = [re.search(r"title=(\S+)", command)[1] for command in commands]  # type: ignore[index]  # each has one
    assert titles[:10] == [*(f"A-{number}" for number in range(9)), "B-0"]
    assert titles[10:] == [f"W-{number}" for number in range(10)]


def test_what_stopped_the_run_is_an_error() -> None:
    found = report(exit_code=ExitCode.NOT_JUDGED, cause="no connection")

    (command,) = github.annotations(found, TEXT)
    assert command.startswith("::error title=contract-tests::")
    assert "no connection" in command


def test_what_stopped_the_run_counts_among_the_ten() -> None:
    failures = [verdict(f"A-{number}", Outcome.FAILED) for number in range(20)]
    found = report(failures, exit_code=ExitCode.SPEND_GUARD, cause="three accidents")

    assert len(github.annotations(found, TEXT)) == 10


def test_an_accepted_failure_is_a_notice() -> None:
    found = report([verdict("PAG-04", Outcome.FAILED, accepted="ticket 7")])

    (command,) = github.annotations(found, TEXT)
    assert command.startswith("::notice ")


def test_the_summary_is_the_markdown_report() -> None:
    assert github.step_summary(report()).startswith("## The contract is kept\n")
