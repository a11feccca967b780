"""The motifs: each a few large shapes in two layers, placed by dice.

The lower quarter of a picture may be behind the caption, so what matters stands
above it.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from mockserver.getimages.pictures.dice import Dice
from mockserver.getimages.pictures.layer import Layer, Point


def draw_motif(accent: Layer, light: Layer, dice: Dice) -> None:
    """Draw one of the motifs into the two layers."""
    MOTIFS[dice.below(len(MOTIFS))](accent, light, dice)


def _hills(accent: Layer, light: Layer, dice: Dice) -> None:
    width, height = accent.width, accent.height
    unit = min(width, height)
    sun = (dice.between(0.2, 0.8) * width, dice.between(0.18, 0.36) * height)
    radius = dice.between(0.11, 0.19) * unit
    light.disc(sun, radius * 1.45, 1)
    light.disc(sun, radius)
    for number, quarters in enumerate((1, 2, 4)):
        level = (0.42 + 0.15 * number) * height
        accent.polygon(_wave(accent, level, 0.09 * height, dice), quarters)


def _wave(layer: Layer, level: float, swing: float, dice: Dice) -> list[Point]:
    """Return the outline of all that lies under a wavy line."""
    length = dice.between(0.5, 1.1) * max(layer.width, layer.height * 0.8)
    phase = dice.between(0, math.tau)
    steps = 64
    line = []
    for step in range(steps + 1):
        x = layer.width * step / steps
        angle = math.tau * x / length + phase
        line.append((x, level + swing * (math.sin(angle) + 0.3 * math.sin(2 * angle))))
    return [*line, (layer.width, layer.height), (0.0, layer.height)]


def _peaks(accent: Layer, light: Layer, dice: Dice) -> None:
    width, height = accent.width, accent.height
    moon = (dice.between(0.15, 0.85) * width, dice.between(0.14, 0.26) * height)
    light.disc(moon, dice.between(0.07, 0.13) * min(width, height))
    for number, quarters in enumerate((1, 2, 4)):
        count = 2 + dice.below(2)
        for peak in range(count):
            x = width * (peak + dice.between(0.2, 0.8)) / count
            top = height * (0.26 + 0.14 * number + dice.between(-0.06, 0.06))
            reach = (height - top) * dice.between(0.65, 0.95)
            foot = [(x - reach, float(height)), (x + reach, float(height))]
            accent.polygon([(x, top), *foot], quarters)
            if quarters == 4:
                _snow(light, (x, top), reach / (height - top), height * 0.07)


def _snow(light: Layer, top: Point, slope: float, depth: float) -> None:
    """Draw a white cap on a peak whose sides fall by 1 for each ``slope``."""
    x, y = top
    side = depth * slope
    light.polygon(
        [
            top,
            (x + side, y + depth),
            (x + side * 0.35, y + depth * 0.7),
            (x, y + depth * 1.1),
            (x - side * 0.35, y + depth * 0.7),
            (x - side, y + depth),
        ]
    )


def _discs(accent: Layer, light: Layer, dice: Dice) -> None:
    width, height = accent.width, accent.height
    unit = min(width, height)
    across = math.sqrt(width / height)
    for number in range(3 + dice.below(2)):
        layer = (accent, light)[number % 2]
        reach = unit * dice.between(0.16, 0.36) * max(1.0, across * 0.9)
        at = (dice.between(0.1, 0.9) * width, dice.between(0.08, 0.62) * height)
        layer.disc(at, reach, 4 if number < 2 else 2)
        if dice.chance(0.5):
            layer.disc(at, reach * dice.between(0.35, 0.7), 0 if number < 2 else 4)


def _rings(accent: Layer, light: Layer, dice: Dice) -> None:
    width, height = accent.width, accent.height
    unit = min(width, height)
    at = (dice.between(0.2, 0.8) * width, dice.between(0.22, 0.5) * height)
    count = 4 + dice.below(4)
    reach = unit * dice.between(0.55, 0.8)
    for ring in range(count):
        accent.disc(at, reach * (1 - ring / count), 0 if ring % 2 else 4)
    light.disc(at, reach / count * dice.between(0.5, 0.95))
    far = (width - at[0], height * dice.between(0.55, 0.75))
    light.disc(far, unit * dice.between(0.08, 0.2), 3)


def _rays(accent: Layer, light: Layer, dice: Dice) -> None:
    width, height = accent.width, accent.height
    at = (dice.between(0.25, 0.75) * width, dice.between(0.3, 0.55) * height)
    count = 8 + dice.below(8)
    reach = math.hypot(width, height)
    turn = dice.between(0, math.tau / count)
    for ray in range(count):
        start = turn + math.tau * ray / count
        ends = [
            (at[0] + reach * math.cos(angle), at[1] + reach * math.sin(angle))
            for angle in (start, start + math.pi / count)
        ]
        accent.polygon([at, *ends], 3)
    radius = min(width, height) * dice.between(0.13, 0.24)
    accent.disc(at, radius * 1.3, 0)
    light.disc(at, radius)


def _tiles(accent: Layer, light: Layer, dice: Dice) -> None:
    width, height = accent.width, accent.height
    tile = max(2.0, min(width, height) / (3 + dice.below(3)))
    for row in range(math.ceil(height / tile)):
        for column in range(math.ceil(width / tile)):
            layer = (accent, accent, light)[dice.below(3)]
            _tile(layer, (column * tile, row * tile), tile, dice)


def _tile(layer: Layer, corner: Point, size: float, dice: Dice) -> None:
    """Draw a quarter circle, a half, a dot, a triangle, or nothing."""
    x, y = corner
    kind, turn = dice.below(6), dice.below(4)
    right, down = turn in (1, 2), turn in (2, 3)
    at = (x + size * right, y + size * down)
    if kind <= 2:
        layer.sector(at, size, 90 * turn)
    elif kind == 3:
        layer.disc((x + size / 2, y + size / 2), size * 0.3)
    elif kind == 4:
        other = x + size * (not right), y + size * (not down)
        layer.polygon([at, (other[0], at[1]), (at[0], other[1])], 2)


def _ribbons(accent: Layer, light: Layer, dice: Dice) -> None:
    height = accent.height
    swing = height * dice.between(0.05, 0.11)
    thick = height * dice.between(0.09, 0.13)
    for number in range(3):
        layer = (accent, light, accent)[number]
        level = height * (0.18 + 0.22 * number)
        line = _wave(layer, level, swing, dice)[:-2]
        under = [(x, y + thick) for x, y in reversed(line)]
        layer.polygon([*line, *under], 4 if number != 2 else 2)


def _towers(accent: Layer, light: Layer, dice: Dice) -> None:
    width, height = accent.width, accent.height
    unit = min(width, height)
    moon = (dice.between(0.15, 0.85) * width, dice.between(0.15, 0.3) * height)
    light.disc(moon, unit * dice.between(0.09, 0.16))
    for quarters, low in ((2, 0.28), (4, 0.46)):
        left = -dice.between(0.0, 0.1) * width
        while left < width:
            wide = unit * dice.between(0.09, 0.2)
            top = height * dice.between(low, low + 0.24)
            sides = ((left, float(height)), (left, top))
            roof = [(left + wide, top), (left + wide, float(height))]
            accent.polygon([*sides, *roof], quarters)
            left += wide + unit * (0.0 if quarters == 2 else dice.between(0.0, 0.05))


MOTIFS: tuple[Callable[[Layer, Layer, Dice], None], ...] = (
    _hills,
    _peaks,
    _discs,
    _rings,
    _rays,
    _tiles,
    _ribbons,
    _towers,
)
