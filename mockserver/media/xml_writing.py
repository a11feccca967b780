"""Writes a value as XML, as OpenAPI does where a schema has no ``xml`` object.

A property is an element of its name, a list repeats the element, and the root
has the name of its schema (OpenAPI 3.1.1, section 4.8.26).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# XML 1.0, productions 2 (Char) and 5 (Name), the latter in its ASCII part.
_NO_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_NAME_CHARACTER = re.compile(r"[^\w.-]")
_NO_NAME_START = re.compile(r"[^A-Za-z_]")


def write_xml(value: Any, *, root: str, item: str) -> bytes:
    """Return a document; ``item`` is the name of the members of a list."""
    if isinstance(value, list):
        value = {item: value}
    parts = [_DECLARATION, *_elements(root, value, item)]
    return "".join(parts).encode("utf-8")


def _elements(name: str, value: Any, item: str) -> Iterator[str]:
    tag = _name(name)
    yield f"<{tag}>"
    if isinstance(value, dict):
        for key, member in value.items():
            members = member if isinstance(member, list) else [member]
            for one in members:
                inner = {item: one} if isinstance(one, list) else one
                yield from _elements(key, inner, "item")
    else:
        yield _text(value)
    yield f"</{tag}>"


def _name(text: str) -> str:
    name = _NO_NAME_CHARACTER.sub("_", text)
    return f"_{name}" if not name or _NO_NAME_START.match(name) else name


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = _NO_CHARACTER.sub("\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
