"""The form of a value: what is left of it when ids, times and amounts do not count."""

from __future__ import annotations

import re

from contract_tests.contract.formats import is_uuid, parse_date_time
from contract_tests.tape.exchange import Json

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_OPAQUE = re.compile(r"[A-Za-z0-9_\-+/=.~]{24,}")
_DIGITS = re.compile(r"\d+")
_SYMBOL = re.compile(r"[A-Za-z0-9][\w.:/-]{0,60}")

# Names of what differs between any two accounts.
_OWN = re.compile(
    r"(^|_)(ids?|email|total|count|balance|remaining|cursor|token|next|previous)$"
    r"|(Ids?|ID|Email|Total|Count|Balance|Remaining|Cursor|Token)$"
)
PRICES = frozenset({"charged", "creditCost", "cost", "price", "amount"})
"""Names of amounts: two deployments may ask different prices for the same."""


def type_of(value: Json) -> str:
    """Return the name of a value's type in JSON."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
    return "object"


def form_of(value: Json) -> str:
    """Return how a scalar is written, without what it says."""
    if isinstance(value, str):
        return _text_form(value)
    if isinstance(value, bool) or value is None:
        return type_of(value)
    if isinstance(value, int | float):
        return _number_form(value)
    return type_of(value)


def _text_form(text: str) -> str:
    if is_uuid(text):
        return "UUID" if text == text.lower() else "UUID in capitals"
    if parse_date_time(text):
        return _time_form(text)
    if text.startswith("[picture "):
        return "picture"
    if text.startswith("[key:"):
        return "API key"
    if _EMAIL.fullmatch(text):
        return "email address"
    if not text:
        return "empty text"
    is_opaque = _OPAQUE.fullmatch(text) and _DIGITS.search(text)
    return "opaque text" if is_opaque else "text"


def _time_form(text: str) -> str:
    # Digits of a second are left out: many writers drop the zeros at their end.
    return "time in UTC (Z)" if text[-1] in "Zz" else "time with a numeric offset"


def _number_form(number: float) -> str:
    kind = "integer" if float(number).is_integer() else "fraction"
    return f"negative {kind}" if number < 0 else kind


def is_own(name: str, value: Json) -> bool:
    """Tell whether a value is of one account or moment, so that it always differs."""
    varying = ("UUID", "time", "picture", "API key", "email", "opaque")
    return bool(_OWN.search(name)) or (
        isinstance(value, str) and form_of(value).startswith(varying)
    )


def is_symbol(value: Json) -> bool:
    """Tell whether a text may be a member of an enumeration."""
    return (
        isinstance(value, str)
        and bool(_SYMBOL.fullmatch(value))
        and form_of(value) == "text"
    )


def without_own(text: str) -> str:
    """Return a text with ids, times and numbers replaced by marks."""
    words = (
        "<id>" if is_uuid(word.strip("'\"`.,;:()")) else _DIGITS.sub("<n>", word)
        for word in text.split()
    )
    return " ".join(words)


def brief(value: Json) -> str:
    """Return a value for a report, shortened, as JSON writes its like."""
    if isinstance(value, dict):
        return f"object of {', '.join(sorted(value)) or 'nothing'}"
    if isinstance(value, list):
        return f"array of {len(value)}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:58]} ... {text[-57:]}"
