"""Two layers of shapes over a gradient, in one image of at most 225 colours.

A captioned picture is a palette image: that keeps it small and fast. The index
of a pixel is ``band + 9 * accent + 45 * light``: one of 9 bands of the gradient,
and how much (0 to 4 quarters) each of the two layers covers it. Shapes are drawn
at twice the size and reduced, which yields just these quarters as soft edges.
The indices from 225 upwards are a ramp from the caption's panel to its text.
"""

from __future__ import annotations

from collections.abc import Sequence

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

Point = tuple[float, float]


class Layer:
    """Shapes of one colour, drawn in the coordinates of the finished picture.

    ``quarters`` says how opaque a shape is, 1 to 4; a later shape replaces an
    earlier one, and 0 cuts a hole.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._scale = 2 if max(width, height) <= _LARGEST_SOFT else 1
        size = (width * self._scale, height * self._scale)
        self._image = Image.new("L", size, 0)
        self._draw = ImageDraw.Draw(self._image)

    def disc(self, centre: Point, radius: float, quarters: int = 4) -> None:
        """Draw a filled circle."""
        x, y = centre[0] * self._scale, centre[1] * self._scale
        r = max(0.5, radius * self._scale)
        self._draw.ellipse((x - r, y - r, x + r, y + r), fill=quarters * _QUARTER)

    def sector(
        self, centre: Point, radius: float, start: float, end: float, quarters: int = 4
    ) -> None:
        """Draw a slice of a circle, from angle to angle in degrees, clockwise."""
        x, y = centre[0] * self._scale, centre[1] * self._scale
        r = max(0.5, radius * self._scale)
        box = (x - r, y - r, x + r, y + r)
        self._draw.pieslice(box, start, end, fill=quarters * _QUARTER)

    def polygon(self, points: Sequence[Point], quarters: int = 4) -> None:
        """Draw a filled polygon."""
        scaled = [(x * self._scale, y * self._scale) for x, y in points]
        self._draw.polygon(scaled, fill=quarters * _QUARTER)

    def offsets(self, step: int) -> Image.Image:
        """Return the layer at the picture's size, as quarters times ``step``."""
        image = self._image.reduce(2) if self._scale == 2 else self._image
        return image.point([round(value / _QUARTER) * step for value in range(256)])


def combine(bands: Image.Image, accent: Layer, light: Layer) -> Image.Image:
    """Return the palette indices of the gradient with both layers, mode "L"."""
    covered = ImageChops.add(bands, accent.offsets(BANDS))
    return ImageChops.add(covered, light.offsets(BANDS * QUARTERS))


def palette_bytes(palette: Palette) -> bytes:
    """Return the 256 RGB triples for the indices of :func:`combine`."""
    gradient = [_gradient(palette, band / (BANDS - 1)) for band in range(BANDS)]
    opacities = [quarter / 4 * _OPACITY for quarter in range(QUARTERS)]
    colours = [
        mix(mix(band, palette.accent, accent), palette.light, light)
        for light in opacities
        for accent in opacities
        for band in gradient
    ]
    colours += [
        mix(palette.panel, palette.text, step / (RAMP_STEPS - 1))
        for step in range(RAMP_STEPS)
    ]
    return bytes([value for colour in colours for value in colour])


def _gradient(palette: Palette, position: float) -> RGB:
    if position < 0.5:
        return mix(palette.start, palette.middle, position * 2)
    return mix(palette.middle, palette.end, position * 2 - 1)
