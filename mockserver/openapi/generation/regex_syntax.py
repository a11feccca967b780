r"""ECMA-262 regular expressions rewritten in Python's syntax.

JSON Schema patterns are ECMA-262 (2020-12 core, section 6.4). Where the two
differ, this module writes what means the same in Python: ``(?<n>...)``,
``\k<n>``, ``\/``, ``\cX``, ``\u{...}``, ``\p{...}``, ``[^]``, ``$`` that matches
at the very end only, and brackets in which ``[`` or ``--`` mean themselves.
The result is meant for :data:`re.ASCII`, because ``\d`` and ``\w`` are ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PROPERTIES = {
    "L": "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02c1\u0370-\u0373\u0376-\u0377\u037b-\u037d\u0386\u03a3-\u03ce\u0391-\u03a1\u0400-\u0481\u048a-\u052f\u0531-\u0556\u0561-\u0587\u05d0-\u05ea\u0620-\u064a\u0904-\u0939\u0e01-\u0e30\u10d0-\u10fa\u1e00-\u1f15\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3",
    "Lu": "A-Z\u00c0-\u00d6\u00d8-\u00de\u0391-\u03a1\u03a3-\u03ab\u0410-\u042f",
    "Ll": "a-z\u00df-\u00f6\u00f8-\u00ff\u03b1-\u03c9\u0430-\u044f",
    "Lt": "\u01c5\u01c8\u01cb\u01f2",
    "Lm": "\u02b0-\u02c1\u3005\u3031-\u3035",
    "Lo": "\u00aa\u00ba\u05d0-\u05ea\u0620-\u063f\u0904-\u0939\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3",
    "M": "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0900-\u0903\u20d0-\u20dc",
    "Mn": "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f",
    "N": "0-9\u00b2-\u00b3\u00b9\u00bc-\u00be\u0660-\u0669\u0966-\u096f\u2160-\u2182",
    "Nd": "0-9\u0660-\u0669\u0966-\u096f",
    "P": "!-#%-*,-/:-;?-@\\[-\\]_{}\u00a1\u00a7\u00ab\u00b6-\u00b7\u00bb\u00bf\u2010-\u2027\u2030-\u203e\u3001-\u3003",
    "Pd": "\\-\u2010-\u2015",
    "Pc": "_\u203f-\u2040",
    "S": "$+<->\\^`|~\u00a2-\u00a6\u00a8-\u00a9\u00ac\u00ae-\u00b1\u00b4\u00d7\u00f7\u20a0-\u20bf\u2100-\u2101\u2190-\u21ff",
    "Sc": "$\u00a2-\u00a5\u20a0-\u20bf",
    "Sm": "+<->|~\u00ac\u00b1\u00d7\u00f7\u2200-\u22ff",
    "Z": " \u00a0\u1680\u2000-\u200a\u2028-\u2029\u202f\u205f\u3000",
    "Zs": " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000",
    "C": "\u0000-\u001f\u007f-\u009f\u200b-\u200f\ue000-\uf8ff",
    "Cc": "\u0000-\u001f\u007f-\u009f",
    "Latin": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u1e00-\u1eff",
    "Greek": "\u0391-\u03a1\u03a3-\u03ce",
    "Cyrillic": "\u0400-\u0481\u048a-\u052f",
    "Han": "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff",
    "Hiragana": "\u3041-\u3096",
    "Katakana": "\u30a1-\u30fa",
    "Hebrew": "\u05d0-\u05ea",
    "Arabic": "\u0620-\u063f\u0641-\u064a\u0660-\u0669",
    "Thai": "\u0e01-\u0e3a\u0e40-\u0e4e",
    "Hangul": "\uac00-\ud7a3",
    "Emoji": "\U0001f600-\U0001f64f\U0001f680-\U0001f6c5",
}
"""What is common of a Unicode category or script, as the inside of a class.

Partial on purpose: enough to write a string that has the property. Whether a
string that is not from here has it too is left to the validator.
"""

_LONG_NAMES = {
    "Letter": "L",
    "Uppercase_Letter": "Lu",
    "Uppercase": "Lu",
    "Lowercase_Letter": "Ll",
    "Lowercase": "Ll",
    "Alphabetic": "L",
    "Alpha": "L",
    "Mark": "M",
    "Number": "N",
    "Decimal_Number": "Nd",
    "Punctuation": "P",
    "Symbol": "S",
    "Currency_Symbol": "Sc",
    "Separator": "Z",
    "Space_Separator": "Zs",
    "White_Space": "Z",
    "Other": "C",
    "Control": "Cc",
    "Extended_Pictographic": "Emoji",
    "Emoji_Presentation": "Emoji",
}

_ESCAPE = re.compile(
    r"""\\(?:
        u\{(?P<braced>[0-9A-Fa-f]{1,6})\}
      | u(?P<high>[Dd][89ABab][0-9A-Fa-f]{2})\\u(?P<low>[Dd][C-Fc-f][0-9A-Fa-f]{2})
      | u(?P<unit>[0-9A-Fa-f]{4})
      | x(?P<byte>[0-9A-Fa-f]{2})
      | c(?P<control>[A-Za-z])
      | (?P<sign>[pP])(?:\{(?P<property>[^}]*)\}|(?P<letter>[LMNPSZC]))
      | k<(?P<name>[^>]*)>
      | (?P<other>.)
    )""",
    re.VERBOSE | re.DOTALL,
)
_QUANTIFIER = re.compile(r"\{\d+(?:,\d*)?\}")
_SINGLES = {"n": "\n", "r": "\r", "t": "\t", "v": "\v", "f": "\f", "0": "\0"}


class UnsupportedPattern(ValueError):
    """A pattern that has no counterpart in Python's syntax."""


