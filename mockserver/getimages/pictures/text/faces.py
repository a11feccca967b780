"""Fonts opened at a size, ready to measure and to draw.

Letters come from the small font inside Pillow where it has them (most of ASCII),
else from the library. With Raqm and FriBiDi Pillow shapes what it draws;
without them letters stand side by side, and right-to-left runs are turned
round here.
"""

from __future__ import annotations

import unicodedata
from collections import OrderedDict
from collections.abc import Sequence
from io import BytesIO
from threading import RLock

from PIL import Image, ImageDraw, ImageFont, features

from mockserver.getimages.pictures.fonts.cmap import Coverage, read_coverage
from mockserver.getimages.pictures.fonts.font_library import FontFile, FontLibrary
from mockserver.getimages.pictures.text.arabic import joined
from mockserver.getimages.pictures.text.clusters import is_emoji, is_ignorable

_MOST_FACES = 48
_MOST_CHOICES = 8192
_MOST_WIDTHS = 4096
_MOST_TILES = 256

# Bitmap fonts open at the sizes of their strikes alone: those of Noto, Apple, others.
_STRIKES = (109, 136, 128, 160, 96, 64, 72, 48, 40, 32, 20)

_MIRRORED = str.maketrans(
    "()[]{}<>\xab\xbb\u2039\u203a\u2264\u2265",
    ")(][}{><\xbb\xab\u203a\u2039\u2265\u2264",
)


class BrokenFontError(Exception):
    """A font file that could be read, but not drawn from."""

    def __init__(self, font: FontFile, reason: object) -> None:
        self.font = font
        self.reason = reason
        super().__init__(f"{font.path}: {reason}")


class Face:
    """A font at a size; ``colour`` faces draw tiles instead of ink."""

    colour = False

    def __init__(
        self, font: ImageFont.FreeTypeFont, source: FontFile | None, *, shaping: bool
    ) -> None:
        self._font = font
        self._source = source
        self._shaping = shaping
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        """Return the advance in pixels; kept, because captions repeat letters."""
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) >= _MOST_WIDTHS:
                self._widths.clear()
            width = self._widths[text] = self._measure(text)
        return width

    def length(self, clusters: Sequence[str], *, leftwards: bool) -> float:
        """Return the width in pixels of clusters of one direction, set together."""
        text, direction = self._prepared(clusters, leftwards=leftwards)
        try:
            return self._font.getlength(text, direction=direction)
        except (OSError, ValueError) as error:
            raise self._broken(error) from error

    def draw(
        self,
        draw: ImageDraw.ImageDraw,
        at: tuple[float, float],
        clusters: Sequence[str],
        *,
        ink: int,
        leftwards: bool,
    ) -> None:
        """Draw clusters of one direction; ``at`` is the left end of the base line.

        Clusters are in logical order.
        """
        text, direction = self._prepared(clusters, leftwards=leftwards)
        try:
            draw.text(at, text, ink, self._font, anchor="ls", direction=direction)
        except (OSError, ValueError) as error:
            raise self._broken(error) from error

    def _prepared(
        self, clusters: Sequence[str], *, leftwards: bool
    ) -> tuple[str, str | None]:
        if self._shaping:
            return "".join(clusters), "rtl" if leftwards else "ltr"
        if leftwards:
            joint = joined(clusters, self._has)
            clusters = [cluster.translate(_MIRRORED) for cluster in reversed(joint)]
        return _visible("".join(clusters)), None

    def _has(self, character: str) -> bool:
        return self._source is not None and self._source.covers((ord(character),))

    def _measure(self, text: str) -> float:
        try:
            return self._font.getlength(text if self._shaping else _visible(text))
        except (OSError, ValueError) as error:
            raise self._broken(error) from error

    def _broken(self, error: Exception) -> Exception:
        return error if self._source is None else BrokenFontError(self._source, error)


class ColourFace(Face):
    """A font of coloured bitmaps or layers, scaled to the size of the text."""

    colour = True

    def __init__(
        self,
        font: ImageFont.FreeTypeFont,
        source: FontFile,
        *,
        shaping: bool,
        size: int,
    ) -> None:
        super().__init__(font, source, shaping=shaping)
        self._height = max(1, round(size * 1.15))
        self._tiles: OrderedDict[str, Image.Image | None] = OrderedDict()

    def tile(self, cluster: str) -> Image.Image | None:
        """Return the cluster as an RGBA image, or None if the font draws nothing."""
        if cluster in self._tiles:
            self._tiles.move_to_end(cluster)
            return self._tiles[cluster]
        tile = self._tiles[cluster] = self._render(cluster)
        if len(self._tiles) > _MOST_TILES:
            self._tiles.popitem(last=False)
        return tile

    def _render(self, cluster: str) -> Image.Image | None:
        text = cluster if self._shaping else _visible(cluster)
        try:
            left, top, right, bottom = self._font.getbbox(text)
            size = (max(1, round(right - left)), max(1, round(bottom - top)))
            if max(size) > 4096:
                return None
            image = Image.new("RGBA", size)
            ImageDraw.Draw(image).text(
                (-left, -top), text, (128, 128, 128), self._font, embedded_color=True
            )
        except (OSError, ValueError) as error:
            raise self._broken(error) from error
        if image.getbbox() is None:
            return None
        wide = max(1, round(size[0] * self._height / size[1]))
        return image.resize(
            (min(wide, 4 * self._height), self._height), Image.Resampling.BOX
        )


