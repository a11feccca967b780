from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from contract_tests.judgement.clause import Level
from contract_tests.judgement.report import Outcome, Report
from contract_tests.reports.json_report import to_json
from tests.reports.reports import NASTY, exchange, nasty, report, verdict

SCHEMA = json.loads(
    files("contract_tests.reports").joinpath("report.schema.json").read_text("utf-8")
)


def parsed(found: Report) -> Any:
    value = json.loads(to_json(found))
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(SCHEMA, format_checker=checker).validate(value)
    return value


def schemas(value: Any) -> Iterator[dict[str, Any]]:
    """Yield each schema that stands under a name in the published one."""
    for name in ("properties", "$defs"):
        for each in value.get(name, {}).values():
            yield each
            yield from schemas(each)
    if "items" in value:
        yield from schemas(value["items"])


@pytest.mark.parametrize("name", NASTY)
def test_whatever_a_target_says_fits_the_schema(name: str) -> None:
    parsed(nasty(NASTY[name]))


def test_the_schema_is_one_and_closed_and_described() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$id"].startswith("urn:")
    for each in [SCHEMA, *schemas(SCHEMA)]:
        assert each.get("description"), each
        if each.get("type") == "object":
            assert each["additionalProperties"] is False
            assert sorted(each["required"]) == sorted(each["properties"])


def test_the_bytes_are_ascii_and_the_same_each_time() -> None:
    texts = {to_json(nasty(NASTY["wide"])) for _ in range(3)}

    assert len(texts) == 1
    assert texts.pop().isascii()


def test_a_clause_is_told_with_its_breaches() -> None:
    value = parsed(report([verdict("PAG-04", Outcome.FAILED)]))

    (clause,) = value["clauses"]
    assert (clause["id"], clause["family"], clause["outcome"]) == (
        "PAG-04",
        "PAG",
        "failed",
    )
    assert clause["breaches"][0]["expected"] == "400 with ErrorResponse"
    assert (value["exitCode"], value["exitCodeName"]) == (1, "breached")


def test_totals_count_by_outcome_and_level() -> None:
    value = parsed(
        report(
            [
                verdict("A-1", Outcome.PASSED),
                verdict("A-2", Outcome.PASSED, level=Level.SHOULD),
                verdict("A-3", Outcome.SKIPPED),
            ]
        )
    )

    assert value["totals"]["passed"] == {
        "must": 1,
        "derived": 0,
        "should": 1,
        "info": 0,
    }
    assert value["totals"]["skipped"]["must"] == 1


def test_only_exchanges_that_breaches_name_are_kept() -> None:
    found = report(
        [verdict("PAG-04", Outcome.FAILED)], exchanges=[exchange(1), exchange(2)]
    )

    assert [each["number"] for each in parsed(found)["exchanges"]] == [1]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"images": [{"prompt": "x" * 9000}] * 500}, id="long"),
        pytest.param({str(number): number for number in range(5000)}, id="wide"),
        pytest.param({"x" * 9000: 1}, id="long name"),
        pytest.param([float("inf"), float("-inf"), float("nan")], id="no number"),
    ],
)
def test_a_reply_is_shortened_to_what_json_can_hold(body: Any) -> None:
    found = report([verdict("PAG-04", Outcome.FAILED)], exchanges=[exchange(1, body)])

    (shown,) = parsed(found)["exchanges"]
    assert len(json.dumps(shown["reply"]["body"])) < 10_000


def test_a_deep_reply_is_cut() -> None:
    body: Any = "end"
    for _ in range(900):
        body = [body]
    found = report([verdict("PAG-04", Outcome.FAILED)], exchanges=[exchange(1, body)])

    assert "…" in json.dumps(parsed(found)["exchanges"], ensure_ascii=False)


def test_a_password_in_the_target_is_left_out() -> None:
    value = parsed(report(target="https://user:secret@images.example:8443/v1"))

    assert value["target"] == "https://images.example:8443/v1"
