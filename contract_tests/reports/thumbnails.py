"""Small pictures for the HTML report, made while the run goes on."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType

from PIL import Image

from contract_tests.progress import Silent
from contract_tests.tape.exchange import Picture

SIDE = 64
"""The longer side of a thumbnail is at most this, in pixels."""

MOST = 200
"""So many thumbnails are kept; later pictures have none."""

# Decoding takes longer than a watcher may; such pictures are measured, not shown.
_MOST_PIXELS = 40_000_000


class Thumbnails(Silent):
    """A watcher that keeps a thumbnail of each picture, and never the picture."""

    def __init__(self) -> None:
        self._made: dict[str, bytes] = {}

    @property
    def made(self) -> Mapping[str, bytes]:
        """Return the thumbnails as PNG, by the SHA-256 of what they show."""
        return MappingProxyType(self._made)

    def picture(self, picture: Picture, content: bytes) -> None:
        """Make a thumbnail, if the picture can be decoded."""
        if picture.sha256 in self._made or len(self._made) >= MOST:
            return
        small = thumbnail(content)
        if small is not None:
            self._made[picture.sha256] = small


def thumbnail(content: bytes) -> bytes | None:
    """Return a PNG of at most 64 by 64 pixels; None if the bytes are no picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _small(content)
    except Exception:
        # Decoders raise nearly anything on broken bytes, and a watcher must not raise.
        return None


def _small(content: bytes) -> bytes | None:
    with Image.open(BytesIO(content)) as image:
        if image.width * image.height > _MOST_PIXELS:
            return None
        image.draft("RGB", (2 * SIDE, 2 * SIDE))
        image.thumbnail((SIDE, SIDE))
        written = BytesIO()
        # Without what the picture says of itself: profiles and comments may be large.
        image.convert("RGBA").save(written, "PNG", optimize=True, icc_profile=None)
    return written.getvalue()
