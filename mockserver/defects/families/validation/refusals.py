"""Requests that are refused although the document allows them."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import instead
from mockserver.defects.pieces.asking import FLASH_3, prompt, refusing
from mockserver.defects.pieces.callers import with_account
from mockserver.defects.pieces.conditions import (
    GENERATE,
    LISTS,
    asks,
    both,
    has_query,
    on,
)
from mockserver.defects.pieces.occasion import Occasion

FAMILY = Family.VALIDATION

_SIZES = ("1:1", "3:2", "2:3")


def _ratio_beyond_openai(it: Occasion) -> bool:
    body = it.sent if isinstance(it.sent, dict) else {}
    of_openai = str(body.get("modelId")).startswith("openai:")
    return of_openai and body.get("aspectRatio", "1:1") not in _SIZES


def _long_in_utf_16(it: Occasion) -> bool:
    text = prompt(it)
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    return len(text) <= 2000 < units


def _thinks(it: Occasion) -> bool:
    return isinstance(it.sent, dict) and it.sent.get("thinkingLevel") is not None


def _without_ratio(it: Occasion) -> bool:
    return bool(prompt(it)) and "aspectRatio" not in it.sent


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "offset-of-zero-refused",
        "an offset of 0 is refused, as it is not positive",
        "REQ-01",
        instead(
            both(on(*LISTS), with_account, has_query("offset", "0")),
            refusing("query.offset", "must be a positive number"),
        ),
    ),
    FAMILY.subtle(
        "ratios-refused-that-openai-lacks",
        "models of one provider are refused with ratios other than 1:1, 3:2 and 2:3",
        "GEN-P01",
        instead(
            both(on(GENERATE), with_account, _ratio_beyond_openai),
            refusing("body.aspectRatio", "is not supported by this model"),
        ),
    ),
    FAMILY.subtle(
        "empty-style-refused",
        "a style without characters is refused, although any text is a style",
        "GEN-P01",
        instead(
            both(on(GENERATE), with_account, asks(style="")),
            refusing("body.style", "must not be empty"),
        ),
    ),
    FAMILY.subtle(
        "length-counted-in-utf-16",
        "a prompt of up to 2000 characters is refused if it has more units of UTF-16",
        "GEN-P01",
        instead(
            _long_in_utf_16,
            refusing("body.prompt", "must have at most 2000 characters"),
        ),
    ),
    FAMILY.subtle(
        "thinking-level-refused-by-gemini-3.1-flash",
        "one of the two models that take a thinkingLevel refuses it",
        "GEN-P01",
        instead(
            both(
                on(GENERATE),
                with_account,
                asks(modelId=FLASH_3),
                _thinks,
            ),
            refusing("body.thinkingLevel", "is not supported by this model"),
        ),
    ),
    FAMILY.plain(
        "ratio-is-required",
        "a request without aspectRatio is refused, although it has a default",
        "GEN-P01",
        instead(
            _without_ratio, refusing("body.aspectRatio", "is required", "required")
        ),
    ),
    FAMILY.plain(
        "prompt-of-2000-refused",
        "a prompt of exactly 2000 characters is refused as too long",
        "GEN-P10",
        instead(
            lambda it: len(prompt(it)) == 2000,
            refusing("body.prompt", "must be shorter than 2000", "maxLength"),
        ),
    ),
    FAMILY.subtle(
        "level-default-refused",
        "a thinkingLevel of default is refused on models that take one",
        "GEN-P01",
        instead(
            both(lambda it: bool(prompt(it)), asks(thinkingLevel="default")),
            refusing("body.thinkingLevel", "must be deep", "enum"),
        ),
    ),
)
