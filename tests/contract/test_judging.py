"""Judging is a function of the tape: no network, the same bytes again and again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from contract_tests.catalogue import CLAUSES
from contract_tests.contract.document import Contract
from contract_tests.judgement.judge import judge
from contract_tests.judgement.report import ExitCode, Outcome, Report
from contract_tests.judgement.shrinking import shrink
from contract_tests.reports.json_report import to_json
from contract_tests.run import carry_out
from contract_tests.settings import Settings
from contract_tests.tape.ndjson import Tape, read
from contract_tests.tape.records import End, Ending
from tests.contract.till import KEY, POOR_KEY, SECOND_KEY, Habits, open_till


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tape") / "run.ndjson"


@pytest.fixture(scope="module")
def run(path: Path) -> Iterator[tuple[Tape, Contract]]:
    """Return a paid run against a deployment that charges refusals."""
    with open_till(Habits(charged_refusal=0.3), seed=4) as till:
        yield carry_out(
            Settings(
                till.url,
                KEY,
                second_api_key=SECOND_KEY,
                poor_api_key=POOR_KEY,
                max_credits=40,
                tape=path,
                seed=1,
            )
        )


@pytest.fixture
def report(run: tuple[Tape, Contract]) -> Report:
    return judge(*run)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any, **options: Any) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
def test_a_tape_from_disk_gives_the_report_of_the_live_run(
    run: tuple[Tape, Contract], report: Report, path: Path
) -> None:
    tape, contract = run

    assert read(path) == tape
    assert to_json(judge(read(path), contract)) == to_json(report)
    assert to_json(judge(read(path), contract)) == to_json(report)


def test_no_key_and_no_picture_is_in_the_file(
    run: tuple[Tape, Contract], path: Path
) -> None:
    text = path.read_text()

    for key in (KEY, SECOND_KEY, POOR_KEY):
        assert key not in text
        assert key[:-1] not in text
    assert "iVBORw0KGgo" not in text


def test_every_clause_has_one_verdict_in_the_order_of_the_catalogue(
    report: Report,
) -> None:
    assert [each.clause for each in report.verdicts] == list(CLAUSES)


def test_what_was_not_judged_says_why(report: Report) -> None:
    silent = [
        each.clause.id
        for each in report.of(Outcome.INCONCLUSIVE, Outcome.SKIPPED)
        if not each.reason
    ]

    assert silent == []


def test_a_failure_names_exchanges_of_the_tape_and_a_command(report: Report) -> None:
    numbers = {each.number for each in report.exchanges}

    assert report.exit_code is ExitCode.BREACHED
    assert report.failures
    for verdict in report.of(Outcome.FAILED):
        for breach in verdict.breaches:
            assert breach.exchange in numbers
            assert set(breach.exchanges) <= numbers
            assert breach.expected
            assert breach.observed
            assert (breach.curl or "").startswith("curl ")


@pytest.mark.usefixtures("no_network")
def test_few_exchanges_show_a_failure(
    run: tuple[Tape, Contract], report: Report
) -> None:
    tape, contract = run
    verdict = next(each for each in report.failures if each.clause.id == "LED-05")

    numbers = shrink(tape, contract, verdict.clause)

    def outcome(kept: tuple[int, ...]) -> Outcome:
        some = tuple(each for each in tape.exchanges if each.number in kept)
        again = judge(replace(tape, exchanges=some), contract)
        return next(v.outcome for v in again.verdicts if v.clause == verdict.clause)

    assert 0 < len(numbers) <= 10
    assert outcome(numbers) is Outcome.FAILED
    for number in numbers:
        less = tuple(each for each in numbers if each != number)
        assert outcome(less) is not Outcome.FAILED


def test_a_failure_that_was_accepted_does_not_fail_the_run(
    run: tuple[Tape, Contract], report: Report
) -> None:
    tape, contract = run
    accept = {each.clause.id: "known" for each in report.of(Outcome.FAILED)}
    accept["PAG-01"] = "it passes again"
    accepting = replace(tape, run=replace(tape.run, accept=accept))

    again = judge(accepting, contract)

    assert again.exit_code is not ExitCode.BREACHED
    assert again.stale_accepts == ("PAG-01",)
    assert {each.accepted for each in again.of(Outcome.FAILED)} == {"known"}


def ended(run: tuple[Tape, Contract], ending: Ending, cause: str) -> Report:
    tape, contract = run
    end = End(ending, cause, tape.end.at, tape.end.spending)
    return judge(replace(tape, end=end), contract)


def test_an_interrupted_run_is_130_whatever_it_found(
    run: tuple[Tape, Contract],
) -> None:
    report = ended(run, Ending.INTERRUPTED, "interrupted")

    assert int(report.exit_code) == 130
    assert report.failures


def test_a_target_that_cannot_be_judged_breaks_nothing(
    run: tuple[Tape, Contract],
) -> None:
    report = ended(run, Ending.NOT_JUDGEABLE, "the target is down")

    assert report.exit_code is ExitCode.NOT_JUDGED
    assert report.cause == "the target is down"
    assert report.of(Outcome.FAILED, Outcome.WARNED, Outcome.PASSED) == ()


def test_a_breach_beats_the_spend_guard(run: tuple[Tape, Contract]) -> None:
    assert ended(run, Ending.SPEND_GUARD, "stopped").exit_code is ExitCode.BREACHED


def test_the_spend_guard_beats_too_little_judged(run: tuple[Tape, Contract]) -> None:
    tape, contract = run
    end = End(Ending.SPEND_GUARD, "stopped", tape.end.at, tape.end.spending)
    report = judge(replace(tape, exchanges=(), checks=(), end=end), contract)

    assert report.exit_code is ExitCode.SPEND_GUARD
    assert report.cause == "stopped"


def test_an_empty_tape_is_not_judged(run: tuple[Tape, Contract]) -> None:
    tape, contract = run
    end = replace(tape.end, ending=Ending.COMPLETE, cause="")
    report = judge(replace(tape, exchanges=(), checks=(), end=end), contract)

    assert report.exit_code is ExitCode.NOT_JUDGED
    assert "could be judged" in report.cause
    assert "\n" not in report.cause
