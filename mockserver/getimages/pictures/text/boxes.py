"""A box with a character's code point in hex, where no font has the character."""

from __future__ import annotations

from PIL import ImageDraw

from mockserver.getimages.pictures.text.faces import Face, Faces


def box_label(character: str) -> tuple[str, str]:
    """Return two rows of hex digits: U+1F600 is ("01F", "600"), U+0007 ("00", "07")."""
    digits = f"{ord(character):04X}"
    if len(digits) > 4:
        digits = digits.rjust(6, "0")
    half = len(digits) // 2
    return digits[:half], digits[half:]


def box_width(character: str, size: int, faces: Faces) -> float:
    """Return the advance of the box in pixels, for text of a size in pixels."""
    return _inner_width(character, _digits(size, faces)) + _gap(size) * 4 + 2


def draw_box(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    character: str,
    size: int,
    faces: Faces,
    *,
    ink: int,
) -> None:
    """Draw the box with its left end on the base line at ``at``."""
    digits = _digits(size, faces)
    gap = _gap(size)
    wide = _inner_width(character, digits) + gap * 2 + 1
    left, bottom = round(at[0]) + gap, round(at[1]) + round(size * 0.14)
    height = round(size * 0.98)
    draw.rectangle((left, bottom - height, left + wide, bottom), outline=ink)
    for row, label in enumerate(box_label(character)):
        base = bottom - gap - 1 - round((1 - row) * (height - gap) / 2)
        inset = (wide - digits.width(label)) / 2
        digits.draw(draw, (left + inset, base), (label,), ink=ink, leftwards=False)


def _digits(size: int, faces: Faces) -> Face:
    return faces.embedded(max(5, round(size * 0.46)))


def _gap(size: int) -> int:
    return max(1, round(size * 0.06))


def _inner_width(character: str, digits: Face) -> int:
    return round(max(map(digits.width, box_label(character))))
