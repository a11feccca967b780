"""YAML 1.2, core schema, on the event stream of PyYAML.

PyYAML's own loaders follow YAML 1.1, in which an unquoted ``16:9`` is 969 and
``no`` is false. Here plain scalars are resolved by the table of the YAML 1.2.2
specification, section 10.3.2. Mappings keep their order, and all keys become
strings, since the result stands for JSON. Merge keys (``<<``) are no part of
YAML 1.2 but are widely used, so they are honoured.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"(?P<sign>[-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_PREFIX = "tag:yaml.org,2002:"
_MERGE = object()
# Aliases can stand for more values than fit in any memory; the largest known
# documents have some hundred thousand.
_MOST_VALUES = 5_000_000


class YamlProblem(ValueError):
    """Text that is not YAML, or YAML that does not stand for JSON."""


def read_yaml(text: str | bytes) -> Any:
    """Return the one document of a YAML text as JSON values.

    Raises :class:`YamlProblem`, naming line and column.
    """
    try:
        parser = _parser(text)
        return _Reader(parser).document()
    except yaml.MarkedYAMLError as error:
        place = _place(error.problem_mark or error.context_mark)
        raise YamlProblem(f"{error.problem or error.context}{place}") from error
    except yaml.YAMLError as error:
        raise YamlProblem(" ".join(str(error).split())) from error


def _parser(text: str | bytes) -> Any:
    # libyaml is not there on every platform. The loaders are used as parsers only.
    return yaml.CSafeLoader(text) if yaml.__with_libyaml__ else yaml.SafeLoader(text)


def _place(mark: Any) -> str:
    return "" if mark is None else f" (line {mark.line + 1}, column {mark.column + 1})"


def _fail(event: Event, reason: str) -> YamlProblem:
    return YamlProblem(f"{reason}{_place(event.start_mark)}")


class _Reader:
    def __init__(self, parser: Any) -> None:
        self._next: Callable[[], Any] = parser.get_event
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._count = 0
        self._open: set[str] = set()

    def document(self) -> Any:
        """Read the stream: its start, one document, its end."""
        self._next()
        if isinstance(self._next(), StreamEndEvent):
            return None
        value = self._value(self._next())
        self._next()
        more = self._next()
        if not isinstance(more, StreamEndEvent):
            raise _fail(more, "a second YAML document; only one is read")
        return value

    def _value(self, event: Any) -> Any:
        kind = type(event)
        self._count += 1
        if kind is ScalarEvent:
            value = _scalar(event)
            if event.anchor is not None:
                self._anchors[event.anchor] = value, 1
            return value
        if kind is AliasEvent:
            return self._alias(event)
        if event.tag not in (None, "!", _PREFIX + "map", _PREFIX + "seq"):
            raise _fail(event, f"the tag {event.tag!r} does not stand for JSON")
        read = self._mapping if kind is MappingStartEvent else self._sequence
        if event.anchor is None:
            return read()
        before = self._count
        self._open.add(event.anchor)
        value = read()
        self._open.discard(event.anchor)
        self._anchors[event.anchor] = value, self._count - before + 1
        return value

    def _alias(self, event: Any) -> Any:
        if event.anchor in self._open:
            raise _fail(event, f"the alias *{event.anchor} contains itself")
        if event.anchor not in self._anchors:
            raise _fail(event, f"the alias *{event.anchor} has no anchor before it")
        value, size = self._anchors[event.anchor]
        self._count += size
        if self._count > _MOST_VALUES:
            raise _fail(event, f"aliases make more than {_MOST_VALUES} values of it")
        return value

    def _sequence(self) -> list[Any]:
        items = []
        while type(event := self._next()) is not SequenceEndEvent:
            items.append(self._value(event))
        return items

    def _mapping(self) -> dict[str, Any]:
        members: dict[str, Any] = {}
        merged: list[dict[str, Any]] = []
        while type(event := self._next()) is not MappingEndEvent:
            key = self._key(event)
            value = self._value(self._next())
            if key is _MERGE:
                merged.extend(_merges(event, value))
            elif key in members:
                raise _fail(event, f"the key {key!r} stands twice in one mapping")
            else:
                members[key] = value
        # Keys of the mapping itself win, then the earlier of the merged ones.
        for source in merged:
            for key, value in source.items():
                members.setdefault(key, value)
        return members

    def _key(self, event: Any) -> Any:
        if type(event) is ScalarEvent:
            if event.value == "<<" and event.implicit[0]:
                return _MERGE
            if event.anchor is not None:
                self._anchors[event.anchor] = event.value, 1
            # The text as it is written: 200 is "200", and no is "no".
            return event.value
        if type(event) is AliasEvent:
            key = self._alias(event)
            if isinstance(key, str):
                return key
        elif type(event) in (MappingStartEvent, SequenceStartEvent):
            self._value(event)
        raise _fail(event, "a key must be a string or a number")


def _merges(event: Any, value: Any) -> list[dict[str, Any]]:
    sources = value if isinstance(value, list) else [value]
    for source in sources:
        if not isinstance(source, dict):
            raise _fail(event, "<< merges a mapping or a list of mappings")
    return sources


def _scalar(event: Any) -> Any:
    tag: str | None = event.tag
    if event.implicit[0]:
        try:
            return _resolve(event.value)
        except ValueError as error:
            # int() refuses more digits than sys.get_int_max_str_digits().
            raise _fail(event, "a number has too many digits") from error
    if tag is None or tag == "!" or event.implicit[1]:
        return event.value
    convert = _TAGGED.get(tag)
    if convert is None:
        raise _fail(event, f"the tag {tag!r} does not stand for JSON")
    try:
        return convert(event.value)
    except ValueError as error:
        raise _fail(event, f"{event.value!r} is not a value of {tag!r}") from error


def _resolve(text: str) -> Any:
    """Resolve a plain scalar by the core schema (YAML 1.2.2, section 10.3.2)."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text[0] not in "0123456789+-.":
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEXADECIMAL.fullmatch(text):
        return int(text[2:], 16)
    special = _SPECIAL.fullmatch(text)
    if special is None:
        return text
    if special["sign"] is None:
        return float("nan")
    return float(f"{special['sign']}inf")


def _typed(kind: type | tuple[type, ...]) -> Callable[[str], Any]:
    def convert(text: str) -> Any:
        value = _resolve(text)
        if not isinstance(value, kind):
            raise ValueError(text)
        return value

    return convert


_TAGGED: dict[str, Callable[[str], Any]] = {
    _PREFIX + "str": str,
    _PREFIX + "null": _typed(type(None)),
    _PREFIX + "bool": _typed(bool),
    _PREFIX + "int": _typed(int),
    _PREFIX + "float": lambda text: float(_typed((int, float))(text)),
}