def to_python(pattern: str) -> str:
    """Return ``pattern`` in Python's syntax.

    Raises UnsupportedPattern for what cannot be rewritten, such as an unknown
    Unicode property.
    """
    return "".join(_outside(_Reader(pattern)))


class _Reader:
    """A pattern and how far it was read."""

    __slots__ = ("at", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def more(self) -> bool:
        return self.at < len(self.text)

    def starts(self, token: str) -> bool:
        return self.text.startswith(token, self.at)

    def take(self, count: int = 1) -> str:
        taken = self.text[self.at : self.at + count]
        self.at += count
        return taken

    def escape(self) -> re.Match[str]:
        found = _ESCAPE.match(self.text, self.at)
        if found is None:
            raise UnsupportedPattern(f"{self.text!r} ends in a lone backslash")
        self.at = found.end()
        return found


def _outside(reader: _Reader) -> Iterator[str]:
    while reader.more():
        if reader.starts("\\"):
            yield _escape_outside(reader.escape())
        elif reader.starts("["):
            yield _bracket(reader)
        elif reader.starts("(?<") and not reader.text.startswith(
            ("(?<=", "(?<!"), reader.at
        ):
            reader.take(3)
            yield "(?P<"
        elif reader.starts("$"):
            reader.take()
            yield r"\Z"
        elif reader.starts("{"):
            found = _QUANTIFIER.match(reader.text, reader.at)
            yield (
                reader.take(found.end() - reader.at)
                if found
                else _literal(reader.take())
            )
        else:
            yield reader.take()


def _escape_outside(escape: re.Match[str]) -> str:
    if escape["name"] is not None:
        return f"(?P={escape['name']})"
    if escape["sign"]:
        negation = "^" if escape["sign"] == "P" else ""
        return f"[{negation}{_property(escape)}]"
    single = _single(escape)
    if single is not None:
        return _literal(single)
    other: str = escape["other"]
    return _ANCHORS.get(other, f"\\{other}")


def _single(escape: re.Match[str]) -> str | None:
    """Return the one character that an escape stands for, None for a class."""
    if escape["high"]:
        high, low = int(escape["high"], 16), int(escape["low"], 16)
        return chr(0x10000 + (high - 0xD800 << 10) + (low - 0xDC00))
    for group in ("braced", "unit", "byte"):
        if escape[group]:
            return chr(int(escape[group], 16))
    if escape["control"]:
        return chr(ord(escape["control"]) % 32)
    other: str = escape["other"] or ""
    if other in _SINGLES:
        return _SINGLES[other]
    return None if other in "dDwWsSbBAZz123456789" else other


def _property(escape: re.Match[str]) -> str:
    name = escape["property"] or escape["letter"] or ""
    value = name.rpartition("=")[2].removeprefix("Is")
    value = _LONG_NAMES.get(value, value)
    if value not in _PROPERTIES:
        raise UnsupportedPattern(f"the Unicode property {name!r} is not known")
    return _PROPERTIES[value]


def _literal(character: str) -> str:
    return re.escape(character)


def _bracket(reader: _Reader) -> str:
    r"""Read a class; every character comes out escaped, ``[^]`` as ``[\s\S]``."""
    reader.take()
    negated = reader.starts("^")
    reader.take(negated)
    items: list[str] = []
    while not reader.starts("]"):
        if not reader.more():
            raise UnsupportedPattern(f"a [ is never closed in {reader.text!r}")
        items.append(_class_item(reader))
    reader.take()
    if not items:
        return r"[\s\S]" if negated else r"(?!)"
    return f"[{'^' if negated else ''}{''.join(items)}]"


def _class_item(reader: _Reader) -> str:
    low, text = _class_atom(reader)
    if low is None or not reader.starts("-") or reader.starts("-]"):
        return text
    start = reader.at
    reader.take()
    if not reader.more():
        return text
    high, end = _class_atom(reader)
    if high is None:
        reader.at = start + 1
        return text + "\\-"
    if high < low:
        raise UnsupportedPattern(f"the range {low}-{high} runs backwards")
    return f"{text}-{end}"


def _class_atom(reader: _Reader) -> tuple[str | None, str]:
    """Return (the character or None for a class, its text in Python)."""
    if not reader.starts("\\"):
        character = reader.take()
        return character, _in_class(character)
    escape = reader.escape()
    if escape["sign"]:
        if escape["sign"] == "P":
            raise UnsupportedPattern(r"\P{...} stands inside of brackets")
        return None, _property(escape)
    single = "\b" if escape["other"] == "b" else _single(escape)
    if single is not None:
        return single, _in_class(single)
    other: str = escape["other"] or ""
    if other in "dDwWsS":
        return None, f"\\{other}"
    return other, _in_class(other)


def _in_class(character: str) -> str:
    return f"\\U{ord(character):08x}"


_ANCHORS: dict[str, str] = {"z": r"\Z"}
