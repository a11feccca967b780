"""The gradient behind the shapes, as an image of band numbers."""

from __future__ import annotations

import math
from collections.abc import Callable

from PIL import Image, ImageDraw

from mockserver.getimages.pictures.dice import Dice
from mockserver.getimages.pictures.layer import BANDS


def draw_gradient(width: int, height: int, dice: Dice) -> Image.Image:
    """Return an "L" image whose values are 0 to 8, the bands of the gradient."""
    image = Image.new("L", (width, height), 0)
    GRADIENTS[dice.below(len(GRADIENTS))](image, dice)
    return image


def _horizontal(image: Image.Image, dice: Dice) -> None:
    draw = ImageDraw.Draw(image)
    upwards = dice.chance(0.5)
    for band in range(BANDS):
        top = image.height * band // BANDS
        value = BANDS - 1 - band if upwards else band
        draw.rectangle((0, top, image.width, image.height), fill=value)


def _vertical(image: Image.Image, dice: Dice) -> None:
    draw = ImageDraw.Draw(image)
    leftwards = dice.chance(0.5)
    for band in range(BANDS):
        left = image.width * band // BANDS
        value = BANDS - 1 - band if leftwards else band
        draw.rectangle((left, 0, image.width, image.height), fill=value)


def _diagonal(image: Image.Image, dice: Dice) -> None:
    draw = ImageDraw.Draw(image)
    width, height = image.size
    slant = dice.between(0.3, 0.8) * (1 if dice.chance(0.5) else -1) * height
    start, span = min(0.0, slant), width + abs(slant)
    for band in range(1, BANDS):
        left = start + span * band / BANDS
        draw.polygon(
            [(left, 0), (width * 3, 0), (width * 3, height), (left - slant, height)],
            fill=band,
        )


def _around(image: Image.Image, dice: Dice) -> None:
    draw = ImageDraw.Draw(image)
    x = dice.between(0.15, 0.85) * image.width
    y = dice.between(0.05, 0.6) * image.height
    reach = math.hypot(max(x, image.width - x), max(y, image.height - y))
    for band in range(1, BANDS):
        radius = reach * (1 - band / BANDS)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=band)


GRADIENTS: tuple[Callable[[Image.Image, Dice], None], ...] = (
    _horizontal,
    _horizontal,
    _diagonal,
    _diagonal,
    _around,
    _vertical,
)
