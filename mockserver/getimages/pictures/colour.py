"""Colours in OKLCH, where equal steps look equal, turned into sRGB.

The conversion is that of Bjorn Ottosson's OKLab, as in CSS Color 4, section 9.
"""

from __future__ import annotations

import math
from functools import lru_cache

RGB = tuple[int, int, int]


@lru_cache(maxsize=4096)
def oklch(lightness: float, chroma: float, hue: float) -> RGB:
    """Return an sRGB colour, with less chroma where sRGB has not enough.

    ``lightness`` is in 0..1, ``chroma`` about 0..0.3, ``hue`` in degrees.
    """
    angle = math.radians(hue)
    while chroma > 0.001:
        linear = _linear(lightness, chroma * math.cos(angle), chroma * math.sin(angle))
        if all(-0.0005 <= value <= 1.0005 for value in linear):
            break
        chroma *= 0.9
    else:
        linear = _linear(lightness, 0.0, 0.0)
    red, green, blue = map(_encoded, linear)
    return red, green, blue


def mix(below: RGB, above: RGB, opacity: float) -> RGB:
    """Return ``above`` laid over ``below`` with an opacity in 0..1."""
    rest = 1.0 - opacity
    return (
        round(below[0] * rest + above[0] * opacity),
        round(below[1] * rest + above[1] * opacity),
        round(below[2] * rest + above[2] * opacity),
    )


def contrast(one: RGB, other: RGB) -> float:
    """Return the contrast ratio of WCAG 2.2, in 1..21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _linear(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _encoded(value: float) -> int:
    if value <= 0.0031308:
        encoded = 12.92 * value
    else:
        encoded = 1.055 * value ** (1 / 2.4) - 0.055
    return min(255, max(0, round(encoded * 255)))


def _luminance(colour: RGB) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