class Faces:
    """Chooses and keeps faces; hold ``lock`` from the first choice to the last draw.

    FreeType's fonts must not be used by two threads at a time. ``shaping`` is
    whether Raqm is used; by default it is, where Pillow has it.
    """

    def __init__(self, library: FontLibrary, *, shaping: bool | None = None) -> None:
        self.fonts = library
        self.lock = RLock()
        self._shaping = bool(features.check("raqm") if shaping is None else shaping)
        self._faces: OrderedDict[tuple[FontFile | None, int], Face] = OrderedDict()
        self._choices: dict[tuple[str, int], Face | None] = {}
        self._embedded_coverage: Coverage | None = None

    def embedded(self, size: int) -> Face:
        """Return the font inside Pillow, which has most of ASCII."""
        face = self._kept(None, size)
        if face is None:
            font = ImageFont.load_default(size)
            assert isinstance(font, ImageFont.FreeTypeFont)
            if self._embedded_coverage is None:
                self._embedded_coverage = read_coverage(BytesIO(font.font_bytes))
            # It has no script that needs shaping, and the plain layout is faster.
            face = self._keep(None, size, Face(font, None, shaping=False))
        return face

    def choose(self, cluster: str, size: int) -> Face | None:
        """Return a face that has the whole cluster, or None."""
        key = (cluster, size)
        if key in self._choices:
            return self._choices[key]
        if len(self._choices) >= _MOST_CHOICES:
            self._choices.clear()
        choice = self._choices[key] = self._search(cluster, size)
        return choice

    def discard(self, broken: BrokenFontError) -> None:
        """Use a font no more, from the next choice on."""
        self.fonts.discard(broken.font, broken.reason)
        self._choices.clear()

    def _search(self, cluster: str, size: int) -> Face | None:
        points = [ord(character) for character in _visible(cluster)]
        if not points or _is_never_shown(points[0]):
            return None
        emoji = is_emoji(cluster)
        embedded = self.embedded(size)
        assert self._embedded_coverage is not None
        if not emoji and all(point in self._embedded_coverage for point in points):
            return embedded
        while (font := self.fonts.find(points, emoji=emoji)) is not None:
            try:
                face = self._opened(font, size)
                if not isinstance(face, ColourFace) or face.tile(cluster) is not None:
                    return face
            except BrokenFontError as broken:
                self.discard(broken)
                continue
            # Some colour formats are beyond Pillow; a black glyph is better than none.
            if not emoji:
                return None
            emoji = False
        return None

    def _opened(self, font: FontFile, size: int) -> Face:
        face = self._kept(font, size)
        if face is None:
            face = self._keep(font, size, self._open(font, size))
        return face

    def _open(self, font: FontFile, size: int) -> Face:
        engine = ImageFont.Layout.RAQM if self._shaping else ImageFont.Layout.BASIC
        reason: Exception | None = None
        for pixels in _STRIKES if font.colour else (size,):
            try:
                opened = ImageFont.truetype(
                    str(font.path), pixels, layout_engine=engine
                )
            except (OSError, ValueError) as error:
                reason = error
                continue
            if font.colour:
                return ColourFace(opened, font, shaping=self._shaping, size=size)
            return Face(opened, font, shaping=self._shaping)
        raise BrokenFontError(font, reason)

    def _kept(self, font: FontFile | None, size: int) -> Face | None:
        face = self._faces.get((font, size))
        if face is not None:
            self._faces.move_to_end((font, size))
        return face

    def _keep(self, font: FontFile | None, size: int, face: Face) -> Face:
        self._faces[font, size] = face
        if len(self._faces) > _MOST_FACES:
            self._faces.popitem(last=False)
            # Choices hold faces too, so they would keep the dropped one open.
            self._choices.clear()
        return face


def _visible(text: str) -> str:
    """Return the text without characters that only a shaping engine understands."""
    if text.isascii():
        return text
    return "".join(character for character in text if not is_ignorable(character))


def _is_never_shown(code_point: int) -> bool:
    """Tell whether no honest font has the character: controls, surrogates, no characters."""
    if code_point & 0xFFFE == 0xFFFE or 0xFDD0 <= code_point <= 0xFDEF:
        return True
    return unicodedata.category(chr(code_point)) in ("Cc", "Cs")
