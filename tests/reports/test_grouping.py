from __future__ import annotations

import pytest

from contract_tests.judgement.clause import Level
from contract_tests.judgement.report import Outcome
from contract_tests.reports.grouping import accepted, failed, fails_run
from tests.reports.reports import breach, report, verdict


def told(*verdicts: tuple[str, str | None, str | None]) -> dict[str, list[str]]:
    """Return the failures that are told, with what they explain."""
    found = report(
        verdict(name, Outcome.FAILED, cause=cause, accepted=accepted)
        for name, cause, accepted in verdicts
    )
    return {
        case.verdict.clause.id: [each.clause.id for each in case.also]
        for case in failed(found)
    }


def test_a_chain_of_causes_is_one_failure() -> None:
    assert told(("A", "B", None), ("B", "C", None), ("C", None, None)) == {
        "C": ["A", "B"]
    }


def test_a_failure_whose_cause_is_not_there_is_told() -> None:
    assert told(("A", "Z", None)) == {"A": []}


def test_a_failure_is_not_hidden_by_a_cause_that_is_accepted() -> None:
    assert told(("A", "B", None), ("B", None, "ticket 7")) == {"A": []}


def test_causes_in_a_circle_hide_nothing() -> None:
    found = told(("A", "B", None), ("B", "A", None), ("C", "A", None), ("D", "D", None))

    names = set(found) | {name for also in found.values() for name in also}
    assert names == {"A", "B", "C", "D"}


def test_accepted_ones_are_told_apart() -> None:
    found = report([verdict("A", Outcome.FAILED, accepted="ticket 7")])

    assert failed(found) == ()
    assert [each.clause.id for each in accepted(found)] == ["A"]


@pytest.mark.parametrize(
    ("outcome", "level", "strict", "fails"),
    [
        (Outcome.FAILED, Level.MUST, False, True),
        (Outcome.WARNED, Level.SHOULD, False, False),
        (Outcome.WARNED, Level.SHOULD, True, True),
        (Outcome.WARNED, Level.INFO, True, False),
        (Outcome.PASSED, Level.MUST, True, False),
        (Outcome.INCONCLUSIVE, Level.MUST, True, False),
    ],
)
def test_what_fails_a_run(
    outcome: Outcome, level: Level, strict: bool, fails: bool
) -> None:
    one = verdict("A", outcome, breaches=[breach(level=level)], level=level)

    assert fails_run(report([one], strict=strict), one) is fails
