"""Request bodies in JSON, read strictly (RFC 8259, I-JSON of RFC 7493).

The standard decoder reads; around it stand the checks that it leaves out:
depth, keys that stand twice, NaN, numbers out of range, lone surrogates.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

DEEPEST = 200
"""Levels of nesting that are read; far more than any document asks for."""

_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_WIDE_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)

Steps = tuple[str | int, ...]


class JsonProblem(ValueError):
    """A text that is not acceptable JSON; ``steps`` lead to the place, if known."""

    def __init__(self, code: str, message: str, steps: Steps = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.steps = steps


class _Repeated(Exception):
    """A key that stands twice in an object."""


def read_json(raw: bytes) -> Any:
    """Return the value of a JSON text in UTF-8, with or without a byte order mark.

    Raises :class:`JsonProblem` with one of the codes ``too_deep``,
    ``invalid_encoding``, ``invalid_json``, ``duplicate_key`` and
    ``invalid_unicode``; nothing else, whatever the bytes are.
    """
    # The scan comes before the parser, which recurses.
    if raw.count(b"[") + raw.count(b"{") > DEEPEST:
        _check_depth(raw)
    text = _decode(raw)
    try:
        value = _DECODER.decode(text)
    except _Repeated as error:
        raise _repeated(text) from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        message = f"is not JSON: {_reason(error, text)} ({place})"
        raise JsonProblem("invalid_json", message) from error
    except JsonProblem:
        raise
    except ValueError as error:
        # int() refuses more digits than sys.get_int_max_str_digits().
        message = "is not JSON that can be read: a number has too many digits"
        raise JsonProblem("invalid_json", message) from error
    if _SURROGATE.search(raw):
        _check_unicode(value)
    return value


def _check_depth(raw: bytes) -> None:
    depth = 0
    for match in _TOKEN.finditer(raw):
        token = match[0]
        if token in b"[{":
            depth += 1
            if depth > DEEPEST:
                message = f"must not be nested deeper than {DEEPEST} levels"
                raise JsonProblem("too_deep", message)
        elif token in b"]}":
            depth -= 1


def _decode(raw: bytes) -> str:
    if raw.startswith(_WIDE_BOMS):
        message = "must be UTF-8 (it starts as UTF-16 or UTF-32 does)"
        raise JsonProblem("invalid_encoding", message)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"must be UTF-8 (byte {error.start + 1}: {error.reason})"
        raise JsonProblem("invalid_encoding", message) from error


def _reason(error: json.JSONDecodeError, text: str) -> str:
    if not text.strip():
        return "there is no value"
    message = error.msg[0].lower() + error.msg[1:]
    return message.replace("propertyName", "property name")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Repeated
    return members


def _float(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        message = f"is not JSON that can be read: the number {text[:30]} is too large"
        raise JsonProblem("invalid_json", message)
    return number


def _constant(text: str) -> NoReturn:
    message = f"is not JSON: {text} is not a number of JSON"
    raise JsonProblem("invalid_json", message)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_float=_float, parse_constant=_constant
)


class _Marked(dict[str, Any]):
    """An object in which a key stands twice."""

    key = ""


def _marking(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    marked = _Marked(members)
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            marked.key = key
            break
        seen.add(key)
    return marked


def _repeated(text: str) -> JsonProblem:
    """Find the object with the repeated key; the first reading only told that."""
    try:
        value = json.loads(text, object_pairs_hook=_marking)
    except ValueError:
        return JsonProblem("duplicate_key", "has an object in which a key stands twice")
    for steps, item in _walk(value, ()):
        if isinstance(item, _Marked):
            message = "stands twice in this object"
            return JsonProblem("duplicate_key", message, (*steps, item.key))
    # A later value of the same key has replaced the marked object.
    return JsonProblem("duplicate_key", "has an object in which a key stands twice")


def _walk(value: Any, steps: Steps) -> Iterator[tuple[Steps, Any]]:
    yield steps, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*steps, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, (*steps, index))


def _check_unicode(value: Any) -> None:
    for steps, item in _walk(value, ()):
        for text in item if isinstance(item, dict) else (item,):
            if isinstance(text, str) and not _is_unicode(text):
                message = (
                    "has a surrogate without its other half, which is no character"
                )
                raise JsonProblem("invalid_unicode", message, steps)


def _is_unicode(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
