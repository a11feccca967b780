"""A regular expression as a tree of nodes that can write what they match.

Each node knows the ``least`` and the ``most`` characters that it writes, and
``write`` keeps within the bounds that it is given (they overlap with its own).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from mockserver.openapi.generation.charset import Charset, complement, union
from mockserver.openapi.generation.draw import Draw

# The parser of the standard library has no public name; it is the same in all
# of Python 3.11 to 3.14, and importlib keeps its untyped values in one place.
_parser: Any = importlib.import_module("re._parser")
_constants: Any = importlib.import_module("re._constants")

_ENDLESS = 1 << 40
_USUAL_REPEATS = 8  # of a character, as in [a-z]+: long enough to look like a word
_USUAL_GROUPS = 2  # of a group, as in (-[a-z]+)*: nested repeats multiply
_NO_NEWLINE = complement([(0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)])
_DIGITS = [(0x30, 0x39)]
_WORDS = [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)]
_SPACES = [(0x20, 0x20), (0x09, 0x0D)]


@dataclass(slots=True)
class Writing:
    """What one run of writing carries along: its draws and what groups matched."""

    draw: Draw
    wide: bool
    groups: dict[int, str] = field(default_factory=dict)


class Node(Protocol):
    """A part of a pattern."""

    @property
    def least(self) -> int:
        """The least number of characters."""

    @property
    def most(self) -> int:
        """The greatest number of characters."""

    def write(self, writing: Writing, low: int, high: int) -> str | None:
        """Return a text of ``low`` to ``high`` characters, None if it finds none."""


@dataclass(frozen=True, slots=True)
class Character:
    """One character of a set."""

    charset: Charset
    least: int = 1
    most: int = 1

    def write(self, writing: Writing, low: int, high: int) -> str | None:
        """Return a character of the set."""
        if not self.charset.ranges:
            return None
        return self.charset.draw(writing.draw, wide=writing.wide)


@dataclass(frozen=True, slots=True)
class Literal:
    """A fixed text; anchors and assertions are empty ones."""

    text: str
    least: int
    most: int

    def write(self, writing: Writing, low: int, high: int) -> str | None:
        """Return the text."""
        return self.text


@dataclass(frozen=True, slots=True)
class Ahead:
    """A positive look-ahead: writes nothing, ``content`` should follow."""

    content: Node
    least: int = 0
    most: int = 0

    def write(self, writing: Writing, low: int, high: int) -> str | None:
        """Return nothing; the whole is tested afterwards."""
        return ""


@dataclass(frozen=True, slots=True)
class Group:
    """A captured group, kept for references back to it."""

    number: int
    content: Node
    least: int
    most: int

    def write(self, writing: Writing, low: int, high: int) -> str | None:
        """Return the content's text and remember it."""
        text = self.content.write(writing, low, high)
        if text is not None:
            writing.groups[self.number] = text
        return text


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference back to a group, which may be as long as the group."""

    number: int
    least: int
    most: int

    def write(self, writing: Writing, low: int, high: int) -> str | None:
        """Return what the group matched, nothing if it did not take part."""
        return writing.groups.get(self.number, "")


@dataclass(frozen=True, slots=True)
class Chain:
    """Nodes one after the other."""

    items: Sequence[Node]
    least: int
    most: int

    def write(self, writing: Writing, low: int, high: int) -> str | None:
        """Share the wanted length out among the nodes, from left to right."""
        least, most = self.least, self.most
        texts: list[str] = []
        for item in self.items:
            least, most = least - item.least, most - item.most
            floor = max(item.least, low - most)
            ceiling = min(item.most, high - least)
            text = item.write(writing, floor, max(floor, ceiling))
            if text is None:
                return None
            low, high = low - len(text), high - len(text)
            texts.append(text)
        return "".join(texts)


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One of several nodes."""

    options: Sequence[Node]
    least: int
    most: int

    def write(self, writing: Writing, low: int, high: int) -> str | None:
        """Choose among the nodes that can write the wanted length."""
        fitting = [o for o in self.options if o.least <= high and o.most >= low]
        if not fitting:
            return None
        option = writing.draw.choice(fitting)
        return option.write(writing, max(low, option.least), min(high, option.most))


