"""A text that a regular expression finds, made without chance."""

from __future__ import annotations

import importlib
import re
from typing import Any

from contract_tests.lint.reasoning.feasibility import matches

# The parser of the standard library; there is no public one.
parser: Any = importlib.import_module("re._parser")
_PADDING = "a0-_ "


def sample(pattern: str, *, least: int = 0) -> str | None:
    """Return a text of at least `least` characters in which the pattern is found.

    Returns None where none is found: look-arounds and the like are not followed.
    """
    try:
        parsed = parser.parse(pattern)
    except (re.error, RecursionError, OverflowError):
        return None
    for repeats in (0, max(least, 1)):
        text = _sequence(parsed, repeats)
        if len(text) >= least and matches(pattern, text):
            return text
        for each in _PADDING:
            padded = text.ljust(least, each)
            if matches(pattern, padded):
                return padded
    return None


def _sequence(parsed: Any, repeats: int) -> str:
    return "".join(_part(str(name), value, repeats) for name, value in parsed)


def _part(name: str, value: Any, repeats: int) -> str:
    match name:
        case "LITERAL":
            return chr(value)
        case "NOT_LITERAL":
            return "b" if value == ord("a") else "a"
        case "ANY":
            return "a"
        case "IN":
            return _member(value)
        case "BRANCH":
            return _sequence(value[1][0], repeats)
        case "SUBPATTERN":
            return _sequence(value[-1], repeats)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, inner = value
            count = min(max(int(least), repeats), int(most), 500)
            return _sequence(inner, repeats if least else 0) * count
    return ""


def _member(items: Any) -> str:
    names = [(str(name), value) for name, value in items]
    if names and names[0][0] == "NEGATE":
        rest = names[1:]
        return next((x for x in "a0 -_A~\n" if not _has(rest, x)), "\x00")
    name, value = names[0]
    match name:
        case "RANGE":
            return chr(value[0])
        case "CATEGORY":
            return _category(str(value))
    return chr(value)


def _has(items: list[tuple[str, Any]], character: str) -> bool:
    for name, value in items:
        if name == "RANGE" and value[0] <= ord(character) <= value[1]:
            return True
        if name == "LITERAL" and value == ord(character):
            return True
        if name == "CATEGORY" and _category_has(str(value), character):
            return True
    return False


def _category(name: str) -> str:
    return next(x for x in "0a -" if _category_has(name, x))


def _category_has(name: str, character: str) -> bool:
    kind = name.rpartition("_")[2]
    is_in = {
        "DIGIT": character.isdigit(),
        "SPACE": character.isspace(),
        "WORD": character.isalnum() or character == "_",
    }.get(kind, False)
    return is_in is not ("NOT" in name)
