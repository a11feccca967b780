"""Any document can be linted: malformed ones, old ones, those of others."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_tests.lint import lint, lint_file
from tests.lint.documents import THING, document, reply, replying, taking

DOCUMENT = json.loads((Path(__file__).parents[2] / "openapi.json").read_text("utf-8"))
KEYWORDS = ["$ref", "allOf", "anyOf", "oneOf", "not", "enum", "const", "type", "required", "properties", "items", "minimum", "maxLength", "pattern", "format", "default", "examples", "parameters", "responses", "security"]  # fmt: skip
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "#/x", "["]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(KEYWORDS), inner, max_size=2)
    ),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = (
        value
        if isinstance(value, dict)
        else range(len(value))
        if isinstance(value, list)
        else ()
    )
    return [
        path,
        *(place for key in keys for place in places(value[key], (*path, key))),
    ]


PLACES = [each for each in places(DOCUMENT) if each]


@given(st.sampled_from(PLACES), st.sampled_from(["", *KEYWORDS]), JUNK)
@settings(max_examples=60, deadline=None)
def test_a_malformed_document_is_linted(
    place: tuple[Any, ...], keyword: str, junk: Any
) -> None:
    broken = copy.deepcopy(DOCUMENT)
    parent = broken
    for key in place[:-1]:
        parent = parent[key]
    if keyword and isinstance(parent[place[-1]], dict):
        parent[place[-1]][keyword] = junk
    else:
        parent[place[-1]] = junk
    lint(broken)


def test_schemas_that_refer_to_themselves_have_an_end() -> None:
    again = {"$ref": f"#{THING}"}
    tree = {"oneOf": [{"type": "array", "items": again}, {"allOf": [again]}]}
    lint(replying(tree))


def test_null_in_a_document_of_3_0_is_no_contradiction() -> None:
    thing = {"type": "string", "nullable": True, "enum": ["a"], "default": None}
    composed = {"allOf": [{"$ref": f"#{THING}"}], "nullable": True, "example": None}
    described = replying(composed, operationId="one") | {"openapi": "3.0.3"}
    described["components"]["schemas"] |= {"Other": thing}
    described["paths"]["/others"] = {
        "get": {
            "operationId": "other",
            "responses": {"200": reply({"$ref": "#/components/schemas/Other"})},
        }
    }
    described["components"]["schemas"]["Thing"]["allOf"] = [{"type": "object"}]
    assert not lint(described)


def test_exclusive_limits_of_3_0_are_understood() -> None:
    schema = {"type": "integer", "minimum": 5, "exclusiveMinimum": True, "maximum": 5}
    old = replying(schema) | {"openapi": "3.0.3"}
    assert "unsatisfiable-schema" in {each.rule for each in lint(old)}


def test_a_discriminator_makes_an_overlap_a_note() -> None:
    kind = {"type": "object", "properties": {"kind": {"type": "string"}}}
    either = {"oneOf": [kind, kind], "discriminator": {"propertyName": "kind"}}
    (finding,) = (x for x in lint(replying(either)) if x.rule == "one-of-overlap")
    assert finding.severity == "info"


def test_what_most_operations_lack_is_said_once() -> None:
    page = {"name": "page", "in": "query", "schema": {"type": "integer"}}
    paths = {
        f"/things{number}": {
            "get": {
                "operationId": f"things{number}",
                "parameters": [page],
                "responses": {"200": {"description": "Things"}},
            }
        }
        for number in range(12)
    }
    found = [x for x in lint(document(paths)) if x.rule == "status-400-missing"]
    assert [each.pointer for each in found] == ["/paths"]
    assert "12 of 12 places" in found[0].message


def test_a_property_that_only_replies_have_may_lack_in_an_example() -> None:
    schema = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string", "readOnly": True}},
        "example": {},
    }
    assert "example-refused" not in {each.rule for each in lint(taking(schema))}


@pytest.mark.skipif(
    "LINT_DOCUMENTS" not in os.environ,
    reason="LINT_DOCUMENTS names no folder of documents",
)
def test_the_documents_of_others_are_linted() -> None:
    folder = Path(os.environ["LINT_DOCUMENTS"])
    files = [x for x in folder.iterdir() if x.suffix in {".json", ".yaml"}]
    assert files
    for path in sorted(files, key=lambda each: each.stat().st_size)[:3]:
        lint_file(path)
