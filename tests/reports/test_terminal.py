from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from contract_tests.judgement.clause import Level
from contract_tests.judgement.report import ExitCode, Outcome, Report
from contract_tests.reports.terminal import MOST_TOLD, print_report
from tests.reports.reports import NASTY, breach, exchange, nasty, report, verdict

ANSI = re.compile(r"\x1b\[[0-9;]*m")
WIDTH = 60


def plain(found: Report) -> list[str]:
    """Return the lines that a log gets."""
    stream = io.StringIO()
    print_report(found, Console(file=stream, width=WIDTH))
    return stream.getvalue().splitlines()


def terminal(found: Report, *, no_color: bool = False) -> str:
    """Return what a narrow terminal gets."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=WIDTH,
        force_terminal=True,
        color_system="standard",
        no_color=no_color,
        legacy_windows=False,
        _environ={},
    )
    print_report(found, console)
    return stream.getvalue()


@pytest.mark.parametrize("name", NASTY)
def test_a_terminal_sees_no_escape_but_ours(name: str) -> None:
    text = ANSI.sub("", terminal(nasty(NASTY[name])))

    assert all(each in "\n\u200d" or each.isprintable() for each in text)


@pytest.mark.parametrize("name", NASTY)
def test_a_log_has_no_escape_at_all(name: str) -> None:
    text = "\n".join(plain(nasty(NASTY[name])))

    assert all(each in "\n\u200d" or each.isprintable() for each in text)


@pytest.mark.parametrize("name", NASTY)
def test_no_line_is_a_command_of_a_runner(name: str) -> None:
    for line in plain(nasty(NASTY[name])):
        assert not line.lstrip().startswith("::")


def test_what_looks_like_markup_is_shown_as_it_is() -> None:
    assert NASTY["markup"] in "\n".join(plain(nasty(NASTY["markup"])))
    assert "[bold red]rich[/]" in ANSI.sub("", terminal(nasty(NASTY["markup"])))


@pytest.mark.parametrize("exit_code", list(ExitCode))
def test_the_last_line_is_the_verdict(exit_code: ExitCode) -> None:
    last = plain(report(exit_code=exit_code, cause="why"))[-1]

    assert last.endswith(f"(exit {int(exit_code)})")
    assert "why" in last


def test_a_kept_contract_is_said_in_plain_words() -> None:
    last = plain(report([verdict("PAG-04", Outcome.PASSED)]))[-1]

    assert last == "The contract is kept: 1 passed. (exit 0)"


def test_a_failure_is_told_with_all_that_repeats_it() -> None:
    lines = plain(
        report(
            [
                verdict("PAG-04", Outcome.FAILED),
                verdict("PAG-05", Outcome.FAILED, cause="PAG-04"),
            ],
            exchanges=[exchange(1, {"images": []})],
        )
    )

    assert lines[:7] == [
        "FAILED PAG-04 A page holds at most as many items as were asked for (must)",
        '  /paths/~1api~1v1~1images/get/parameters/0/schema/maximum  "100"',
        "  expected  400 with ErrorResponse",
        "  observed  200 with 100 items",
        '  reply     200, application/json: {"images": []}',
        f"  {breach().curl}",
        "  also breaks: PAG-05",
    ]


def test_a_curl_line_is_never_wrapped() -> None:
    curl = "curl -sS 'https://images.example/" + "a b " * 60 + "'"
    found = report([verdict("PAG-04", Outcome.FAILED, breaches=[breach(curl=curl)])])

    assert f"  {curl}" in plain(found)
    assert f"  {curl}" in ANSI.sub("", terminal(found)).splitlines()


def test_other_lines_fit_a_narrow_terminal() -> None:
    found = report(
        [
            verdict(
                "PAG-04", Outcome.FAILED, breaches=[breach(curl=None)], reason="x" * 200
            ),
            verdict("PAG-05", Outcome.SKIPPED, reason="a credit budget " * 9),
        ],
        target="http://a",
    )

    lines = ANSI.sub("", terminal(found)).splitlines()
    long = [line for line in lines if len(line) > WIDTH]
    assert all(line.startswith("  contract-tests run ") for line in long)


def test_without_color_there_is_none() -> None:
    text = terminal(report([verdict("PAG-04", Outcome.FAILED)]), no_color=True)

    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", text)


def test_reasons_are_grouped() -> None:
    verdicts = [
        verdict("GEN-1", Outcome.SKIPPED, reason="no budget"),
        verdict("GEN-2", Outcome.SKIPPED, reason="no second key"),
        verdict("GEN-3", Outcome.SKIPPED, reason="no budget"),
    ]
    lines = plain(report(verdicts))

    assert lines[:3] == [
        "Skipped: 3",
        "  no budget: GEN-1, GEN-3",
        "  no second key: GEN-2",
    ]


def test_the_cost_is_told() -> None:
    lines = plain(report())

    assert (
        "128 requests to https://images.example in 1 min 24 s;"
        " 3 images, 7 of 25 credits spent" in lines
    )
    assert any("--seed 20261126" in line for line in lines)


def test_many_failures_are_told_in_a_line_each() -> None:
    lines = plain(
        report(
            verdict(f"A-{number}", Outcome.FAILED) for number in range(MOST_TOLD + 5)
        )
    )

    assert sum(line.startswith("FAILED ") for line in lines) == MOST_TOLD
    assert "And 5 more failures" in lines


def test_the_worst_failure_comes_first() -> None:
    lines = plain(
        report(
            [
                verdict("A-1", Outcome.FAILED, level=Level.DERIVED),
                verdict("A-2", Outcome.FAILED, level=Level.MUST),
            ]
        )
    )

    assert lines[0].startswith("FAILED A-2")


def test_a_narrow_encoding_gets_escapes() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    print_report(nasty(NASTY["wide"]), Console(file=stream, width=WIDTH))
    stream.flush()

    assert b"\\u732b" in raw.getvalue()
