"""Two layers of shapes over a gradient, in one image of at most 225 colours.

A captioned picture is a palette image: that keeps it small and fast. The index
of a pixel is ``band + 9 * accent + 45 * light``: one of 9 bands of the gradient,
and how much (0 to 4 quarters) each of the two layers covers it. Shapes are drawn
at twice the size and reduced, which yields just these quarters as soft edges.
The indices from 225 upwards are a ramp from the caption's panel to its text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, cycle
from typing import Literal

from PIL import Image, ImageChops, ImageDraw

from mockserver.getimages.pictures.colour import RGB, mix
from mockserver.getimages.pictures.palette import Palette

BANDS = 9
QUARTERS = 5
RAMP_START = BANDS * QUARTERS * QUARTERS
RAMP_STEPS = 256 - RAMP_START

# A layer lets a little of the gradient through even where it is solid.
_OPACITY = 0.92
_QUARTER = 60
# Soft edges beyond this size are finer than anyone sees, and four times the memory.
_LARGEST_SOFT = 2048
# Of 300 pixels radius, the polygon is off by a tenth of a pixel.
_ARC_STEPS = 32
# Layers are drawn in strips of so many rows, which fit in the processor's cache.
_STRIP = 256

Point = tuple[float, float]


class Layer:
    """Shapes of one colour, in the coordinates of the finished picture.

    ``quarters`` says how opaque a shape is, 1 to 4; a later shape replaces an
    earlier one, and 0 cuts a hole. Shapes are noted first and drawn by
    :func:`add_layer`, so that only the part with shapes costs time.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.shapes: list[Shape] = []

    def disc(self, centre: Point, radius: float, quarters: int = 4) -> None:
        """Add a filled circle."""
        self.shapes.append(Shape("disc", _square(centre, radius), quarters))

    def sector(
        self, centre: Point, radius: float, start: int, quarters: int = 4
    ) -> None:
        """Add a quarter of a circle that starts at an angle in degrees, clockwise.

        It is a polygon that no eye tells from an arc; Pillow's own pie slices
        take ten times as long.
        """
        x, y = centre
        angles = (
            math.radians(start + 90 * step / _ARC_STEPS)
            for step in range(_ARC_STEPS + 1)
        )
        arc = [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles]
        self.polygon([centre, *arc], quarters)

    def polygon(self, points: Sequence[Point], quarters: int = 4) -> None:
        """Add a filled polygon."""
        self.shapes.append(Shape("polygon", tuple(points), quarters))

    def box(self) -> tuple[int, int, int, int] | None:
        """Return the part of the picture that has shapes (left, top, right, bottom)."""
        points = [point for shape in self.shapes for point in shape.points]
        if not points:
            return None
        across, down = zip(*points, strict=True)
        left, top = max(0, int(min(across)) - 1), max(0, int(min(down)) - 1)
        right = min(self.width, int(max(across)) + 2)
        bottom = min(self.height, int(max(down)) + 2)
        return (left, top, right, bottom) if left < right and top < bottom else None


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape; a disc is given by two corners of its square."""

    kind: Literal["disc", "polygon"]
    points: tuple[Point, ...]
    quarters: int

    @property
    def top(self) -> float:
        """The smallest y."""
        return min(y for _, y in self.points)

    @property
    def bottom(self) -> float:
        """The largest y."""
        return max(y for _, y in self.points)


def add_layer(indices: Image.Image, layer: Layer, step: int) -> None:
    """Add a layer to palette indices, ``step`` for each quarter of its opacity."""
    box = layer.box()
    if box is None:
        return
    left, top, right, bottom = box
    offsets = [round(value / _QUARTER) * step for value in range(256)]
    for upper in range(top, bottom, _STRIP):
        strip = (left, upper, right, min(bottom, upper + _STRIP))
        covered = _covered_strip(layer, strip).point(offsets)
        indices.paste(ImageChops.add(indices.crop(strip), covered), strip)


def _covered_strip(layer: Layer, strip: tuple[int, int, int, int]) -> Image.Image:
    """Return how much of each pixel of a strip is covered."""
    scale = 2 if max(layer.width, layer.height) <= _LARGEST_SOFT else 1
    left, top, right, bottom = strip
    image = Image.new("L", ((right - left) * scale, (bottom - top) * scale), 0)
    draw = ImageDraw.Draw(image)
    for shape in layer.shapes:
        if shape.top <= bottom and shape.bottom >= top:
            _draw_shape(draw, shape, scale, (left, top))
    return image.reduce(2) if scale == 2 else image


def _draw_shape(
    draw: ImageDraw.ImageDraw, shape: Shape, scale: int, corner: tuple[int, int]
) -> None:
    left, top = corner
    points = [((x - left) * scale, (y - top) * scale) for x, y in shape.points]
    fill = shape.quarters * _QUARTER
    if shape.kind == "disc":
        draw.ellipse(points, fill=fill)
    else:
        draw.polygon(points, fill=fill)


def _square(centre: Point, radius: float) -> tuple[Point, Point]:
    x, y = centre
    reach = max(0.5, radius)
    return (x - reach, y - reach), (x + reach, y + reach)


def palette_bytes(palette: Palette) -> bytes:
    """Return the 256 RGB triples for the indices of a picture."""
    gradient = [_gradient(palette, band / (BANDS - 1)) for band in range(BANDS)]
    below = [value for colour in gradient for value in colour]
    under = _covered(below, palette.accent)
    ramp = [
        mix(palette.panel, palette.text, step / (RAMP_STEPS - 1))
        for step in range(RAMP_STEPS)
    ]
    return bytes(_covered(under, palette.light)) + bytes(chain.from_iterable(ramp))


def _covered(below: Sequence[int], above: RGB) -> list[int]:
    """Return the channels of colours with 0 to 4 quarters of another over them."""
    result: list[int] = []
    for quarter in range(QUARTERS):
        opacity = quarter / 4 * _OPACITY
        rest = 1.0 - opacity
        red, green, blue = (round(channel * opacity) for channel in above)
        over = cycle((red, green, blue))
        result += [
            int(value * rest) + more for value, more in zip(below, over, strict=False)
        ]
    return result


def _gradient(palette: Palette, position: float) -> RGB:
    if position < 0.5:
        return mix(palette.start, palette.middle, position * 2)
    return mix(palette.middle, palette.end, position * 2 - 1)
