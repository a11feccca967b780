"""Bodies that are read more freely than the document says."""

from __future__ import annotations

import json
import re
from typing import Any

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import before
from mockserver.defects.pieces.asking import RATIOS
from mockserver.defects.pieces.bodies import read_as, turned
from mockserver.defects.pieces.callers import with_account
from mockserver.defects.pieces.conditions import GENERATE, both, on
from mockserver.defects.pieces.occasion import Occasion

FAMILY = Family.VALIDATION

_FIELDS = ("prompt", "modelId", "aspectRatio", "style", "thinkingLevel")

_LEVELS = ("default", "deep")


def _names_without_case(body: dict[str, Any]) -> None:
    known = {name.lower(): name for name in _FIELDS}
    for name in [each for each in body if each.lower() in known]:
        body[known[name.lower()]] = body.pop(name)


def _first_value(it: Occasion) -> None:
    """Read one JSON value and leave the rest in the stream, as a decoder of streams does."""
    try:
        text = it.request.content.decode().lstrip()
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return
    it.request.content = text[:end].encode()


def _falsy_left_out(body: dict[str, Any]) -> None:
    for name in ("aspectRatio", "style", "thinkingLevel"):
        if body.get(name, "") == 0:
            del body[name]


def _as_enum(level: Any) -> Any:
    """Read a name in any case, or the number of a member, as a binder of enums does."""
    if isinstance(level, str):
        return level.lower() if level.lower() in _LEVELS else level
    return _LEVELS[level] if type(level) is int and level in (0, 1) else level


Body = dict[str, Any]

_ALIASES = {
    "model_id": "modelId",
    "aspect_ratio": "aspectRatio",
    "thinking_level": "thinkingLevel",
}

_TEXT_OF_JSON = r'("(?:\\.|[^"\\])*")'


def _names_in_snake_case(body: Body) -> None:
    for alias, name in _ALIASES.items():
        if alias in body:
            body[name] = body.pop(alias)


def _without_lists(body: Body) -> None:
    for name in ("modelId", "aspectRatio", "thinkingLevel"):
        value = body.get(name)
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
            body[name] = value[0]


def _relax(it: Occasion) -> None:
    """Take comments and the commas before closing brackets out of a body."""
    try:
        text = it.request.content.decode()
        comments = _TEXT_OF_JSON + r"|//[^\n]*|/\*.*?\*/"
        text = re.sub(comments, lambda found: found[1] or "", text, flags=re.DOTALL)
        text = re.sub(
            _TEXT_OF_JSON + r"|,(?=\s*[}\]])", lambda found: found[1] or "", text
        )
        json.loads(text)
    except (ValueError, RecursionError):
        return
    it.request.content = text.encode()


def _square_of_google(body: dict[str, Any]) -> None:
    ratio, model = body.get("aspectRatio"), str(body.get("modelId"))
    if isinstance(ratio, str) and ratio not in RATIOS and model.startswith("google:"):
        body["aspectRatio"] = "1:1"


DEFECTS: tuple[Defect, ...] = (
    FAMILY.subtle(
        "thinking-level-read-as-an-enum",
        "a thinkingLevel counts in any case of letters, and as the number of its member",
        "GEN-N12",
        turned("thinkingLevel", _as_enum),
    ),
    FAMILY.subtle(
        "property-names-without-case",
        "properties of a request are found in any case of letters, such as Prompt",
        "GEN-N04",
        read_as(_names_without_case),
    ),
    FAMILY.subtle(
        "what-follows-the-json-ignored",
        "a body is read up to the end of its first JSON value, whatever follows",
        "GEN-N02",
        before(both(on(GENERATE), with_account), _first_value),
    ),
    FAMILY.subtle(
        "falsy-options-count-as-none",
        "aspectRatio, style and thinkingLevel may be false or 0, which counts as none",
        "GEN-N11",
        read_as(_falsy_left_out),
    ),
    FAMILY.plain(
        "names-in-snake-case-accepted",
        "model_id, aspect_ratio and thinking_level are accepted as names of properties",
        "GEN-N05",
        read_as(_names_in_snake_case),
    ),
    FAMILY.plain(
        "relaxed-json-accepted",
        "a body with comments, or with a comma before a closing bracket, is accepted",
        "GEN-N02",
        before(both(on(GENERATE), with_account, lambda it: it.sent is None), _relax),
    ),
    FAMILY.subtle(
        "choice-in-a-list-of-one-accepted",
        "modelId, aspectRatio and thinkingLevel are accepted as a list of one text",
        "GEN-N09",
        read_as(_without_lists),
    ),
    FAMILY.subtle(
        "ratio-not-checked-for-google",
        "models of one provider take any text as aspectRatio, and make a square image",
        "GEN-N10",
        read_as(_square_of_google),
    ),
)
