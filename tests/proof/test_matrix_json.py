"""The kill matrix as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import jsonschema

from contract_tests.proof.matrix.as_json import to_json
from contract_tests.proof.matrix.examination import Examination
from contract_tests.proof.matrix.kill_matrix import KillMatrix
from contract_tests.proof.trial import CORRECT
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

SCHEMA = json.loads(
    files("contract_tests.proof.matrix")
    .joinpath("kill_matrix.schema.json")
    .read_text("utf-8")
)
CAUGHT = defect("caught", "ONE-1", subtle=True)
BROKEN = defect("broken", "ONE-1", family="paging")
ODD = variant("odd")


def everything() -> KillMatrix:
    return proved(
        [
            (CORRECT, seen(CORRECT)),
            (ODD, Examination("odd", (sight(PAID, warned=["TWO-1"]),))),
            (CAUGHT, seen(CAUGHT, {"TWO-1": SMOKE, "ONE-1": FREE})),
            (BROKEN, Examination("broken", (), error="OSError: \ud800\n")),
        ],
        [clause("ONE-1"), clause("TWO-1")],
        left_out=2,
    )


def parsed(matrix: KillMatrix) -> Any:
    value = json.loads(to_json(matrix))
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    return value


def schemas(value: Any) -> Iterator[dict[str, Any]]:
    """Yield each schema that stands under a name in the published one."""
    for name in ("properties", "$defs"):
        for each in value.get(name, {}).values():
            yield each
            yield from schemas(each)
    if "items" in value:
        yield value["items"]
        yield from schemas(value["items"])


def test_the_schema_is_one_and_closed_and_described() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$id"].startswith("urn:")
    for each in [SCHEMA, *schemas(SCHEMA)]:
        assert each.get("description") or "$ref" in each, each
        if each.get("type") == "object":
            assert each["additionalProperties"] is False
            assert sorted(each["required"]) == sorted(each["properties"])


def test_the_run_is_told() -> None:
    value = parsed(everything())

    assert value["tool"] == {"name": "contract-tests", "version": "1.2.3"}
    assert (value["seed"], value["seconds"]) == (1, 3.25)
    assert (value["inOrder"], value["leftOut"]) == (False, 2)
    assert value["rungs"] == [
        {"level": "smoke", "credits": 0},
        {"level": "standard", "credits": 0},
        {"level": "standard", "credits": 100},
    ]


def test_a_defect_is_told_with_what_caught_it_and_where() -> None:
    found = parsed(everything())["trials"][2]

    assert (found["kind"], found["name"], found["family"]) == (
        "defect",
        "caught",
        "money",
    )
    assert (found["clause"], found["subtle"]) == ("ONE-1", True)
    assert found["caughtBy"] == [
        {"clause": "TWO-1", "from": {"level": "smoke", "credits": 0}},
        {"clause": "ONE-1", "from": {"level": "standard", "credits": 0}},
    ]
    assert found["sights"][0] == {
        "level": "smoke",
        "credits": 0,
        "exitCode": 1,
        "cause": "",
        "failed": ["TWO-1"],
        "warned": [],
        "skipped": [],
        "requests": 40,
        "images": 2,
        "creditsSpent": 8,
        "seconds": 0.5,
    }


def test_a_variant_names_no_clause_and_catches_nothing() -> None:
    odd = parsed(everything())["trials"][1]

    assert (odd["clause"], odd["caughtBy"]) == (None, [])
    assert odd["sights"][0]["warned"] == ["TWO-1"]


def test_a_clause_tells_what_names_it_and_what_it_catches() -> None:
    one, two = parsed(everything())["clauses"]

    assert (one["named"], one["caught"]) == (["caught", "broken"], ["caught"])
    assert (two["named"], two["caught"]) == ([], ["caught"])


def test_families_are_counted_by_rung() -> None:
    money, paging = parsed(everything())["families"]

    assert (money["name"], money["caught"], money["caughtByNamedClause"]) == (
        "money",
        [1, 1, 1],
        1,
    )
    assert (paging["name"], paging["caught"]) == ("paging", [0, 0, 0])


def test_what_is_out_of_order_is_told_in_text_that_utf_8_can_hold() -> None:
    assert parsed(everything())["findings"] == [
        {"disorder": "not tried", "name": "broken", "text": "OSError: \\ud800"}
    ]
    assert to_json(everything()).isascii()
