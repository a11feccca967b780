"""`contract-tests prove`, from its options to its exit code and its reports.

Results that were made by hand are handed in by `--resume`, as if they had been
found before; so no deployment is started here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests.catalogue import CLAUSES
from contract_tests.cli.command import main
from contract_tests.judgement.clause import Level
from contract_tests.proof.deployments import trials
from contract_tests.proof.matrix.examination import Examination
from contract_tests.proof.trial import TrialKind
from tests.proof.examinations import SMOKE, in_order, keep, seen

Capture = pytest.CaptureFixture[str]
# All clauses catch the first; another one is to be spoiled.
EVERYTHING, SPOILED = [e for e in trials() if e.kind is TrialKind.DEFECT][:2]
ODD = next(each for each in trials() if each.kind is TrialKind.VARIANT)

Prove = Callable[..., int]


@pytest.fixture
def found() -> dict[str, Examination]:
    return in_order()


@pytest.fixture
def prove(tmp_path: Path, found: dict[str, Examination]) -> Prove:
    """Return the command, with `found` as what it has found already."""

    def carried_out(*options: str) -> int:
        keep(tmp_path / "results", found)
        return main(["prove", "--resume", str(tmp_path / "results"), *options])

    return carried_out


def test_all_in_order_exits_0(prove: Prove, capsys: Capture) -> None:
    assert prove("--quiet") == 0

    defects = sum(each.kind is TrialKind.DEFECT for each in trials())
    told = capsys.readouterr().out
    assert told.startswith(f"{defects} of {defects} defects caught by the clause")
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    ("examination", "told"),
    [
        (seen(SPOILED), "SURVIVOR (1)"),
        (seen(SPOILED, {"NONE-1": SMOKE}), "MISSED BY ITS CLAUSE (1)"),
        (seen(ODD, {"LED-01": SMOKE}), "FALSE ALARM (1)"),
    ],
    ids=["survivor", "missed", "false alarm"],
)
def test_what_is_out_of_order_is_told_and_exits_1(
    prove: Prove,
    capsys: Capture,
    found: dict[str, Examination],
    examination: Examination,
    told: str,
) -> None:
    found[examination.name] = examination

    assert prove() == 1
    assert told in capsys.readouterr().out


def test_a_clause_that_catches_nothing_is_told_and_exits_1(
    prove: Prove, capsys: Capture, found: dict[str, Examination]
) -> None:
    # It was the one that caught what no other defect shows.
    found[EVERYTHING.name] = seen(EVERYTHING, {EVERYTHING.clause: SMOKE})
    named = {each.clause for each in trials()}
    idle = [e.id for e in CLAUSES if e.id not in named and e.level is not Level.INFO]
    found[SPOILED.name] = seen(SPOILED, dict.fromkeys({SPOILED.clause, *idle}, SMOKE))
    lost = next(c for c in named if c and sum(e.clause == c for e in trials()) == 1)
    (only,) = (each for each in trials() if each.clause == lost)
    found[only.name] = seen(only, {SPOILED.clause: SMOKE})

    assert prove() == 1
    assert f"CATCHES NOTHING (1)\n  {lost}:" in capsys.readouterr().out


def test_a_part_blames_no_clause(prove: Prove, capsys: Capture) -> None:
    assert prove("--select", SPOILED.name, "--quiet") == 0
    assert f"{len(trials()) - 2} not tried" in capsys.readouterr().out


def test_no_time_leaves_out_and_says_so(
    prove: Prove, capsys: Capture, found: dict[str, Examination]
) -> None:
    del found[SPOILED.name]

    assert prove("--budget-time", "0.000001", "--quiet") == 0
    assert "1 not tried" in capsys.readouterr().out


def test_what_was_found_before_is_told(prove: Prove, capsys: Capture) -> None:
    prove("--select", SPOILED.name)

    assert "2 results taken from" in capsys.readouterr().err


def test_results_of_another_seed_are_not_used_with_a_notice(
    tmp_path: Path, found: dict[str, Examination], capsys: Capture
) -> None:
    path = tmp_path / "results"
    keep(path, {SPOILED.name: found[SPOILED.name]}, seed=2)
    options = ["--select", SPOILED.name, "--budget-time", "0.000001"]

    main(["prove", "--resume", str(path), *options])
    told = capsys.readouterr()
    assert f"1 result in {path} are of other code or another seed" in told.err
    assert f"{len(trials())} not tried" in told.out


def test_a_line_that_was_cut_off_costs_one_result_alone(
    tmp_path: Path, found: dict[str, Examination], capsys: Capture
) -> None:
    path = tmp_path / "results"
    keep(path, found)
    text = path.read_text("utf-8")
    path.write_text(text[:-40], "utf-8")

    assert main(["prove", "--resume", str(path), "--budget-time", "0.000001"]) == 0
    assert "1 not tried" in capsys.readouterr().out
    assert path.read_text("utf-8").endswith("}\n")


def test_a_trial_that_broke_down_is_tried_again(
    prove: Prove, capsys: Capture, found: dict[str, Examination]
) -> None:
    found[SPOILED.name] = Examination(SPOILED.name, (), error="OSError: no ports")

    prove("--select", SPOILED.name, "--budget-time", "0.000001")
    assert "1 result taken from" in capsys.readouterr().err


def test_a_file_of_something_else_is_refused_and_kept(
    tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "notes"
    path.write_text("my notes\n", "utf-8")

    assert main(["prove", "--resume", str(path)]) == 2
    assert f"{path} is no file of results" in capsys.readouterr().err
    assert path.read_text("utf-8") == "my notes\n"


def test_a_glob_without_a_match_exits_2_and_names_the_nearest(capsys: Capture) -> None:
    assert main(["prove", "--select", f"{SPOILED.name}x"]) == 2
    assert f"did you mean {SPOILED.name}" in capsys.readouterr().err


def test_a_report_that_cannot_be_written_exits_2_before_anything_is_tried(
    tmp_path: Path, capsys: Capture
) -> None:
    assert main(["prove", "--report", f"html={tmp_path}"]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_every_report_is_written(prove: Prove, tmp_path: Path) -> None:
    reports = {each: tmp_path / each for each in ("html", "json", "markdown")}
    options = [f"--report={name}={path}" for name, path in reports.items()]

    assert prove(*options) == 0
    html, value, markdown = (path.read_text("utf-8") for path in reports.values())
    assert html.startswith("<!doctype html>")
    names = {each["name"] for each in json.loads(value)["trials"]}
    assert names >= {each.name for each in trials()}
    assert f"`{SPOILED.name}`" in markdown


def test_what_it_takes_does_not_change_the_page(
    prove: Prove, tmp_path: Path, found: dict[str, Examination]
) -> None:
    pages = [tmp_path / "first", tmp_path / "second"]
    for seconds, page in enumerate(pages):
        for name, each in found.items():
            sights = (
                replace(s, seconds=seconds, requests=seconds) for s in each.sights
            )
            found[name] = replace(each, sights=tuple(sights))
        prove(f"--report=markdown={page}", "--quiet")

    assert pages[0].read_text("utf-8") == pages[1].read_text("utf-8")
