"""The plain style: nine flat blocks in four colours, made in microseconds.

Nothing but the standard library is needed for a PNG, so a test suite that asks
for plain pictures never loads Pillow.
"""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.getimages.pictures.palette import choose_palette
from mockserver.getimages.pictures.png import indexed_png

# A byte of four pixels (two bits each) of colour 0, 1, 2 and 3.
_FOUR_PIXELS = (b"\x00", b"\x55", b"\xaa", b"\xff")


@dataclass(frozen=True, slots=True)
class PlainPicture:
    """A picture of four colours; rows are packed, two bits a pixel.

    ``palette`` is four RGB triples; ``bands`` are rows with their repetitions.
    """

    width: int
    height: int
    palette: bytes
    bands: tuple[tuple[bytes, int], ...]

    def png(self) -> bytes:
        """Return the picture as a PNG."""
        return indexed_png(self.width, self.height, self.palette, self.bands)

    def pixels(self) -> bytes:
        """Return all packed rows."""
        return b"".join([row * count for row, count in self.bands])


def plain_picture(
    width: int, height: int, prompt_digest: bytes, image_digest: bytes
) -> PlainPicture:
    """Return the picture of an image; the digests have 16 bytes each."""
    colours = choose_palette(prompt_digest, image_digest)
    palette = bytes((*colours.start, *colours.end, *colours.accent, *colours.light))
    # Cuts fall between bytes, so that no row has to be packed bit by bit.
    row_bytes = (width + 3) // 4
    columns = _thirds(row_bytes, image_digest[4], image_digest[5])
    heights = _thirds(height, image_digest[6], image_digest[7])
    bands = tuple(
        (_row(columns, image_digest[8 + number], number), count)
        for number, count in enumerate(heights)
    )
    return PlainPicture(width, height, palette, bands)


def _thirds(length: int, first: int, second: int) -> tuple[int, int, int]:
    """Cut a length in three unequal parts, by two bytes of a digest."""
    left = length * (40 + first * 5 // 16) // 256
    right = length * (40 + second * 5 // 16) // 256
    return left, length - left - right, right


def _row(columns: tuple[int, int, int], choice: int, number: int) -> bytes:
    """Return one row; neighbouring blocks never have the same colour."""
    left = (choice + number) % 4
    middle = (left + 1 + (choice >> 2) % 3) % 4
    right = (middle + 1 + (choice >> 4) % 3) % 4
    return (
        _FOUR_PIXELS[left] * columns[0]
        + _FOUR_PIXELS[middle] * columns[1]
        + _FOUR_PIXELS[right] * columns[2]
    )
