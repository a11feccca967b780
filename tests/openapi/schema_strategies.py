"""Schemas that are satisfiable, because each is drawn around a value it allows."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import strategies as st

from tests.openapi.generation_rig import is_valid

_NAMES = ("id", "name", "email", "count", "created_at", "a", "b", "Ünï", "$x")
_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.integers(-300, 300).map(lambda n: n / 8),
    _TEXT,
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4),
    ),
    max_leaves=8,
)


@st.composite
def schemas_around(draw: st.DrawFn, value: Any, depth: int = 2) -> Any:
    """Draw a schema that ``value`` satisfies."""
    schema = draw(_typed(value, depth))
    if depth and draw(st.integers(0, 3)) == 0:
        schema = draw(_combined(schema, value, depth - 1))
    return schema


@st.composite
def _typed(draw: st.DrawFn, value: Any, depth: int) -> dict[str, Any]:
    if isinstance(value, bool) or value is None:
        name = "null" if value is None else "boolean"
        return {"type": draw(st.sampled_from([name, [name, "string"]]))}
    if draw(st.integers(0, 9)) == 0:
        others = draw(st.lists(scalars, max_size=3))
        return {"enum": [*others, value]}
    if isinstance(value, str):
        return draw(_string(value))
    if isinstance(value, int | float):
        return draw(_number(value))
    if isinstance(value, list):
        return draw(_array(value, depth))
    return draw(_object(value, depth))


@st.composite
def _string(draw: st.DrawFn, value: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if draw(st.booleans()):
        schema["minLength"] = draw(st.integers(0, len(value)))
    if draw(st.booleans()):
        schema["maxLength"] = draw(st.integers(len(value), len(value) + 5))
    if draw(st.booleans()) and value.isascii() and value.isalnum():
        form = draw(st.sampled_from(["^[a-zA-Z0-9]+$", "^\\w*$", "[^!]", "literal"]))
        schema["pattern"] = re.escape(value) if form == "literal" else form
    return schema


@st.composite
def _number(draw: st.DrawFn, value: float) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    if draw(st.booleans()):
        schema["type"] = "integer" if isinstance(value, int) else "number"
    room = st.integers(0, 40)
    if draw(st.booleans()):
        schema["minimum"] = value - draw(room)
    if draw(st.booleans()):
        schema["exclusiveMaximum"] = value + 1 + draw(room)
    if draw(st.booleans()) and isinstance(value, int) and value:
        schema["multipleOf"] = draw(st.sampled_from([1, abs(value), 0.5]))
    if not schema:
        schema["type"] = "number"
    return schema


@st.composite
def _array(draw: st.DrawFn, value: list[Any], depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "array"}
    if draw(st.booleans()):
        schema["minItems"] = draw(st.integers(0, len(value)))
    if draw(st.booleans()):
        schema["maxItems"] = draw(st.integers(len(value), len(value) + 2))
    if draw(st.booleans()):
        schema["prefixItems"] = [draw(schemas_around(v, depth - 1)) for v in value]
        schema["items"] = draw(st.sampled_from([True, False, {"type": "string"}]))
        if not value:
            del schema["prefixItems"]  # an empty one is no schema
    elif draw(st.booleans()) and value:
        schema["contains"] = draw(schemas_around(value[0], depth - 1))
    if draw(st.booleans()):
        schema["uniqueItems"] = is_valid({"uniqueItems": True}, value)
    return schema


@st.composite
def _object(draw: st.DrawFn, value: dict[str, Any], depth: int) -> dict[str, Any]:
    inner = {
        name: draw(schemas_around(item, depth - 1)) for name, item in value.items()
    }
    schema: dict[str, Any] = {"type": "object", "properties": inner}
    if draw(st.booleans()):
        schema["required"] = [name for name in value if draw(st.booleans())]
    if draw(st.booleans()):
        schema["additionalProperties"] = draw(
            st.sampled_from([False, {"type": "null"}])
        )
    if draw(st.booleans()):
        schema["minProperties"] = draw(st.integers(0, len(value)))
    if draw(st.booleans()):
        schema["maxProperties"] = draw(st.integers(len(value), len(value) + 2))
    if draw(st.booleans()) and value:
        first = next(iter(value))
        schema["dependentRequired"] = {first: list(value)[:2]}
    return schema


@st.composite
def _combined(draw: st.DrawFn, schema: Any, value: Any, depth: int) -> Any:
    """Put a schema into a choice, a conjunction or beside a negation."""
    other_value = draw(values)
    other = draw(schemas_around(other_value, depth))
    again = draw(schemas_around(value, depth))
    fails = not is_valid(other, value)
    options = [
        {"anyOf": draw(st.permutations([schema, other]))},
        {"allOf": [schema, again]},
        {**schema, "anyOf": [other, again]},
        {"if": schema, "then": again, "else": other},
    ]
    if fails:
        options += [
            {"oneOf": draw(st.permutations([schema, other]))},
            {**schema, "not": other},
            {"if": other, "then": False, "else": schema},
        ]
    return draw(st.sampled_from(options))
