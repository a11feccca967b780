"""Real pictures, drawn when asked for, from an image's metadata and a seed.

::

    studio = Studio(seed=7)
    studio.draw(PictureSpec(..., media_type="image/png", look="captioned:1024"))

Two styles. "captioned" is a poster with a card that shows the prompt and the
model; "plain" is nine flat blocks, made in microseconds. Both are PNG, JPEG or
WebP, of exactly the aspect ratio asked for (``geometry``), and the same bytes
for the same spec and seed, in every process, as long as the versions of
Pillow and zlib and the fonts of the machine are the same.

Captions show any text. Letters that the font inside Pillow lacks are looked for
in the system's fonts and then in those that installed distributions bring by the
entry points ``mockserver.fonts`` (``fonts.installed``); a character that no font
has is a small box with its code point. With Raqm and FriBiDi, Pillow shapes
each run of text; without them the order of right-to-left text is kept by
``text.bidi`` all the same, and Arabic letters are joined where the font has
presentation forms (``text.arabic``). Broken fonts are logged under
"mockserver.pictures" and left out.

Importing this package, and drawing plain PNGs, does not load Pillow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.getimages.pictures.spec import MEDIA_TYPES, PictureSpec
from mockserver.getimages.pictures.studio import Studio

if TYPE_CHECKING:
    from mockserver.getimages.pictures.fonts.font_library import FontLibrary

__all__ = ["MEDIA_TYPES", "FontLibrary", "PictureSpec", "Studio"]


def __getattr__(name: str) -> Any:
    if name != "FontLibrary":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Loaded by those who name it: most starts need no font at all.
    from mockserver.getimages.pictures.fonts.font_library import FontLibrary

    return FontLibrary
