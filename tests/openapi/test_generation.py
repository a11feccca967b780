"""The order of preference, seeds, refusals: what a generator promises as a whole."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from mockserver.openapi.generation import GenerationError, Generator
from tests.openapi.generation_rig import generator, is_valid

REF = "#/components/schemas/"


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        pytest.param({"const": 7, "examples": [7], "default": 7}, 7, id="const"),
        pytest.param(
            {"type": "string", "example": "x", "default": "y"}, "x", id="example"
        ),
        pytest.param(
            {"type": "string", "examples": ["p", "q"]}, "p", id="first of examples"
        ),
        pytest.param(
            {"type": "integer", "example": "x", "default": 3}, 3, id="invalid example"
        ),
        pytest.param(
            {"type": "integer", "examples": ["x", 4]}, 4, id="second of examples"
        ),
        pytest.param(
            {"enum": ["a", "b"], "default": "b"}, "b", id="default before enum"
        ),
        pytest.param({"enum": ["a"], "default": "z"}, "a", id="invalid default"),
        pytest.param({"enum": [None, "a"]}, "a", id="null only as a last choice"),
        pytest.param({"enum": ["aa", "b"], "maxLength": 1}, "b", id="valid of an enum"),
        pytest.param(
            {"type": "string", "nullable": True, "example": None},
            None,
            id="null is invalid",
        ),
        pytest.param(
            {"allOf": [{"type": "string", "example": "x"}]},
            "x",
            id="of the only member",
        ),
        pytest.param(
            {
                "type": "object",
                "properties": {"a": {"type": "integer", "example": 1}},
                "example": {"a": 2},
            },
            {"a": 2},
            id="a parent's before a child's",
        ),
        pytest.param(
            {
                "type": "object",
                "required": ["a", "b"],
                "properties": {"a": {"type": "integer"}, "b": {"const": 5}},
                "example": {"a": 2},
            },
            {"a": 2, "b": 5},
            id="parts of an incomplete example",
        ),
        pytest.param(
            {
                "allOf": [
                    {"properties": {"a": {"type": "integer"}}, "example": {"a": 2}},
                    {"properties": {"b": {"type": "integer"}}, "example": {"b": 3}},
                ]
            },
            {"a": 2, "b": 3},
            id="examples of members, joined",
        ),
        pytest.param(
            {"oneOf": [{"type": "array", "example": [1]}]}, [1], id="of a branch"
        ),
        pytest.param(
            {"properties": {"a": {"default": 3}}}, {"a": 3}, id="of a property"
        ),
    ],
)
def test_documented_values_come_first(schema: Any, expected: Any) -> None:
    if schema.get("nullable"):
        del schema["nullable"]
        assert isinstance(generator().generate(schema, seed=b"s"), str)
    else:
        assert generator().generate(schema, seed=b"s") == expected


def test_a_documented_value_is_a_copy() -> None:
    schema = {"example": {"a": [1]}}
    values = generator()
    values.generate(schema, seed=b"s")["a"].append(2)
    assert values.generate(schema, seed=b"s") == {"a": [1]}


def test_a_reply_is_the_first_valid_example() -> None:
    schema = {"type": "integer"}
    reply = generator().generate_reply(schema, examples=["x", 5, 6], seed=b"s")
    assert reply == 5


def test_a_reply_without_a_valid_example_is_generated() -> None:
    reply = generator().generate_reply({"const": 1}, examples=["x"], seed=b"s")
    assert reply == 1


def test_siblings_of_a_reference_apply() -> None:
    components = {"Name": {"type": "string", "example": "a"}}
    schema = {"$ref": f"{REF}Name", "minLength": 3}
    value = generator(components).generate(schema, seed=b"s")
    assert len(value) >= 3


SAMPLE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "name": {"type": "string"},
        "price": {"type": "number"},
        "made_at": {"type": "string", "format": "date-time"},
        "code": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]{6}$"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "kind": {"oneOf": [{"type": "integer"}, {"type": "boolean"}]},
        "map": {"type": "object", "additionalProperties": {"type": "integer"}},
    },
}

_PROGRAM = """
import json, sys
from mockserver.openapi.generation import Generator
schema = json.loads(sys.stdin.read())
generator = Generator(resolve=lambda _: True, is_valid=lambda *_: True)
print(json.dumps(generator.generate(schema, seed=b"seed")))
"""


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_the_same_seed_gives_the_same_value_in_another_process(hash_seed: str) -> None:
    here = Generator(resolve=lambda _: True, is_valid=is_valid).generate(
        SAMPLE, seed=b"seed"
    )
    there = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        input=json.dumps(SAMPLE),
        capture_output=True,
        check=True,
        text=True,
        env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": ":".join(sys.path)},
    )
    assert json.loads(there.stdout) == here


def test_a_value_does_not_depend_on_what_was_made_before() -> None:
    fresh = generator().generate(SAMPLE, seed=b"b")
    used = generator()
    used.generate(SAMPLE, seed=b"a")
    assert used.generate(SAMPLE, seed=b"b") == fresh


def test_a_property_does_not_depend_on_its_siblings() -> None:
    alone = {"type": "object", "properties": {"id": SAMPLE["properties"]["id"]}}
    values = generator()
    whole = values.generate(SAMPLE, seed=b"s")
    assert values.generate(alone, seed=b"s")["id"] == whole["id"]


def test_seeds_of_any_length_differ() -> None:
    values = generator()
    schema = {"type": "string", "format": "uuid"}
    seeds = [b"", b"a", b"a" * 64, b"a" * 65, b"a" * 1000]
    assert len({values.generate(schema, seed=seed) for seed in seeds}) == len(seeds)


def test_branches_and_listed_values_vary_with_the_seed() -> None:
    values = generator()
    schema = {"anyOf": [{"enum": ["a", "b"]}, {"enum": ["c", "d"]}]}
    made = {values.generate(schema, seed=bytes([n])) for n in range(40)}
    assert made == {"a", "b", "c", "d"}


@pytest.mark.parametrize(
    ("schema", "breadcrumb", "reason"),
    [
        pytest.param(False, "", "the schema is false", id="false"),
        pytest.param(
            {"type": "string", "pattern": "^(?!a)a$"}, "", "^(?!a)a$", id="pattern"
        ),
        pytest.param(
            {
                "properties": {
                    "a/b": {
                        "items": {"pattern": "^(?!a)a$", "type": "string"},
                        "type": "array",
                        "minItems": 1,
                    }
                },
                "required": ["a/b"],
                "type": "object",
            },
            "/a~1b/0",
            "^(?!a)a$",
            id="inside of a value",
        ),
        pytest.param(
            {"type": "integer", "minimum": 3, "maximum": 2}, "", "bounds", id="bounds"
        ),
        pytest.param(
            {"type": "string", "minLength": 3, "maxLength": 2},
            "",
            "minLength 3 is above maxLength 2",
            id="lengths",
        ),
        pytest.param(
            {"type": "array", "minItems": 3, "maxItems": 2},
            "",
            "minItems 3 is above maxItems 2",
            id="items",
        ),
        pytest.param(
            {"allOf": [{"type": "string"}, {"type": "integer"}]},
            "",
            "allOf",
            id="types",
        ),
        pytest.param(
            {"oneOf": [{"type": "string"}, {"type": "string"}]}, "", "oneOf", id="oneOf"
        ),
    ],
)
def test_a_schema_without_values_is_refused(
    schema: Any, breadcrumb: str, reason: str
) -> None:
    """The error names the place, and what could not be met there."""
    with pytest.raises(GenerationError) as caught:
        generator().generate(schema, seed=b"s")
    assert caught.value.breadcrumb == breadcrumb
    assert reason in caught.value.reason
    assert "example" in str(caught.value)


def test_an_optional_property_without_values_is_left_out() -> None:
    schema = {
        "type": "object",
        "properties": {
            "a": {"type": "integer"},
            "b": {"pattern": "^(?!a)a$", "type": "string"},
        },
    }
    assert set(generator().generate(schema, seed=b"s")) == {"a"}


def test_a_pattern_that_is_not_understood_is_tried_with_candidates() -> None:
    """The validator knows a property that the generator does not."""
    schema = {"type": "string", "pattern": r"^\p{Script=Common}+$"}
    value = generator().generate(schema, seed=b"s")
    assert is_valid(schema, value)
