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

    @property
    def leftwards(self) -> bool:
        """Whether the run is read from right to left."""
        return self.level % 2 == 1

    def width(self) -> float:
        """Return the width in pixels of the items set together."""
        if self.face is None or self.face.colour:
            return self.items[0].width
        texts = [item.text for item in self.items]
        return self.face.length(texts, leftwards=self.leftwards)


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line whose runs stand from left to right, with their widths in pixels."""

    runs: tuple[Run, ...]
    widths: tuple[float, ...]
    from_right: bool

    @property
    def width(self) -> float:
        """The width of the line in pixels."""
        return sum(self.widths)


def set_lines(lines: Sequence[Line]) -> list[SetLine]:
    """Put the lines of each paragraph in the order in which they are read."""
    return [
        set_line
        for _, paragraph in groupby(lines, key=lambda line: line.paragraph)
        for set_line in _set_paragraph(list(paragraph))
    ]


def draw_lines(
    sheet: Sheet,
    lines: Sequence[SetLine],
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
    for line in lines:
        x = corner[0] + (max(0.0, width - line.width) if line.from_right else 0.0)
        for run, run_width in zip(line.runs, line.widths, strict=True):
            _draw_run(sheet, draw, run, (x, baseline), faces, size=size, ink=ink)
            x += run_width
        baseline += leading


def _set_paragraph(lines: Sequence[Line]) -> Iterator[SetLine]:
    classes = [_direction(item) for line in lines for item in line.items]
    base = base_level(classes)
    levels = embedding_levels(classes, base)
    start = 0
    for line in lines:
        end = start + len(line.items)
        runs = _runs(line.items, levels[start:end])
        ordered = tuple(visual_order(runs, [run.level for run in runs]))
        # Kerning moves nothing that follows in a line of one run from the left.
        exact = base == 1 or len(ordered) > 1
        widths = (run.width() for run in ordered) if exact else (line.width,)
        yield SetLine(ordered, tuple(widths), base == 1)
        start = end


def _direction(item: Item) -> str:
    return unicodedata.bidirectional(item.text[0]) or "L"


def _runs(items: Sequence[Item], levels: Sequence[int]) -> list[Run]:
    """Cut a line where its face or level changes; boxes and tiles stand alone."""
    runs: list[Run] = []
    pairs = zip(items, levels, strict=True)
    for (face, level), group in groupby(pairs, lambda pair: (pair[0].face, pair[1])):
        members = tuple(item for item, _ in group)
        if face is None or face.colour:
            runs += [Run((item,), face, level) for item in members]
        else:
            runs.append(Run(members, face, level))
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
) -> None:
    """Draw a run with its left end at ``at``."""
    first = run.items[0]
    if run.face is None:
        draw_box(draw, at, first.text, size, faces, ink=ink)
    elif isinstance(run.face, ColourFace):
        tile = run.face.tile(first.text)
        if tile is not None:
            top = round(at[1] - tile.height * 0.82)
            sheet.tiles.append((tile, (round(at[0] + first.width * 0.04), top)))
    else:
        texts = [item.text for item in run.items]
        run.face.draw(draw, at, texts, ink=ink, leftwards=run.leftwards)
