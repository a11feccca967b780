from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from contract_tests.judgement.clause import Level
from contract_tests.judgement.report import ExitCode, Outcome, Report
from contract_tests.reports.junit import to_junit
from tests.reports.reports import NASTY, exchange, nasty, report, verdict


def parsed(found: Report) -> Element:
    return ElementTree.fromstring(to_junit(found))


def case_of(found: Report, name: str) -> Element:
    for case in parsed(found).iter("testcase"):
        if case.get("name", "").startswith(name):
            return case
    raise LookupError(name)


def kinds(case: Element) -> set[str]:
    return {child.tag for child in case} - {"properties"}


@pytest.mark.parametrize("name", NASTY)
def test_whatever_a_target_says_is_xml(name: str) -> None:
    text = to_junit(nasty(NASTY[name]))

    ElementTree.fromstring(text.encode("utf-8"))
    assert all(
        each in "\n\t" or each.isprintable() or each == "\u200d" for each in text
    )


def test_a_suite_is_a_family_and_a_case_a_clause() -> None:
    names = ["GEN-01", "PAG-01", "GEN-02"]
    root = parsed(report(verdict(name, Outcome.PASSED) for name in names))

    suites = {suite.get("name"): suite.get("tests") for suite in root}
    assert suites == {"GEN": "2", "PAG": "1"}


@pytest.mark.parametrize(
    ("outcome", "tags"),
    [
        (Outcome.FAILED, {"failure"}),
        (Outcome.WARNED, {"system-out"}),
        (Outcome.PASSED, set()),
        (Outcome.INCONCLUSIVE, {"skipped"}),
        (Outcome.SKIPPED, {"skipped"}),
    ],
)
def test_each_outcome_has_its_element(outcome: Outcome, tags: set[str]) -> None:
    found = report([verdict("PAG-04", outcome, level=Level.SHOULD)])

    assert kinds(case_of(found, "PAG-04")) == tags


def test_a_warning_is_a_failure_if_the_run_is_strict() -> None:
    warned = verdict("SEC-06", Outcome.WARNED, level=Level.SHOULD)
    hint = verdict("SEC-08", Outcome.WARNED, level=Level.INFO)
    found = report([warned, hint], strict=True, exit_code=ExitCode.BREACHED)

    assert kinds(case_of(found, "SEC-06")) == {"failure"}
    assert kinds(case_of(found, "SEC-08")) == {"system-out"}


def test_an_accepted_failure_is_skipped_with_its_reason() -> None:
    found = report(
        [verdict("PAG-04", Outcome.FAILED, accepted="ticket 7")],
        exit_code=ExitCode.KEPT,
    )

    skipped = case_of(found, "PAG-04").find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "known failure, accepted: ticket 7"
    assert parsed(found).get("failures") == "0"


@pytest.mark.parametrize(
    "exit_code",
    [ExitCode.NOT_JUDGED, ExitCode.SPEND_GUARD, ExitCode.INTERRUPTED, ExitCode.USAGE],
)
def test_a_run_that_was_not_judged_is_an_error(exit_code: ExitCode) -> None:
    found = report(
        [verdict("PAG-04", Outcome.PASSED)], exit_code=exit_code, cause="401 to the key"
    )

    root = parsed(found)
    error = root.find(".//error")
    assert error is not None
    assert "401 to the key" in error.get("message", "")
    assert root.get("errors") == "1"


def test_exit_1_is_red_even_if_no_clause_is() -> None:
    found = report([verdict("PAG-04", Outcome.PASSED)], exit_code=ExitCode.BREACHED)

    assert parsed(found).find(".//error") is not None


def test_a_case_tells_what_was_sent_for_it_and_what_that_cost() -> None:
    bought = exchange(1, {"credits": {"charged": 4, "remaining": 6}}, probe="GEN-P01")
    found = report(
        [verdict("GEN-P01", Outcome.PASSED)], exchanges=[bought, exchange(2)]
    )

    case = case_of(found, "GEN-P01")
    properties = {each.get("name"): each.get("value") for each in case.iter("property")}
    assert (properties["requests"], properties["credits"]) == ("1", "4")
    assert properties["clause"] == "GEN-P01"
    assert case.get("time") == "0.125"


def test_numbers_are_those_of_the_cases() -> None:
    outcomes = [Outcome.FAILED, Outcome.FAILED, Outcome.SKIPPED, Outcome.PASSED]
    root = parsed(
        report(verdict(f"PAG-{number}", each) for number, each in enumerate(outcomes))
    )

    numbers = [root.get(name) for name in ("tests", "failures", "skipped", "errors")]
    assert numbers == ["4", "2", "1", "0"]
