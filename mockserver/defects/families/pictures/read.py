"""Pictures that are other bytes when they are read again."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.conditions import GET, always, both, bytes_form
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pixels import bytewise, encoded, redraw, written

if TYPE_CHECKING:
    from PIL.Image import Image

FAMILY = Family.PICTURES


def _as_jpeg(content: bytes) -> bytes:
    from PIL import Image

    file = BytesIO()
    with Image.open(BytesIO(content)) as image:
        image.convert("RGB").save(file, "JPEG", quality=80)
    return file.getvalue()


def _third_of_the_bought(it: Occasion) -> bool:
    return it.path_id in it.ids[2::3]


def _fourth_download(it: Occasion) -> bool:
    it.memory["downloads"] = it.memory.get("downloads", 0) + 1
    return bool(it.memory["downloads"] % 4 == 0)


def _one_byte_wrong(content: bytes) -> bytes:
    middle = len(content) // 2
    wrong = bytes([content[middle] ^ 0x10])
    return content[:middle] + wrong + content[middle + 1 :]


def _made_again(it: Occasion, text: str) -> str:
    def paint(picture: Image) -> Image:
        painted = picture.convert("RGB")
        painted.paste((it.nth % 256, 40, 200), (0, 0, 8, 8))
        return painted

    return encoded(redraw(base64.b64decode(text), paint))


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "read-picture-recoded-as-jpeg",
        "getImage gives a JPEG file, and the media type that the picture had before",
        "GEN-P05",
        bytewise(_as_jpeg, always, GET),
    ),
    FAMILY.subtle(
        "each-third-file-written-twice",
        "each third image that is bought is read with its bytes twice in a row",
        "GET-07",
        bytewise(lambda content: content * 2, _third_of_the_bought, GET),
    ),
    FAMILY.subtle(
        "each-fourth-download-has-a-wrong-byte",
        "each fourth time that an image is read with its bytes one of them is wrong",
        "GET-07",
        bytewise(_one_byte_wrong, both(bytes_form, _fourth_download), GET),
    ),
    FAMILY.plain(
        "read-bytes-are-empty",
        "b64_json of an image that is read is an empty text",
        "GEN-P05",
        written(lambda it, text: "", always, GET),
    ),
    FAMILY.plain(
        "picture-made-again-at-each-reading",
        "an image that is read has other pixels each time",
        "GET-07",
        written(_made_again, always, GET),
    ),
)
