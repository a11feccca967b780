"""Schemas that refer to themselves end; discriminators name their branches."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockserver.openapi.generation import GenerationError
from tests.openapi.generation_rig import generator, is_valid

REF = "#/components/schemas/"


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"{REF}{name}"}


COMPONENTS: dict[str, Any] = {
    "Node": {
        "type": "object",
        "properties": {
            "value": {"type": "integer"},
            "children": {"type": "array", "items": ref("Node")},
        },
    },
    "Expression": {
        "oneOf": [
            {
                "type": "object",
                "required": ["left", "right"],
                "properties": {"left": ref("Expression"), "right": ref("Expression")},
            },
            {"type": "integer"},
        ]
    },
    "Nested": {
        "type": "array",
        "minItems": 1,
        "items": {"anyOf": [ref("Nested"), {"type": "null"}]},
    },
    "Choice": {"anyOf": [ref("Choice"), {"type": "string"}]},
    "Member": {"allOf": [ref("Member"), {"type": "integer"}]},
    "Employee": {
        "allOf": [ref("Person"), {"properties": {"boss": ref("Employee")}}],
        "required": ["boss_or_none", "name"],
        "properties": {"boss_or_none": {"oneOf": [ref("Employee"), {"type": "null"}]}},
    },
    "Person": {"type": "object", "properties": {"name": {"type": "string"}}},
    **{
        f"Web{n}": {
            "type": "object",
            "properties": {f"to_{m}": ref(f"Web{m}") for m in range(8)},
        }
        for n in range(8)
    },
    "Endless": {
        "type": "object",
        "required": ["next"],
        "properties": {"next": ref("Endless")},
    },
    "Ring": ref("Ring"),
    "Paradox": {"not": ref("Paradox")},
}


@pytest.mark.parametrize(
    "name",
    ["Node", "Expression", "Nested", "Choice", "Member", "Employee", "Web0"],
)
def test_recursive_schemas_end(name: str) -> None:
    values = generator(COMPONENTS)
    for seed in range(10):
        value = values.generate(ref(name), seed=bytes([seed]))
        assert is_valid(ref(name), value, COMPONENTS)


def test_recursion_is_shown_once() -> None:
    made = generator(COMPONENTS).generate(ref("Node"), seed=b"s")
    assert set(made) == {"value", "children"}
    assert all(set(child) == {"value"} for child in made["children"])


def test_a_web_of_schemas_stays_small() -> None:
    made = generator(COMPONENTS).generate(ref("Web0"), seed=b"s")
    assert json.dumps(made).count(":") < 2000


@pytest.mark.parametrize("name", ["Endless", "Ring", "Paradox"])
def test_a_schema_that_cannot_end_is_refused(name: str) -> None:
    with pytest.raises(GenerationError):
        generator(COMPONENTS).generate(ref(name), seed=b"s")


PETS: dict[str, Any] = {
    "Pet": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}},
        "discriminator": {"propertyName": "kind", "mapping": {"kitty": f"{REF}Cat"}},
    },
    "Cat": {"allOf": [ref("Pet"), {"properties": {"purrs": {"type": "boolean"}}}]},
    "Dog": {"allOf": [ref("Pet"), {"properties": {"barks": {"type": "boolean"}}}]},
    "Square": {
        "type": "object",
        "required": ["kind"],
        "properties": {"side": {"type": "integer"}},
    },
    "Circle": {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"type": "string", "example": "?"},
            "radius": {"type": "integer"},
        },
    },
    "Fixed": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": ["fixed"]}},
    },
}


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        pytest.param(ref("Cat"), "kitty", id="parent's mapping"),
        pytest.param(ref("Dog"), "Dog", id="parent, component's name"),
        pytest.param(
            {
                "anyOf": [ref("Square")],
                "discriminator": {"propertyName": "kind", "mapping": {"sq": "Square"}},
            },
            "sq",
            id="mapping by name",
        ),
        pytest.param(
            {
                "oneOf": [ref("Circle")],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": {"round": f"{REF}Circle"},
                },
            },
            "round",
            id="mapping by reference, before the property's example",
        ),
        pytest.param(
            {"oneOf": [ref("Square")], "discriminator": {"propertyName": "kind"}},
            "Square",
            id="component's name",
        ),
        pytest.param(
            {"oneOf": [ref("Fixed")], "discriminator": {"propertyName": "kind"}},
            "fixed",
            id="what the branch itself says",
        ),
    ],
)
def test_a_discriminator_names_the_branch(schema: Any, kind: str) -> None:
    made = generator(PETS).generate(schema, seed=b"s")
    assert made["kind"] == kind


def test_a_discriminator_follows_the_branch_that_was_chosen() -> None:
    schema = {
        "anyOf": [ref("Square"), ref("Circle")],
        "discriminator": {"propertyName": "kind"},
    }
    values = generator(PETS)
    for seed in range(20):
        made = values.generate(schema, seed=bytes([seed]))
        assert made["kind"] == ("Square" if "side" in made else "Circle")
