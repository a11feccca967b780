"""Items of text, and lines of them that fit in a width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mockserver.getimages.pictures.text.boxes import box_width
from mockserver.getimages.pictures.text.clusters import (
    BREAK,
    ELLIPSIS,
    SPACE,
    clusters,
    is_ignorable,
)
from mockserver.getimages.pictures.text.faces import ColourFace, Face, Faces


@dataclass(frozen=True, slots=True)
class Item:
    """A cluster with its face and advance; without a face it is a labelled box."""

    text: str
    face: Face | None
    width: float


@dataclass(slots=True)
class Line:
    """A line in logical order; lines of one paragraph share its number."""

    paragraph: int
    items: list[Item] = field(default_factory=list)

    @property
    def width(self) -> float:
        """The sum of the advances, in pixels."""
        return sum(item.width for item in self.items)


def items_of(text: str, size: int, faces: Faces) -> Iterator[Item]:
    """Yield the items of a text; what no font has becomes a box a character."""
    previous = faces.embedded(size)
    known: dict[str, list[Item]] = {}
    for cluster in clusters(text):
        if cluster == BREAK:
            yield Item(BREAK, None, 0.0)
        elif cluster == SPACE:
            yield Item(SPACE, previous, previous.width(SPACE))
        else:
            if cluster not in known:
                known[cluster] = list(_cluster_items(cluster, size, faces))
            for item in known[cluster]:
                if item.face is not None and not item.face.colour:
                    previous = item.face
                yield item


def _cluster_items(cluster: str, size: int, faces: Faces) -> Iterator[Item]:
    face = faces.choose(cluster, size)
    if face is not None:
        yield Item(cluster, face, _width(face, cluster))
        return
    # A letter may be known without its marks, a sequence by its parts.
    for character in cluster:
        if not is_ignorable(character):
            face = faces.choose(character, size) if len(cluster) > 1 else None
            width = (
                _width(face, character) if face else box_width(character, size, faces)
            )
            yield Item(character, face, width)


def _width(face: Face, cluster: str) -> float:
    if isinstance(face, ColourFace):
        tile = face.tile(cluster)
        return 0.0 if tile is None else tile.width * 1.08
    return face.width(cluster)


def wrap(
    items: Iterable[Item], width: float, most_lines: int, ellipsis: Item
) -> list[Line]:
    """Return at most so many lines; an ellipsis ends the last if more was to come.

    Lines break at spaces, around wide (Chinese, Japanese, Korean) characters, and
    within a word that is longer than a line. ``most_lines`` is at least 1.
    """
    lines: list[Line] = [Line(0)]
    used, last_break = 0.0, 0
    for item in items:
        line = lines[-1]
        if item.text == BREAK:
            if line.items:
                lines.append(Line(line.paragraph + 1))
                used, last_break = 0.0, 0
            continue
        if len(lines) > most_lines:
            break
        if item.text == SPACE and not line.items:
            continue
        if item.text != SPACE and used + item.width > width and line.items:
            if _may_break(line.items[-1], item):
                last_break = len(line.items)
            cut = last_break or len(line.items)
            lines.append(Line(line.paragraph, line.items[cut:]))
            del line.items[cut:]
            line = lines[-1]
            used, last_break = line.width, 0
            if len(lines) > most_lines:
                break
        elif line.items and _may_break(line.items[-1], item):
            last_break = len(line.items)
        line.items.append(item)
        used += item.width
    else:
        if len(lines) <= most_lines or not lines[-1].items:
            return _tidy(lines[:most_lines])
    shown = _tidy(lines[:most_lines])
    _end_with(shown[-1], ellipsis, width)
    return shown


def ellipsis_item(size: int, faces: Faces) -> Item:
    """Return the item that stands for text left out."""
    face = faces.embedded(size)
    return Item(ELLIPSIS, face, face.width(ELLIPSIS))


def _tidy(lines: list[Line]) -> list[Line]:
    """Drop spaces at the ends of lines, and lines without anything."""
    for line in lines:
        while line.items and line.items[-1].text == SPACE:
            line.items.pop()
    return [line for line in lines if line.items]


def _end_with(line: Line, ellipsis: Item, width: float) -> None:
    used = line.width
    while line.items and (
        used + ellipsis.width > width or line.items[-1].text == SPACE
    ):
        used -= line.items.pop().width
    line.items.append(ellipsis)


def _may_break(before: Item, after: Item) -> bool:
    """Tell whether a line may end between two items."""
    if before.text == SPACE:
        return after.text != SPACE
    if _is_wide(after.text):
        return unicodedata.category(after.text[0]) not in ("Pe", "Pf", "Po", "Lm")
    if _is_wide(before.text):
        return unicodedata.category(before.text[0]) not in ("Ps", "Pi") and (
            after.text.isalnum()
        )
    return False


def _is_wide(text: str) -> bool:
    return not text.isascii() and unicodedata.east_asian_width(text[0]) in ("W", "F")
