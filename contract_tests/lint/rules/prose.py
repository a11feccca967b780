"""Limits and defaults that the description tells: against the keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.contract.pointers import join
from contract_tests.lint.findings import Remark, Rule, error, warning
from contract_tests.lint.lenient import mapping, shown, text, types
from contract_tests.lint.survey import Survey

_NUMBER = r"(-?\d[\d,_]*(?:\.\d+)?)"
# A number that goes on as a date, a version, a share or a power is no limit.
_END = r"(?![\w.,-]*[\w%])(?!\s*(?:%|percent|-|/))"
_UNIT = r"(?:\s+(characters?|chars|code points|items?|elements|entries))?"
_LIMITS = (
    (
        "most",
        rf"\bmax(?:imum)?(?: (?:value|length))?(?:\s+is|\s+of|:|\s*=)\s*{_NUMBER}{_UNIT}",
    ),
    (
        "most",
        rf"\b(?:at most|no more than|cannot exceed|must not exceed)\s+{_NUMBER}{_UNIT}",
    ),
    (
        "least",
        rf"\bmin(?:imum)?(?: (?:value|length))?(?:\s+is|\s+of|:|\s*=)\s*{_NUMBER}{_UNIT}",
    ),
    ("least", rf"\b(?:at least|no less than)\s+{_NUMBER}{_UNIT}"),
)
_KEYWORDS = {
    ("integer", "most"): ("maximum", "exclusiveMaximum"),
    ("integer", "least"): ("minimum", "exclusiveMinimum"),
    ("string", "most"): ("maxLength",),
    ("string", "least"): ("minLength",),
    ("array", "most"): ("maxItems",),
    ("array", "least"): ("minItems",),
}
_DEFAULT = re.compile(
    r"(?:\bdefaults? (?:to|is|value is|value:)|\bdefaults?:|\(default(?: is|:)?)\s*"
    r"(?:`([^`]+)`|\"([^\"]+)\"|'([^']+)'|(-?\d+(?:\.\d+)?)(?![\w.,:-]*\w)|(true|false|null)\b)",
    re.IGNORECASE,
)
_ADVISED = re.compile(
    r"\b(recommend|suggest|advis|should|ideal|typical)", re.IGNORECASE
)
"""A sentence that gives advice sets no limit."""
_CONDITIONAL = re.compile(
    r"\b(if|when|unless|for|before|after|starting|except|depend\w*|otherwise)\b",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(r"[`'\"]\S*[`'\"]\s+(?:will\s+|would\s+)?$")
"""What goes before "defaults to" where it is a value, not the field, that does so."""


@dataclass(frozen=True, slots=True)
class Told:
    """A description, where it stands, and the schema that it describes."""

    pointer: str
    text: str
    schema: Mapping[str, Any]
    is_sent: bool
    """A client has to keep to it; what only replies hold is for it to read."""

    def sentence(self, match: re.Match[str]) -> str:
        """Return the sentence in which something was found."""
        start = max(self.text.rfind(each, 0, match.start()) for each in (". ", "\n"))
        ends = (self.text.find(each, match.end()) for each in (". ", "\n"))
        end = min((each for each in ends if each >= 0), default=len(self.text))
        return self.text[start + 1 : end]


def told(survey: Survey) -> Iterator[Told]:
    """Yield the descriptions of schemas and parameters with what they describe."""
    for pointer, site in survey.schemas.items():
        words = text(site.schema.get("description"))
        if words:
            is_sent = site.in_request or not site.in_reply
            yield Told(pointer + join("description"), words, site.schema, is_sent)
    seen: set[str] = set()
    for operation in survey.operations:
        for pointer, value in operation.parameters:
            words = text(mapping(value).get("description"))
            found = survey.schema(pointer + join("schema"))
            if words and found and pointer not in seen:
                seen.add(pointer)
                place = pointer + join("description")
                yield Told(place, words, mapping(found[1]), is_sent=True)


def _limits(survey: Survey) -> Iterator[Remark]:
    for each in told(survey):
        kind = _kind(each.schema)
        for side, pattern in _LIMITS:
            for match in re.finditer(pattern + _END, each.text, re.IGNORECASE):
                remark = _limit(each, kind, side, match)
                is_telling = remark is not None and not _ADVISED.search(
                    each.sentence(match)
                )
                if remark is not None and is_telling:
                    yield remark


def _kind(schema: Mapping[str, Any]) -> str:
    named = types(schema) - {"null"}
    if named <= {"integer", "number"} and named:
        return "integer"
    return next(iter(named)) if len(named) == 1 else ""


def _limit(each: Told, kind: str, side: str, match: re.Match[str]) -> Remark | None:
    unit = match[2] or ""
    # A text has no limit but its length, and only some units are of that kind.
    if (kind == "string") is not unit.startswith(("char", "code")):
        return None
    keywords = _KEYWORDS.get((kind, side))
    if keywords is None or "enum" in each.schema:
        return None
    number = float(re.sub("[,_]", "", match[1]))
    said = [each.schema[word] for word in keywords if word in each.schema]
    if not said:
        if not each.is_sent:
            return None
        return warning(
            each.pointer,
            f"the limit {match[0].strip()!r} stands in prose only",
            f"add `{keywords[0]}: {number:g}`",
        )
    if any(not isinstance(x, int | float) for x in said):
        return None
    if number in said or _is_exclusive(each.schema, keywords, number):
        return None
    is_conditional = _CONDITIONAL.search(each.sentence(match))
    remark = warning if is_conditional else error
    return remark(
        each.pointer,
        f"the description says {match[0].strip()!r}, `{_present(each.schema, keywords)}`"
        f" says {shown(said[0])}",
        "correct the one that is wrong",
    )


def _present(schema: Mapping[str, Any], keywords: tuple[str, ...]) -> str:
    return next(each for each in keywords if each in schema)


def _is_exclusive(
    schema: Mapping[str, Any], keywords: tuple[str, ...], number: float
) -> bool:
    """Tell whether an exclusive limit one beyond means the same integer."""
    limit = schema.get(keywords[-1]) if len(keywords) > 1 else None
    return isinstance(limit, int | float) and abs(limit - number) <= 1


def _defaults(survey: Survey) -> Iterator[Remark]:
    for each in told(survey):
        matches = list(_DEFAULT.finditer(each.text))
        # Two defaults in one text are those of two cases.
        if len(matches) != 1 or types(each.schema) & {"object", "array"}:
            continue
        value = next(group for group in matches[0].groups() if group is not None)
        if _OF_ANOTHER.search(each.text[: matches[0].start()]) or value == "null":
            continue
        if each.schema.get("default") is None:
            if each.is_sent and types(each.schema) - {"null"}:
                yield warning(
                    each.pointer,
                    f"the default {value} stands in prose only",
                    f"add `default: {value}`",
                )
        elif not _same(value, each.schema["default"]):
            yield error(
                each.pointer,
                f"the description says that the default is {value}, `default` says"
                f" {shown(each.schema['default'])}",
                "correct the one that is wrong",
            )


def _same(words: str, value: object) -> bool:
    words = words.strip().strip("\"'")
    if isinstance(value, bool) or value is None:
        return words.lower() == shown(value)
    if isinstance(value, int | float):
        try:
            return float(words) == value
        except ValueError:
            return True  # `one`, `five minutes`: nobody can compare them here
    # A text may be quoted with its unit or its explanation.
    return not isinstance(value, str) or words == value or value in words


RULES = (
    Rule(
        "prose-limit",
        "A limit that the description tells is the one of the keyword.",
        "People read the one, machines the other.",
        _limits,
    ),
    Rule(
        "prose-default",
        "A default that the description tells is the one of the keyword.",
        "People read the one, machines the other.",
        _defaults,
    ),
)
