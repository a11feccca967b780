"""Paths: from a method and a raw request path to an operation.

A path belongs to its most concrete template (OpenAPI 3.1.1, section 4.8.8.2),
segment by segment from the left: text before text with parameters, and that
before a parameter alone. The base paths of ``servers`` are served as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from mockserver.openapi.operation import Operation
from mockserver.openapi.templates import Segment, normal_segment, parse_template

_NO_VALUES: Mapping[str, str] = {}
_NEAR = 0.6
_TAIL_WEIGHT = 0.75


class MatchKind(Enum):
    """How far a request matches: not at all, its path, or its method as well."""

    NONE = "none"
    METHOD = "method"
    FULL = "full"


class Match(NamedTuple):
    """What a request path leads to.

    ``path_values`` are raw segments, percent-encoded still. ``allowed`` are the
    methods of the path, in upper case.
    """

    kind: MatchKind
    operation: Operation | None = None
    path_values: Mapping[str, str] = _NO_VALUES
    allowed: tuple[str, ...] = ()


@dataclass(slots=True)
class _Entry:
    """The operations of one path, with the names of its parameters in each."""

    template: str
    targets: dict[str, tuple[Operation, tuple[str, ...]]] = field(default_factory=dict)

    def match(self, method: str, values: tuple[str, ...]) -> Match:
        allowed = tuple(self.targets)
        found = self.targets.get(method)
        if found is None:
            return Match(MatchKind.METHOD, None, _NO_VALUES, allowed)
        target, names = found
        path_values = dict(zip(names, values, strict=True))
        return Match(MatchKind.FULL, target, path_values, allowed)


class _Node:
    """A segment of the tree of templates."""

    __slots__ = ("dynamic", "entry", "static")

    def __init__(self) -> None:
        self.static: dict[str, _Node] = {}
        self.dynamic: list[tuple[Segment, _Node]] = []
        self.entry: _Entry | None = None

    def step(self, segment: Segment) -> _Node:
        """Return the node below for a segment, made if need be."""
        if segment.is_static:
            name = normal_segment(segment.literals[0])
            return self.static.setdefault(name, _Node())
        for known, node in self.dynamic:
            if known.literals == segment.literals:
                return node
        node = _Node()
        self.dynamic.append((segment, node))
        # The more text, the more concrete.
        self.dynamic.sort(key=lambda pair: -sum(map(len, pair[0].literals)))
        return node

    def find(
        self, parts: Sequence[str], index: int, values: tuple[str, ...]
    ) -> tuple[_Entry, tuple[str, ...]] | None:
        """Return the entry for the rest of a path, with the values on the way."""
        if index == len(parts):
            return None if self.entry is None else (self.entry, values)
        part = parts[index]
        node = self.static.get(normal_segment(part))
        if node is not None:
            found = node.find(parts, index + 1, values)
            if found is not None:
                return found
        for segment, node in self.dynamic:
            own = segment.match(part)
            if own is not None:
                found = node.find(parts, index + 1, values + own)
                if found is not None:
                    return found
        return None


class DuplicatePathError(ValueError):
    """Two templates that differ in the names of parameters only."""


class PathTable:
    """All paths of a document; a static one costs one look-up."""

    def __init__(self) -> None:
        self._root: _Node = _Node()
        self._static: dict[str, dict[str, Match]] = {}
        self._not_allowed: dict[str, Match] = {}
        self._heads: dict[str, _Node] = {}
        self._deepest = 0

    def add(
        self, template: str, targets: Mapping[str, Operation], *, replace: bool = True
    ) -> str | None:
        """Take in a path with its targets by method (upper case).

        Returns the template with which it shares a path, if only the names of
        the parameters differ. Raises :class:`ValueError` for a malformed
        template, and :class:`DuplicatePathError` if both have one method.
        With ``replace=False`` methods that are there already stay.
        """
        segments = parse_template(template)
        self._deepest = max(self._deepest, len(segments))
        node = self._root
        above = node
        for segment in segments:
            above, node = node, node.step(segment)
        other = None if node.entry is None else node.entry.template
        entry = node.entry
        if entry is None:
            entry = node.entry = _Entry(template)
        names = tuple(name for segment in segments for name in segment.names)
        for method, target in targets.items():
            if method in entry.targets:
                if replace:
                    raise DuplicatePathError(f"{method} is also at {other}")
                continue
            entry.targets[method] = (target, names)
        if not names:
            self._add_static(template, entry)
        elif all(segment.is_static for segment in segments[:-1]):
            self._heads[template.rpartition("/")[0]] = above
        return other

    def _add_static(self, template: str, entry: _Entry) -> None:
        matches = {method: entry.match(method, ()) for method in entry.targets}
        self._static[template] = matches
        self._not_allowed[template] = entry.match("", ())

    def match(self, method: str, path: str) -> Match:
        """Return what a raw request path (percent-encoded, no query) leads to."""
        matches = self._static.get(path)
        if matches is not None:
            return matches.get(method) or self._not_allowed[path]
        if not path.startswith("/") or path.count("/") > self._deepest:
            return _NO_MATCH
        found = self._find(path)
        if found is None:
            return _NO_MATCH
        entry, values = found
        return entry.match(method, values)

    def _find(self, path: str) -> tuple[_Entry, tuple[str, ...]] | None:
        # Most paths with a parameter end in it. Text is more concrete than any
        # parameter, so what lies below a head of text alone comes first.
        head, _, last = path.rpartition("/")
        node = self._heads.get(head)
        found = None if node is None else node.find((last,), 0, ())
        return found or self._root.find(path[1:].split("/"), 0, ())


_NO_MATCH = Match(MatchKind.NONE)


def likeness(wanted: str, template: str) -> float:
    """Say how much a request path looks like a template, from 0 to 1.

    Segments are compared one by one, from the left, and from the right for a path
    whose beginning was forgotten; a parameter is like anything.
    """
    parts = wanted[:500].lower().strip("/").split("/")
    segments = template.lower().strip("/").split("/")
    longest = max(len(parts), len(segments))
    score = _alike(parts, segments) / longest
    tail = segments[-len(parts) :]
    if len(parts) < len(segments) and not all("{" in segment for segment in tail):
        score = max(score, _alike(parts, tail) / len(parts) * _TAIL_WEIGHT)
    return score


def _alike(parts: Sequence[str], segments: Sequence[str]) -> float:
    from difflib import SequenceMatcher  # only a 404 or 405 needs it

    # A parameter that is like anything must not beat a literal that is equal.
    return sum(
        0.9 if "{" in segment else SequenceMatcher(None, part, segment).ratio()
        for part, segment in zip(parts, segments, strict=False)
    )


def is_near(score: float) -> bool:
    """Tell whether a likeness is worth a suggestion."""
    return score >= _NEAR
