"""Path templates: ``/images/{id}``, taken apart segment by segment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

_EXPRESSION = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment between slashes: literals around parameters.

    ``literals`` has one text more than there are ``names``; both are as the
    document writes them.
    """

    literals: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def is_static(self) -> bool:
        """Whether the segment has no parameter."""
        return not self.names

    def match(self, raw: str) -> tuple[str, ...] | None:
        """Return the values in a raw segment, or None.

        No value is empty. Where literals leave a choice, the earlier parameter
        takes more: in ``{name}.{ext}`` the last dot separates.
        """
        first, last = self.literals[0], self.literals[-1]
        if not raw.startswith(first) or not raw.endswith(last):
            return None
        start, end = len(first), len(raw) - len(last)
        values: list[str] = []
        for literal in reversed(self.literals[1:-1]):
            position = raw.rfind(literal, start + 1, end - 1)
            if position < 0:
                return None
            values.append(raw[position + len(literal) : end])
            end = position
        if end <= start:
            return None
        values.append(raw[start:end])
        return tuple(reversed(values))


def parse_template(path: str) -> tuple[Segment, ...]:
    """Take a template apart. Raises :class:`ValueError` with the reason."""
    if not path.startswith("/"):
        raise ValueError(f"the path {path!r} must start with /")
    if "?" in path or "#" in path:
        raise ValueError(f"the path {path!r} must have no query and no fragment")
    segments = tuple(_segment(part, path) for part in path[1:].split("/"))
    names = [name for segment in segments for name in segment.names]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"the path {path!r} has the parameter {name!r} twice")
    return segments


def _segment(part: str, path: str) -> Segment:
    pieces = _EXPRESSION.split(part)
    literals, names = pieces[::2], pieces[1::2]
    if any("{" in literal or "}" in literal for literal in literals):
        raise ValueError(f"the path {path!r} has a brace without its other half")
    if not all(names):
        raise ValueError(f"the path {path!r} has a parameter without a name")
    if not all(literals[1:-1]):
        raise ValueError(
            f"the path {path!r} has two parameters with nothing between them"
        )
    return Segment(tuple(literals), tuple(names))


def normal_segment(raw: str) -> str:
    """Return a static segment for comparison: percent-decoded."""
    return unquote(raw, errors="surrogateescape") if "%" in raw else raw
