"""Parameter styles: from raw text to strings, lists and mappings of strings.

Each function undoes one expansion of OpenAPI's table of styles (3.1.1, section
4.8.12.3), which follows RFC 6570. Delimiters are looked for before percent-decoding, so
an encoded delimiter belongs to the value. An empty value of an array is the
array without items.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from mockserver.openapi.percent import EncodingProblem, decode_percent
from mockserver.openapi.shapes import Shape

Decode = Callable[[str], str]

_PIPE = re.compile(r"\||%7[Cc]")
_SPACE = re.compile(r"%20|\+| ")
_COMMA = re.compile(",")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_DEEPEST_BRACKETS = 16

SEPARATORS = {"form": _COMMA, "spaceDelimited": _SPACE, "pipeDelimited": _PIPE}


class ShapeProblem(ValueError):
    """A text that does not have the form of its style."""


def decode_path(raw: str) -> str:
    """Decode a part of a path."""
    return decode_percent(raw)


def decode_query(raw: str) -> str:
    """Decode a part of a query, in which + is a space (WHATWG URL, section 5.1)."""
    return decode_percent(raw, plus_is_space=True)


def as_is(raw: str) -> str:
    """Leave the value of a header alone, apart from space around it."""
    if not raw.isascii():
        try:
            raw.encode("utf-8")
        except UnicodeEncodeError as error:
            raise EncodingProblem("has a character that is none") from error
    return raw.strip(" \t")


def from_delimited(
    raw: str, shape: Shape, decode: Decode, separator: re.Pattern[str] = _COMMA
) -> Any:
    """Read ``a,b`` as an array, or ``k,v,l,w`` as an object."""
    parts = separator.split(raw) if raw else []
    if shape.is_array:
        return [shape.items.scalar(decode(part)) for part in parts]
    if len(parts) % 2:
        raise ShapeProblem("must list names and values in turn")
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return _object(((decode(name), decode(value)) for name, value in pairs), shape)


def from_assignments(raw: str, shape: Shape, decode: Decode, separator: str) -> Any:
    """Read ``k=v,l=w`` as an object."""
    parts = raw.split(separator) if raw else []
    if not all("=" in part for part in parts):
        raise ShapeProblem(f"must have the form name=value{separator}name=value")
    pairs = (part.partition("=") for part in parts)
    return _object(((decode(name), decode(value)) for name, _, value in pairs), shape)


def from_simple(raw: str, shape: Shape, decode: Decode, *, explode: bool) -> Any:
    """Read style ``simple``, of paths and headers."""
    if not shape.is_structured:
        return shape.scalar(decode(raw))
    if explode and shape.is_object:
        return from_assignments(raw, shape, decode, ",")
    return from_delimited(raw, shape, decode)


def from_label(raw: str, shape: Shape, decode: Decode, *, explode: bool) -> Any:
    """Read style ``label``: ``.blue.black``."""
    if not raw.startswith("."):
        raise ShapeProblem("must start with a dot (style label)")
    raw = raw[1:]
    if not shape.is_structured:
        return shape.scalar(decode(raw))
    if not explode:
        return from_delimited(raw, shape, decode)
    if shape.is_object:
        return from_assignments(raw, shape, decode, ".")
    return from_delimited(raw, shape, decode, re.compile(r"\."))


def from_matrix(
    raw: str, name: str, shape: Shape, decode: Decode, *, explode: bool
) -> Any:
    """Read style ``matrix``: ``;color=blue,black``."""
    if not raw.startswith(";"):
        raise ShapeProblem("must start with a semicolon (style matrix)")
    if shape.is_object and explode:
        return from_assignments(raw[1:], shape, decode, ";")
    values = []
    for part in raw[1:].split(";"):
        key, _, value = part.partition("=")
        if decode(key) != name:
            raise ShapeProblem(f"must have the form ;{name}=value (style matrix)")
        values.append(value)
    if shape.is_array and explode:
        return [shape.items.scalar(decode(value)) for value in values]
    if len(values) > 1:
        raise ShapeProblem(f"must have ;{name}= just once")
    if shape.is_structured:
        return from_delimited(values[0], shape, decode)
    return shape.scalar(decode(values[0]))


def _object(pairs: Iterable[tuple[str, str]], shape: Shape) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in pairs:
        if name in result:
            raise ShapeProblem(f"must not name {name!r} twice")
        result[name] = shape.property_shape(name).scalar(value)
    return result


def bracket_steps(key: str, name: str) -> list[str] | None:
    """Return the steps of a deepObject key: ``a[b][c]`` is ``["b", "c"]`` of ``a``.

    Returns None if the key, which is decoded, belongs to another parameter.
    """
    if not key.startswith(f"{name}["):
        return None
    rest = key[len(name) :]
    steps = _BRACKETS.findall(rest)
    if sum(len(step) + 2 for step in steps) != len(rest):
        return None
    return steps if len(steps) <= _DEEPEST_BRACKETS else None


def from_brackets(pairs: Iterable[tuple[list[str], str]], shape: Shape) -> Any:
    """Build the value of style ``deepObject`` from steps and decoded values.

    Properties of properties (``[b][c]``) and arrays (``[b][]``, ``[b][0]``, or
    the same key again) go beyond what OpenAPI defines, in the way in which they
    are used in practice.
    """
    tree: dict[str, Any] = {}
    for steps, value in pairs:
        node = tree
        for step in steps[:-1]:
            inner = node.setdefault(step, {})
            if not isinstance(inner, dict):
                raise ShapeProblem(f"gives {step!r} both a value and properties")
            node = inner
        leaf = node.setdefault(steps[-1], [])
        if not isinstance(leaf, list):
            raise ShapeProblem(f"gives {steps[-1]!r} both a value and properties")
        leaf.append(value)
    return _grown(tree, shape)


def _grown(node: Any, shape: Shape) -> Any:
    if isinstance(node, list):
        if shape.is_array:
            return [shape.items.scalar(text) for text in node]
        if len(node) > 1:
            raise ShapeProblem("gives one property two values")
        return shape.scalar(node[0])
    if shape.is_array:
        if all(step == "" or (step.isascii() and step.isdecimal()) for step in node):
            grown: list[Any] = []
            for value in node.values():
                texts = value if isinstance(value, list) else None
                if texts is None:
                    grown.append(_grown(value, shape.items))
                else:
                    grown.extend(shape.items.scalar(text) for text in texts)
            return grown
        raise ShapeProblem("must number the items of an array")
    return {
        step: _grown(value, shape.property_shape(step)) for step, value in node.items()
    }
