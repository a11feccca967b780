"""The colours of one picture, chosen from a digest.

The prompt chooses the hue that a picture starts from, so that several
generations of one prompt look related; the image's id chooses the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from mockserver.getimages.pictures.colour import RGB, oklch

# Hues are taken from a ring of 24, and so are harmonies, so that the conversion is cached well.
HUES = 24

# Offsets, in degrees, of the gradient's middle and end, and of the two accents:
# analogous, split, complementary and triadic harmonies.
_HARMONIES = (
    (30.0, 60.0, 195.0, 75.0),
    (-30.0, -75.0, 165.0, -90.0),
    (45.0, 105.0, 195.0, 60.0),
    (-45.0, -135.0, 135.0, 30.0),
    (15.0, 180.0, 105.0, 180.0),
    (75.0, 120.0, 240.0, 135.0),
)

# (lightness, chroma) of the gradient's start, middle and end, then of the two
# accents: night, dawn, day and dusk.
_TONES = (
    ((0.24, 0.09), (0.42, 0.15), (0.66, 0.16), (0.84, 0.15), (0.97, 0.03)),
    ((0.93, 0.05), (0.80, 0.12), (0.62, 0.17), (0.36, 0.13), (0.99, 0.02)),
    ((0.55, 0.19), (0.70, 0.16), (0.88, 0.10), (0.28, 0.10), (0.95, 0.12)),
    ((0.78, 0.14), (0.56, 0.19), (0.32, 0.12), (0.93, 0.10), (0.20, 0.06)),
)

PAPER = oklch(0.975, 0.008, 90.0)
INK = oklch(0.21, 0.03, 265.0)


@dataclass(frozen=True, slots=True)
class Palette:
    """A gradient of three colours, two accents, and the caption's two colours."""

    start: RGB
    middle: RGB
    end: RGB
    accent: RGB
    light: RGB
    panel: RGB
    text: RGB


def choose_palette(prompt_digest: bytes, image_digest: bytes) -> Palette:
    """Return the palette of an image; both digests have at least 4 bytes."""
    return _palette(
        prompt_digest[0] * HUES // 256,
        (prompt_digest[1] + image_digest[0]) % len(_HARMONIES),
        image_digest[1] % len(_TONES),
        image_digest[2] % 2 == 1,
    )


@lru_cache(maxsize=2 * HUES * len(_HARMONIES) * len(_TONES))
def _palette(
    hue_number: int, harmony_number: int, tones_number: int, dark_panel: bool
) -> Palette:
    """Return one of all palettes that there are."""
    hue = hue_number * (360.0 / HUES)
    harmony = _HARMONIES[harmony_number]
    tones = _TONES[tones_number]
    hues = (hue, *(hue + offset for offset in harmony))
    start, middle, end, accent, light = (
        oklch(*tone, at % 360.0) for tone, at in zip(tones, hues, strict=True)
    )
    return Palette(
        start,
        middle,
        end,
        accent,
        light,
        panel=INK if dark_panel else PAPER,
        text=PAPER if dark_panel else INK,
    )
