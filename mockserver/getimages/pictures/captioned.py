"""The captioned style: a motif over a gradient, with a card of text."""

from __future__ import annotations

from PIL import Image

from mockserver.getimages.pictures.caption import Card, draw_card
from mockserver.getimages.pictures.dice import Dice
from mockserver.getimages.pictures.encoding import encoded
from mockserver.getimages.pictures.gradients import draw_gradient
from mockserver.getimages.pictures.layer import (
    BANDS,
    QUARTERS,
    RAMP_START,
    RAMP_STEPS,
    Layer,
    add_layer,
    palette_bytes,
)
from mockserver.getimages.pictures.motifs import draw_motif
from mockserver.getimages.pictures.palette import choose_palette
from mockserver.getimages.pictures.spec import PictureSpec
from mockserver.getimages.pictures.text.faces import Faces

_INK_TO_RAMP = [RAMP_START + ink * (RAMP_STEPS - 1) // 255 for ink in range(256)]
# The pure accent over the gradient's middle.
_STRIPE = BANDS // 2 + BANDS * (QUARTERS - 1)


def captioned_picture(
    spec: PictureSpec,
    size: tuple[int, int],
    digests: tuple[bytes, bytes],
    faces: Faces,
) -> bytes:
    """Return the picture's file; ``digests`` are those of the prompt and the image."""
    width, height = size
    dice = Dice(digests[1])
    image = draw_gradient(width, height, dice)
    accent, light = Layer(width, height), Layer(width, height)
    draw_motif(accent, light, dice)
    add_layer(image, accent, BANDS)
    add_layer(image, light, BANDS * QUARTERS)
    card = draw_card(spec, width, height, faces)
    if card is not None:
        _place(image, card)
    image.putpalette(palette_bytes(choose_palette(*digests)))
    if card is not None and card.sheet.tiles:
        image = _with_tiles(image, card)
    return encoded(image, spec.media_type)


def _place(image: Image.Image, card: Card) -> None:
    image.paste(card.sheet.ink.point(_INK_TO_RAMP), (card.left, card.top))
    bottom = card.top + card.sheet.ink.height
    image.paste(_STRIPE, (card.left, card.top, card.left + card.stripe, bottom))


def _with_tiles(image: Image.Image, card: Card) -> Image.Image:
    """Return an RGB image; coloured emoji have more colours than are left."""
    picture = image.convert("RGB")
    for tile, (x, y) in card.sheet.tiles:
        picture.paste(tile, (card.left + x, card.top + y), tile)
    return picture
