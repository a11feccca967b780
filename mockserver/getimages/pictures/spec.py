"""What is asked of the studio: one picture, as a plain value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, cast

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}
)
"""The formats that can be drawn: short name to media type."""

Style = Literal["captioned", "plain"]

# Beyond this a single picture would take a gigabyte while it is drawn.
LONGEST_SIDE = 8192

_LOOK = re.compile(r"(captioned|plain):([1-9][0-9]{0,4})")


@dataclass(frozen=True, slots=True)
class PictureSpec:
    """All that a picture depends on, apart from the seed.

    ``aspect_ratio`` is "width:height". ``media_type`` is one of the values of
    :data:`MEDIA_TYPES`. ``look`` is "captioned:1024" or "plain:64": the style,
    and the longer side in pixels.
    """

    image_id: str
    prompt: str
    model_id: str
    aspect_ratio: str
    style: str | None
    thinking_level: str | None
    media_type: str
    look: str


@dataclass(frozen=True, slots=True)
class Look:
    """A ``look`` taken apart; ``longer_side`` is in pixels."""

    style: Style
    longer_side: int


@lru_cache(maxsize=64)
def parse_look(look: str) -> Look:
    """Take "captioned:1024" apart.

    Raises ValueError when the style is unknown or the side is not a number in
    1..8192.
    """
    match = _LOOK.fullmatch(look)
    if match is None or int(match[2]) > LONGEST_SIDE:
        raise ValueError(
            f"look {look!r} is not a style and a longer side in 1..{LONGEST_SIDE}, "
            'such as "captioned:1024" or "plain:64"'
        )
    return Look(cast(Style, match[1]), int(match[2]))


def require_media_type(media_type: str) -> None:
    """Raise ValueError unless pictures of this media type can be drawn."""
    if media_type not in MEDIA_TYPES.values():
        known = ", ".join(MEDIA_TYPES.values())
        raise ValueError(f"media type {media_type!r} cannot be drawn; use {known}")