@dataclass(frozen=True, slots=True)
class Repeat:
    """A node ``fewest`` to ``times`` times."""

    item: Node
    fewest: int
    times: int
    least: int
    most: int

    def write(self, writing: Writing, low: int, high: int) -> str | None:
        """Choose how often, so that the wanted length can be met; then write."""
        count = self._count(writing.draw, low, high)
        if count is None:
            return None
        texts: list[str] = []
        for left in range(count - 1, -1, -1):
            floor = max(self.item.least, low - left * self.item.most)
            ceiling = min(self.item.most, high - left * self.item.least)
            text = self.item.write(writing, floor, max(floor, ceiling))
            if text is None:
                return None
            low, high = low - len(text), high - len(text)
            texts.append(text)
        return "".join(texts)

    def _count(self, draw: Draw, low: int, high: int) -> int | None:
        fewest = self.fewest
        if self.item.most:
            fewest = max(fewest, -(-low // self.item.most))
        most = self.times
        if self.item.least:
            most = min(most, high // self.item.least)
        if fewest > most:
            return None
        more = _USUAL_REPEATS if isinstance(self.item, Character) else _USUAL_GROUPS
        usual = max(fewest, min(most, self.fewest + more))
        return draw.between(min(usual, fewest + 1), usual)


def parse(source: str) -> Node:
    """Return the tree of a pattern in Python's syntax; raises ``re.error``."""
    tree = _parser.parse(source, _parser.SRE_FLAG_ASCII)
    return _Builder().sequence(tree)


def lookahead_contents(node: Node) -> Iterator[Node]:
    """Yield the contents of all positive look-aheads below ``node``."""
    if isinstance(node, Ahead):
        yield node.content
    elif isinstance(node, Chain):
        for item in node.items:
            yield from lookahead_contents(item)
    elif isinstance(node, Alternatives):
        for option in node.options:
            yield from lookahead_contents(option)
    elif isinstance(node, Group):
        yield from lookahead_contents(node.content)
    elif isinstance(node, Repeat):
        yield from lookahead_contents(node.item)


class _Builder:
    """Turns the parser's (code, argument) pairs into nodes."""

    def __init__(self) -> None:
        self.groups: dict[int, Node] = {}

    def sequence(self, tree: Any) -> Node:
        items = [_BUILDERS[str(code)](self, argument) for code, argument in tree]
        if len(items) == 1:
            return items[0]
        least = sum(item.least for item in items)
        return Chain(tuple(items), least, sum(item.most for item in items))

    def literal(self, code: int) -> Node:
        return Literal(chr(code), 1, 1)

    def not_literal(self, code: int) -> Node:
        return Character(Charset(complement([(code, code)])))

    def any(self, _: object) -> Node:
        return Character(Charset(_NO_NEWLINE))

    def bracket(self, items: Any) -> Node:
        ranges: list[tuple[int, int]] = []
        negated = False
        for code, argument in items:
            if str(code) == "NEGATE":
                negated = True
            else:
                ranges.extend(_RANGES[str(code)](argument))
        return Character(Charset((complement if negated else union)(ranges)))

    def branch(self, argument: Any) -> Node:
        options = tuple(self.sequence(tree) for tree in argument[1])
        least = min(option.least for option in options)
        return Alternatives(options, least, max(option.most for option in options))

    def subpattern(self, argument: Any) -> Node:
        number, *_, tree = argument
        content = self.sequence(tree)
        if number is None:
            return content
        group = Group(number, content, content.least, content.most)
        self.groups[number] = group
        return group

    def repeat(self, argument: Any) -> Node:
        fewest, times, tree = argument
        item = self.sequence(tree)
        times = _ENDLESS if times is _constants.MAXREPEAT else times
        return Repeat(item, fewest, times, item.least * fewest, item.most * times)

    def reference(self, number: int) -> Node:
        group = self.groups.get(number)
        return Reference(number, 0, group.most if group else 0)

    def nothing(self, _: object) -> Node:
        return Literal("", 0, 0)

    def ahead(self, argument: Any) -> Node:
        direction, tree = argument
        content = self.sequence(tree)
        return Ahead(content) if direction > 0 else Literal("", 0, 0)

    def conditional(self, argument: Any) -> Node:
        _, taken, otherwise = argument
        return self.sequence(taken if taken is not None else otherwise or [])

    def atomic(self, tree: Any) -> Node:
        return self.sequence(tree)


def _category(code: object) -> Sequence[tuple[int, int]]:
    name = str(code).removeprefix("CATEGORY_")
    positive = name.removeprefix("NOT_")
    ranges = {"DIGIT": _DIGITS, "WORD": _WORDS, "SPACE": _SPACES}[positive]
    return ranges if name == positive else complement(ranges)


_RANGES: dict[str, Callable[[Any], Sequence[tuple[int, int]]]] = {
    "LITERAL": lambda code: [(code, code)],
    "RANGE": lambda pair: [pair],
    "CATEGORY": _category,
}

_BUILDERS: dict[str, Callable[[_Builder, Any], Node]] = {
    "LITERAL": _Builder.literal,
    "NOT_LITERAL": _Builder.not_literal,
    "ANY": _Builder.any,
    "IN": _Builder.bracket,
    "BRANCH": _Builder.branch,
    "SUBPATTERN": _Builder.subpattern,
    "MAX_REPEAT": _Builder.repeat,
    "MIN_REPEAT": _Builder.repeat,
    "POSSESSIVE_REPEAT": _Builder.repeat,
    "ATOMIC_GROUP": _Builder.atomic,
    "GROUPREF": _Builder.reference,
    "GROUPREF_EXISTS": _Builder.conditional,
    "AT": _Builder.nothing,
    "ASSERT": _Builder.ahead,
    "ASSERT_NOT": _Builder.nothing,
}
