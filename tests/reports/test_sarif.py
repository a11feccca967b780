from __future__ import annotations

import json
from typing import Any

import pytest

from contract_tests.judgement.clause import Level
from contract_tests.judgement.report import ExitCode, Outcome, Report
from contract_tests.reports.sarif import to_sarif
from tests.reports.reports import (
    DOCUMENT,
    MAXIMUM,
    NASTY,
    breach,
    nasty,
    report,
    verdict,
)

TEXT = DOCUMENT.read_text("utf-8")

# What SARIF 2.1.0 requires and allows of the objects that are written: all of them are
# closed there. Required ones come first.
OBJECTS = {
    "log": ({"version", "runs"}, {"$schema"}),
    "run": ({"tool"}, {"invocations", "artifacts", "results", "columnKind"}),
    "driver": ({"name"}, {"version", "rules"}),
    "rule": (
        {"id"},
        {"shortDescription", "help", "defaultConfiguration", "properties"},
    ),
    "invocation": (
        {"executionSuccessful"},
        {
            "exitCode",
            "exitCodeDescription",
            "startTimeUtc",
            "toolExecutionNotifications",
            "properties",
        },
    ),
    "artifact": (set(), {"location", "hashes"}),
    "result": (
        {"message"},
        {
            "ruleId",
            "ruleIndex",
            "level",
            "locations",
            "partialFingerprints",
            "suppressions",
        },
    ),
    "suppression": ({"kind"}, {"status", "justification"}),
}


def check(kind: str, value: dict[str, Any]) -> None:
    required, allowed = OBJECTS[kind]
    assert required <= value.keys() <= required | allowed, kind


def run_of(found: Report, text: str = TEXT) -> dict[str, Any]:
    """Return the run of a log whose objects hold what the standard lets them hold."""
    log = json.loads(to_sarif(found, text))
    check("log", log)
    assert log["version"] == "2.1.0"
    run: dict[str, Any]
    (run,) = log["runs"]
    check("run", run)
    check("driver", run["tool"]["driver"])
    for rule in run["tool"]["driver"]["rules"]:
        check("rule", rule)
    for invocation in run["invocations"]:
        check("invocation", invocation)
    for artifact in run["artifacts"]:
        check("artifact", artifact)
    for result in run["results"]:
        check_result(result, run)
    return run


def check_result(result: dict[str, Any], run: dict[str, Any]) -> None:
    check("result", result)
    assert result["message"]["text"]
    assert result["level"] in ("none", "note", "warning", "error")
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert min(region["startLine"], region["startColumn"]) >= 1
    for suppression in result.get("suppressions", ()):
        check("suppression", suppression)


@pytest.mark.parametrize("name", NASTY)
def test_whatever_a_target_says_is_sarif(name: str) -> None:
    run = run_of(nasty(NASTY[name]))

    assert "](" not in json.dumps([each["message"] for each in run["results"]]).replace(
        "\\\\](", ""
    )


@pytest.mark.parametrize("name", NASTY)
def test_the_document_is_named_by_a_uri(name: str) -> None:
    uri = run_of(nasty(NASTY[name]))["artifacts"][0]["location"]["uri"]

    assert uri.isascii()
    assert not set(uri) & set(' "<>\\^`{|}\n\t')


def test_rules_are_clauses_and_results_those_that_broke() -> None:
    outcomes = list(Outcome)
    run = run_of(
        report(
            verdict(f"PAG-{number}", each, level=Level.MUST)
            for number, each in enumerate(outcomes)
        )
    )

    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        f"PAG-{number}" for number in range(len(outcomes))
    ]
    assert [(each["ruleId"], each["level"]) for each in run["results"]] == [
        ("PAG-0", "error"),
        ("PAG-1", "warning"),
    ]


def test_a_result_points_into_the_text_of_the_document() -> None:
    run = run_of(report([verdict("PAG-04", Outcome.FAILED)]))

    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    line = TEXT.splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 :].startswith('"maximum":100')
    assert MAXIMUM.endswith("/maximum")


def test_a_pointer_that_is_not_there_points_at_what_would_hold_it() -> None:
    text = '{\n "paths": {\n  "/api/v1/images": {\n   "get": {}}}}'
    run = run_of(report([verdict("PAG-04", Outcome.FAILED)]), text)

    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 4, "startColumn": 4}


@pytest.mark.parametrize(
    "text",
    [
        '{\n"a": "\\ud83d\\ude00 \u2028 \x7f",\n"paths": {}}',
        '{\n"a": "\\ud83d", "b": "\\\\udead",\n"paths": {}}',
    ],
)
def test_places_are_found_in_json_that_is_no_yaml(text: str) -> None:
    run = run_of(report([verdict("PAG-04", Outcome.FAILED)]), text)

    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 1}


def fingerprints(*expected: str) -> list[str]:
    breaches = [breach(expected=each, observed="seen") for each in expected]
    run = run_of(report([verdict("PAG-04", Outcome.FAILED, breaches=breaches)]))
    return [
        value
        for result in run["results"]
        for value in result["partialFingerprints"].values()
    ]


def test_a_fingerprint_does_not_change_with_ids_and_times() -> None:
    first = fingerprints(
        "image 0b0e5a4e-58a5-4c6c-9a3b-0f4f6a6d6a01 of 2026-11-26T15:00:00Z again"
    )
    second = fingerprints(
        "image 5a0e5a4e-58a5-4c6c-9a3b-0f4f6a6d6a99 of 2027-01-02T03:04:05.5Z again"
    )

    assert first == second


def test_fingerprints_of_one_run_differ() -> None:
    assert len(set(fingerprints("400", "404", "400"))) == 3


def test_an_accepted_failure_is_suppressed() -> None:
    run = run_of(report([verdict("PAG-04", Outcome.FAILED, accepted="ticket 7")]))

    (suppression,) = run["results"][0]["suppressions"]
    assert suppression["justification"] == "ticket 7"


@pytest.mark.parametrize("exit_code", list(ExitCode))
def test_the_invocation_tells_the_exit_code(exit_code: ExitCode) -> None:
    (invocation,) = run_of(report(exit_code=exit_code, cause="why"))["invocations"]

    judged = exit_code in (ExitCode.KEPT, ExitCode.BREACHED)
    assert invocation["exitCode"] == exit_code
    assert invocation["executionSuccessful"] is judged
    assert ("toolExecutionNotifications" in invocation) is not judged
