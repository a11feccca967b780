"""Lines drawn in ink, in the order in which they are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from PIL import Image, ImageDraw

from mockserver.getimages.pictures.text.bidi import (
    base_level,
    embedding_levels,
    visual_order,
)
from mockserver.getimages.pictures.text.boxes import draw_box
from mockserver.getimages.pictures.text.faces import ColourFace, Face, Faces
from mockserver.getimages.pictures.text.wrapping import Item, Line


@dataclass(slots=True)
class Sheet:
    """Ink on a page, 0 to 255 in mode "L", and coloured tiles with their places."""

    ink: Image.Image
    tiles: list[tuple[Image.Image, tuple[int, int]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Run:
    """Items of a line that have one face and one level, in logical order."""

    items: tuple[Item, ...]
    face: Face | None
    level: int


def draw_lines(
    sheet: Sheet,
    lines: Sequence[Line],
    corner: tuple[float, float],
    faces: Faces,
    *,
    size: int,
    width: float,
    leading: float,
    ink: int,
) -> None:
    """Draw lines below ``corner``; right-to-left paragraphs stand at the right.

    ``size``, ``width`` and ``leading`` (the distance of base lines) are in
    pixels, ``ink`` is 1 to 255.
    """
    draw = ImageDraw.Draw(sheet.ink)
    baseline = corner[1] + size * 1.02
    for _, paragraph in groupby(lines, key=lambda line: line.paragraph):
        for runs, from_right in _paragraph_runs(list(paragraph)):
            used = sum(item.width for run in runs for item in run.items)
            x = corner[0] + (max(0.0, width - used) if from_right else 0.0)
            for run in runs:
                x += _draw_run(
                    sheet, draw, run, (x, baseline), faces, size=size, ink=ink
                )
            baseline += leading


def _paragraph_runs(lines: Sequence[Line]) -> Iterator[tuple[list[Run], bool]]:
    """Yield the runs of each line from left to right, and whether it starts right."""
    classes = [_direction(item) for line in lines for item in line.items]
    base = base_level(classes)
    levels = embedding_levels(classes, base)
    start = 0
    for line in lines:
        end = start + len(line.items)
        runs = _runs(line.items, levels[start:end])
        yield visual_order(runs, [run.level for run in runs]), base == 1
        start = end


def _direction(item: Item) -> str:
    return unicodedata.bidirectional(item.text[0]) or "L"


def _runs(items: Sequence[Item], levels: Sequence[int]) -> list[Run]:
    """Cut a line where its face or level changes; boxes and tiles stand alone."""
    runs: list[Run] = []
    for item, level in zip(items, levels, strict=True):
        face = item.face
        joins = face is not None and not face.colour
        if runs and joins and runs[-1].face is face and runs[-1].level == level:
            runs[-1] = Run((*runs[-1].items, item), face, level)
        else:
            runs.append(Run((item,), face, level))
    return runs


def _draw_run(
    sheet: Sheet,
    draw: ImageDraw.ImageDraw,
    run: Run,
    at: tuple[float, float],
    faces: Faces,
    *,
    size: int,
    ink: int,
) -> float:
    """Draw a run with its left end at ``at``; return its width in pixels."""
    first = run.items[0]
    if run.face is None:
        return draw_box(draw, at, first.text, size, faces, ink=ink)
    if isinstance(run.face, ColourFace):
        tile = run.face.tile(first.text)
        if tile is not None:
            top = round(at[1] - tile.height * 0.82)
            sheet.tiles.append((tile, (round(at[0] + first.width * 0.04), top)))
        return first.width
    texts = [item.text for item in run.items]
    return run.face.draw(draw, at, texts, ink=ink, leftwards=run.level % 2 == 1)
