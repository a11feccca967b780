"""The studio: it draws a picture when one is asked for, and keeps the latest."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from mockserver.draws import Draws
from mockserver.getimages.pictures.cache import PictureCache
from mockserver.getimages.pictures.geometry import picture_size
from mockserver.getimages.pictures.spec import (
    PictureSpec,
    parse_look,
    require_media_type,
)

if TYPE_CHECKING:
    from mockserver.getimages.pictures.fonts.font_library import FontLibrary
    from mockserver.getimages.pictures.text.faces import Faces

DEFAULT_CACHE_BYTES = 16 * 1024 * 1024

# A plain PNG of so many pixels takes about a fifth of a millisecond.
_QUICK_PIXELS = 512 * 512


class Studio:
    """Draws pictures; one studio may be used by several threads.

    A picture depends on its spec, the seed and the fonts of the machine, and on
    nothing else. ``fonts`` are the system's by default; ``cache_bytes`` bounds
    the finished pictures that are kept (0 keeps none).
    """

    def __init__(
        self,
        *,
        seed: int,
        fonts: FontLibrary | None = None,
        cache_bytes: int = DEFAULT_CACHE_BYTES,
    ) -> None:
        self._draws = Draws(seed)
        self._fonts = fonts
        self._cache = PictureCache(cache_bytes)
        self._faces: Faces | None = None
        self._lock = Lock()

    def draw(self, spec: PictureSpec) -> bytes:
        """Return the picture's file, in the spec's media type.

        Raises ValueError when the look or the media type is not one that can be
        drawn; any prompt, ratio or font is.
        """
        picture = self._cache.get(spec)
        if picture is None:
            picture = self._drawn(spec)
            self._cache.put(spec, picture)
        return picture

    def is_slow(self, spec: PictureSpec) -> bool:
        """Tell whether drawing should leave the event loop.

        It is False when it takes well under a millisecond: for small plain
        PNGs, and for pictures that are still kept.
        """
        if spec in self._cache:
            return False
        look = parse_look(spec.look)
        width, height = picture_size(spec.aspect_ratio, look.longer_side)
        return (
            look.style != "plain"
            or spec.media_type != "image/png"
            or width * height > _QUICK_PIXELS
        )

    def _drawn(self, spec: PictureSpec) -> bytes:
        require_media_type(spec.media_type)
        look = parse_look(spec.look)
        size = picture_size(spec.aspect_ratio, look.longer_side)
        digests = (
            self._draws.digest("picture of", spec.prompt),
            self._draws.digest("picture", spec.image_id, spec.prompt),
        )
        if look.style == "plain":
            # Late as well: a server that is asked for no picture starts without.
            from mockserver.getimages.pictures.plain import plain_picture

            plain = plain_picture(*size, *digests)
            if spec.media_type == "image/png":
                return plain.png()
            # Pillow takes longer to load than all plain PNGs of a test suite.
            from mockserver.getimages.pictures.flat import flat_image

            return flat_image(plain, spec.media_type)
        from mockserver.getimages.pictures.captioned import captioned_picture

        return captioned_picture(spec, size, digests, self._open_faces())

    def _open_faces(self) -> Faces:
        with self._lock:
            if self._faces is None:
                # Pillow again: loaded with the first picture that needs it.
                from mockserver.getimages.pictures.fonts.font_library import FontLibrary
                from mockserver.getimages.pictures.text.faces import Faces

                self._faces = Faces(self._fonts or FontLibrary.system())
            return self._faces
