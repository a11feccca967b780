"""What is out of order in a kill matrix, and what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contract_tests.judgement.clause import Level
from contract_tests.proof.clauses import correct_where_seen
from contract_tests.proof.matrix.examination import Examination, Rung
from contract_tests.proof.matrix.kill_matrix import Disorder, KillMatrix, noted
from contract_tests.proof.matrix.tallies import families, rungs, tally
from contract_tests.proof.matrix.text import to_text, verdict
from contract_tests.proof.trial import CORRECT, TrialKind
from contract_tests.settings import Depth
from tests.proof.examinations import (
    FREE,
    PAID,
    SMOKE,
    clause,
    defect,
    proved,
    seen,
    sight,
    variant,
)

ONE, TWO = clause("ONE-1"), clause("TWO-1")
FIRST, SECOND = defect("first", "ONE-1"), defect("second", "TWO-1", family="paging")
ODD = variant("odd")
WELL = [
    (CORRECT, seen(CORRECT)),
    (ODD, seen(ODD)),
    (FIRST, seen(FIRST, {"ONE-1": SMOKE})),
    (SECOND, seen(SECOND, {"TWO-1": PAID, "ONE-1": FREE})),
]


def with_one(name: str, examination: Examination) -> KillMatrix:
    """Return the matrix of all that is well, but for one trial."""
    found = [(t, examination if t.name == name else e) for t, e in WELL]
    return proved(found, [ONE, TWO])


def disorders(matrix: KillMatrix) -> list[tuple[Disorder, str]]:
    return [(each.disorder, each.name) for each in matrix.findings]


def test_all_that_is_caught_by_its_clause_is_in_order() -> None:
    matrix = proved(WELL, [ONE, TWO])

    assert matrix.in_order
    assert verdict(matrix) == (
        "2 of 2 defects caught by the clause named for it,"
        " 0 false alarms on 1 lawful variant"
    )


def test_a_defect_that_no_clause_catches_is_a_survivor() -> None:
    matrix = with_one("second", seen(SECOND))

    assert (Disorder.SURVIVOR, "second") in disorders(matrix)
    assert "SURVIVOR (1)\n  second: second breaks something" in to_text(matrix)


def test_a_defect_that_other_clauses_catch_is_missed_by_its_own() -> None:
    matrix = with_one("second", seen(SECOND, {"ONE-1": SMOKE}))

    assert (Disorder.MISSED, "second") in disorders(matrix)
    assert "caught by ONE-1, not by TWO-1" in to_text(matrix)


def test_a_variant_that_fails_is_a_false_alarm() -> None:
    matrix = with_one("odd", seen(ODD, {"TWO-1": PAID}))

    assert disorders(matrix) == [(Disorder.FALSE_ALARM, "odd")]
    assert "odd is odd: TWO-1 at standard, 100 credits" in to_text(matrix)


def test_a_variant_that_could_not_be_judged_is_a_false_alarm() -> None:
    hung = replace(sight(PAID), exit_code=3, cause="it does not answer")
    matrix = with_one("odd", Examination("odd", (hung,)))

    assert disorders(matrix) == [(Disorder.FALSE_ALARM, "odd")]
    assert "it does not answer" in matrix.findings[0].text


def test_a_variant_may_warn() -> None:
    warned = sight(PAID, warned=["ONE-1"])

    assert with_one("odd", Examination("odd", (warned,))).in_order


def test_the_correct_mock_must_not_fail_either() -> None:
    matrix = with_one(CORRECT.name, seen(CORRECT, {"TWO-1": PAID}))

    assert (Disorder.FALSE_ALARM, CORRECT.name) in disorders(matrix)


def test_a_warning_that_the_correct_mock_raises_too_shows_no_defect() -> None:
    found = [
        (CORRECT, Examination(CORRECT.name, (sight(PAID, warned=["ONE-1"]),))),
        (FIRST, Examination("first", (sight(PAID, warned=["ONE-1"]),))),
    ]

    assert (Disorder.SURVIVOR, "first") in disorders(proved(found, [ONE]))


def test_a_warning_catches_a_defect() -> None:
    found = [(FIRST, Examination("first", (sight(PAID, warned=["ONE-1"]),)))]

    assert proved(found, [ONE]).in_order


def test_a_clause_that_catches_nothing_is_idle() -> None:
    matrix = proved(WELL, [ONE, TWO, clause("SIX-1")])

    assert disorders(matrix) == [(Disorder.IDLE, "SIX-1")]
    assert "CATCHES NOTHING (1)\n  SIX-1: SIX-1 holds." in to_text(matrix)


def test_a_clause_that_only_informs_may_catch_nothing() -> None:
    matrix = proved(WELL, [ONE, TWO, clause("SIX-1", Level.INFO)])

    assert matrix.in_order
    assert "nothing (it informs, and cannot fail)" in to_text(matrix)


def test_no_clause_is_idle_while_something_was_left_out() -> None:
    matrix = proved(WELL, [ONE, TWO, clause("SIX-1")], left_out=3)

    assert matrix.in_order
    assert "3 not tried" in verdict(matrix)


def test_a_trial_that_broke_down_is_told_with_its_reason() -> None:
    error = "Traceback ...\nOSError: no more ports\n"
    matrix = with_one("first", Examination("first", (), error=error))

    assert (Disorder.BROKEN, "first") in disorders(matrix)
    assert "NOT TRIED (1)\n  first: OSError: no more ports" in to_text(matrix)


def test_the_worst_stands_first() -> None:
    found = [
        (FIRST, seen(FIRST)),
        (SECOND, seen(SECOND, {"ONE-1": SMOKE})),
        (ODD, seen(ODD, {"ONE-1": SMOKE})),
    ]

    assert [each for each, _ in disorders(proved(found, [ONE, TWO]))] == [
        Disorder.FALSE_ALARM,
        Disorder.SURVIVOR,
        Disorder.MISSED,
        Disorder.IDLE,
    ]


@pytest.mark.parametrize(
    ("caught", "note"),
    [
        ({"ONE-1": PAID}, ""),
        ({"TWO-1": PAID}, "missed by its clause"),
        ({}, "survivor"),
    ],
)
def test_progress_notes_what_is_out_of_order(
    caught: dict[str, Rung], note: str
) -> None:
    assert noted(FIRST, seen(FIRST, caught)) == note


def test_what_needs_more_than_the_ladder_has_a_rung_of_its_own() -> None:
    deep = defect("deep", "ONE-1", depth=Depth.DEEP)
    own = Rung(Depth.DEEP, 100)
    matrix = proved([(deep, seen(deep, {"ONE-1": own}))], [ONE])

    assert rungs(matrix) == (SMOKE, FREE, PAID, own)
    assert tally(matrix.of(TrialKind.DEFECT), rungs(matrix)).caught == (0, 0, 0, 1)


def test_the_correct_mock_is_tried_wherever_a_defect_needs_more() -> None:
    needs = [
        defect("usual", "ONE-1"),
        defect("deep", "ONE-1", depth=Depth.DEEP, credits=400),
        defect("remembered", "ONE-1", runs=2),
    ]

    correct = correct_where_seen(needs)
    assert {(each.depth, each.credits, each.runs) for each in correct} == {
        (Depth.DEEP, 400, 1),
        (Depth.STANDARD, 100, 2),
    }
    assert {each.kind for each in correct} == {TrialKind.CORRECT}
    assert len({each.name for each in correct}) == 2


def test_a_family_counts_what_is_caught_at_a_rung_or_below() -> None:
    matrix = proved(WELL, [ONE, TWO])
    counted = {
        name: tally(lines, rungs(matrix)).caught
        for name, lines in families(matrix).items()
    }

    assert counted == {"money": (1, 1, 1), "paging": (0, 1, 1)}
