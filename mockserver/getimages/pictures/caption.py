"""The caption: a card with the prompt, and below it the model and the ratio.

Prompts of any length and script are set; what doesn't fit ends in an ellipsis.
The card takes at most half of the picture, and where not even one short
line fits, there is none.
"""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass

from PIL import Image

from mockserver.getimages.pictures.spec import PictureSpec
from mockserver.getimages.pictures.text.faces import BrokenFontError, Faces
from mockserver.getimages.pictures.text.setting import (
    SetLine,
    Sheet,
    draw_lines,
    set_lines,
)
from mockserver.getimages.pictures.text.wrapping import (
    ellipsis_item,
    items_of,
    wrap,
)

# Of the square root of the picture's area: 37 pixels in 1024 x 1024.
_TEXT_SHARE = 0.036
# Smaller letters cannot be read.
_SMALLEST_TEXT = 9
_LEADING = 1.34
_MOST_LINES = 8
_MOST_DETAIL_LINES = 2
# A line of fewer ems holds a word or less.
_NARROWEST = 7

_INK = 255
_DETAIL_INK = 172

# Every broken font is met at most once; a drawing that meets so many is given up.
_MOST_ATTEMPTS = 20

_log = logging.getLogger("mockserver.pictures")


@dataclass(frozen=True, slots=True)
class Card:
    """A drawn caption and its place; ``stripe`` is the width of its edge at the left."""

    sheet: Sheet
    left: int
    top: int
    stripe: int


@dataclass(frozen=True, slots=True)
class _Measures:
    """The sizes of a card in pixels, from the picture's."""

    size: int
    detail_size: int
    margin: int
    padding: int
    stripe: int
    width: int
    prompt_lines: int
    detail_lines: int


def draw_card(spec: PictureSpec, width: int, height: int, faces: Faces) -> Card | None:
    """Return the caption of a picture, or None where there is no room for one.

    A font that turns out to be broken is logged and left out.
    """
    measures = _measures(width, height, len(spec.prompt))
    if measures is None:
        return None
    with faces.lock:
        for _ in range(_MOST_ATTEMPTS):
            try:
                return _draw(spec, height, measures, faces)
            except BrokenFontError as broken:
                faces.discard(broken)
    _log.warning("a picture has no caption: %d fonts are broken", _MOST_ATTEMPTS)
    return None


def _measures(width: int, height: int, length: int) -> _Measures | None:
    share = 1.3 if length <= 60 else 1.0 if length <= 240 else 0.82
    size = max(_SMALLEST_TEXT, round(math.sqrt(width * height) * _TEXT_SHARE * share))
    detail_size = max(_SMALLEST_TEXT, round(size * (0.55 if share > 1 else 0.7)))
    margin = round(min(width, height) * 0.035)
    padding, stripe = round(size * 0.55), max(2, round(size * 0.16))
    inner = width - 2 * (margin + padding) - stripe
    room = height * 0.5 - 2 * padding
    details = _MOST_DETAIL_LINES
    while details and room - details * detail_size * _LEADING < size * _LEADING:
        details -= 1
    lines = int((room - details * detail_size * _LEADING) / (size * _LEADING))
    if lines < 1 or inner < _NARROWEST * size:
        return None
    return _Measures(
        size,
        detail_size,
        margin,
        padding,
        stripe,
        inner,
        min(lines, _MOST_LINES),
        details,
    )


def _draw(spec: PictureSpec, height: int, measures: _Measures, faces: Faces) -> Card:
    m = measures
    prompt = _wrapped(spec.prompt, m.size, m.width, m.prompt_lines, faces)
    details = _wrapped(_details(spec), m.detail_size, m.width, m.detail_lines, faces)
    leading, detail_leading = m.size * _LEADING, m.detail_size * _LEADING
    used = math.ceil(max((line.width for line in (*prompt, *details)), default=0.0))
    text_width = min(m.width, used + 1)
    text_height = len(prompt) * leading + len(details) * detail_leading
    card_width = m.stripe + 2 * m.padding + text_width
    card_height = 2 * m.padding + round(text_height)
    sheet = Sheet(Image.new("L", (card_width, card_height), 0))
    left = m.stripe + m.padding
    draw_lines(
        sheet,
        prompt,
        (left, m.padding),
        faces,
        size=m.size,
        width=text_width,
        leading=leading,
        ink=_INK,
    )
    below = m.padding + len(prompt) * leading + m.detail_size * 0.12
    draw_lines(
        sheet,
        details,
        (left, below),
        faces,
        size=m.detail_size,
        width=text_width,
        leading=detail_leading,
        ink=_DETAIL_INK,
    )
    return Card(sheet, m.margin, height - m.margin - card_height, m.stripe)


def _wrapped(
    text: str, size: int, width: float, most_lines: int, faces: Faces
) -> list[SetLine]:
    if not most_lines:
        return []
    ellipsis = ellipsis_item(size, faces)
    return set_lines(wrap(items_of(text, size, faces), width, most_lines, ellipsis))


def _details(spec: PictureSpec) -> str:
    """Return the second text; a style can be long, so it comes last."""
    parts = [spec.model_id, spec.aspect_ratio]
    if spec.thinking_level:
        parts.append(f"thinking: {spec.thinking_level}")
    if spec.style:
        parts.append(f"style: {spec.style}")
    return " · ".join(parts)
