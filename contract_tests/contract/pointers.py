"""JSON pointers (RFC 6901) into a document, and where they stand in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from contract_tests.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text; line and column count from 1."""

    line: int
    column: int


def join(*tokens: str | int) -> str:
    """Return the pointer that these unescaped tokens make."""
    return "".join(
        "/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens
    )


def tokens(pointer: str) -> list[str]:
    """Return the unescaped tokens of a pointer; raise DocumentError if it is none."""
    if pointer and not pointer.startswith("/"):
        raise DocumentError(f"{pointer!r} is no JSON pointer: it must begin with '/'")
    return [
        token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]
    ]


def resolve(document: Any, pointer: str) -> Any:
    """Return the value that a pointer names; raise DocumentError if there is none."""
    value = document
    for token in tokens(pointer):
        try:
            value = value[_index(token)] if isinstance(value, list) else value[token]
        except (KeyError, IndexError, ValueError, TypeError):
            raise DocumentError(
                f"the document has nothing at {pointer} (no {token!r} there)"
            ) from None
    return value


def _index(token: str) -> int:
    if not re.fullmatch("0|[1-9][0-9]*", token):
        raise ValueError(token)
    return int(token)


def positions(text: str) -> Mapping[str, Position]:
    """Return where each pointer of a JSON or YAML text stands.

    A member of an object stands where its key begins, an item where it begins.
    """
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    return dict(_walk(root, "")) | {"": Position(1, 1)} if root else {}


def _walk(node: yaml.Node, pointer: str) -> Iterator[tuple[str, Position]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            child = pointer + join(key.value)
            yield child, _position(key)
            yield from _walk(value, child)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            child = pointer + join(index)
            yield child, _position(item)
            yield from _walk(item, child)


def _position(node: yaml.Node) -> Position:
    return Position(node.start_mark.line + 1, node.start_mark.column + 1)
