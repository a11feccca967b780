"""Requests that are refused although the document allows them."""

from __future__ import annotations

from mockserver.defects.around import instead
from mockserver.defects.asking import refusing
from mockserver.defects.callers import with_good
from mockserver.defects.conditions import (
    GENERATE,
    LISTS,
    asks,
    both,
    has_query,
    on,
)
from mockserver.defects.entry import Defect, Family
from mockserver.defects.occasion import Occasion

FAMILY = Family.VALIDATION

_SIZES = ("1:1", "3:2", "2:3")


def _ratio_beyond_openai(it: Occasion) -> bool:
    body = it.sent if isinstance(it.sent, dict) else {}
    of_openai = str(body.get("modelId")).startswith("openai:")
    return of_openai and body.get("aspectRatio", "1:1") not in _SIZES


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "offset-of-zero-refused",
        "an offset of 0 is refused, as it is not positive",
        "REQ-01",
        instead(
            both(on(*LISTS), with_good, has_query("offset", "0")),
            refusing("query.offset", "must be a positive number"),
        ),
    ),
    FAMILY.subtle(
        "ratios-refused-that-openai-lacks",
        "models of one provider are refused with ratios other than 1:1, 3:2 and 2:3",
        "GEN-P01",
        instead(
            both(on(GENERATE), with_good, _ratio_beyond_openai),
            refusing("body.aspectRatio", "is not supported by this model"),
        ),
    ),
    FAMILY.subtle(
        "empty-style-refused",
        "a style without characters is refused, although any text is a style",
        "GEN-P01",
        instead(
            both(on(GENERATE), with_good, asks(style="")),
            refusing("body.style", "must not be empty"),
        ),
    ),
)
