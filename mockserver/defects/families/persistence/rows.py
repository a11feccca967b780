"""Images that are stored otherwise, twice, or not for long."""

from __future__ import annotations

import json

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after, together
from mockserver.defects.pieces.books import keeping_books, once_bought, open_books
from mockserver.defects.pieces.conditions import (
    GENERATE,
    GET,
    LIST,
    always,
    both,
    ok,
    on,
)
from mockserver.defects.pieces.fields import bought, in_images
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row
from mockserver.defects.pieces.pixels import shown
from mockserver.defects.pieces.states import recorded
from mockserver.defects.pieces.traces import leave_image
from mockserver.storage.records import Event

FAMILY = Family.PERSISTENCE


def _quotes_doubled(image: Row) -> None:
    image["prompt"] = image["prompt"].replace("'", "''")


def _one_a_second(it: Occasion) -> None:
    opened = open_books(it)
    for earlier in opened.newest(2)[1:]:
        if earlier.created_at // 1000 == opened.newest(1)[0].created_at // 1000:
            opened.books.hide(earlier.id)


def _rolled_back(it: Occasion) -> None:
    if it.ok:
        it.memory[it.tenant] = it.images[0]["id"]
    elif it.account is not None and it.tenant in it.memory:
        open_books(it).books.hide(it.memory.pop(it.tenant))


def _prompt_in_json(it: Occasion) -> None:
    for image in it.images:
        if image["id"] in it.ids:
            image["prompt"] = json.dumps(image["prompt"])


def _in_one_place(it: Occasion) -> None:
    open_books(it).books.hide(it.ids[-1])


def _zero_value_left_out(image: Row) -> None:
    if image["thinkingLevel"] == "default":
        image["thinkingLevel"] = None


def _lost_if_long(event: Event, nth: int) -> Event:
    if event.image is None or len(event.image.prompt) <= 255:
        return event
    return event._replace(image=None)


def _image_lost(event: Event, nth: int) -> Event:
    return event._replace(image=None)


def _fourth_lost(event: Event, nth: int) -> Event:
    return event._replace(image=None) if nth % 4 == 0 else event


def _cut_at_an_emoji(image: Row) -> None:
    text = image["prompt"]
    ends = (place for place, letter in enumerate(text) if ord(letter) > 0xFFFF)
    image["prompt"] = text[: next(ends, len(text))]


def _older_model(image: Row) -> None:
    if image["modelId"] == "openai:gpt-image-2":
        image["modelId"] = "openai:gpt-image-1.5"


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "new-image-stored-twice",
        "a new image is stored again under another id, and charged once",
        "GEN-P15",
        once_bought(always, leave_image),
    ),
    FAMILY.plain(
        "ratio-not-stored",
        "the ratio that a new image tells is 1:1 when the image is read",
        "IMG-01",
        after(
            both(on(LIST, GET), ok),
            in_images(bought, lambda image: image.update(aspectRatio="1:1")),
        ),
    ),
    FAMILY.subtle(
        "images-of-the-same-second-overwritten",
        "an image is gone when another one was bought in the second in which it was made",
        "GEN-P13",
        together(*keeping_books(once_bought(always, _one_a_second))),
    ),
    FAMILY.subtle(
        "refusal-rolls-back-the-image-before",
        "a new image is gone when the account's next request for one is refused",
        "GEN-P13",
        together(*keeping_books(after(on(GENERATE), _rolled_back))),
    ),
    FAMILY.subtle(
        "quotes-doubled-when-stored",
        "each apostrophe in the prompt of a new image is two when the image is read",
        "IMG-01",
        after(both(on(LIST, GET), ok), in_images(bought, _quotes_doubled)),
    ),
    FAMILY.plain(
        "stored-prompt-is-a-json-text",
        "the prompt of a new image is read in quotes, with the escapes of JSON",
        "IMG-01",
        after(both(on(LIST, GET), ok), _prompt_in_json),
    ),
    FAMILY.plain(
        "new-image-takes-the-place-of-the-last",
        "a new image is stored over the one that the account bought before it",
        "GEN-P13",
        together(*keeping_books(once_bought(lambda it: bool(it.ids), _in_one_place))),
    ),
    FAMILY.subtle(
        "level-default-not-stored",
        "a thinkingLevel of default is told by the new image, and null when it is read",
        "IMG-01",
        shown(_zero_value_left_out, always, LIST, GET),
    ),
    FAMILY.subtle(
        "images-of-long-prompts-not-kept",
        "an image with a prompt of more than 255 characters is charged and not stored",
        "GEN-P12",
        recorded(_lost_if_long),
    ),
    FAMILY.plain(
        "new-image-never-committed",
        "a new image is charged, and neither in the list nor found by its id",
        "GEN-P12",
        recorded(_image_lost),
    ),
    FAMILY.subtle(
        "each-fourth-image-lost",
        "each fourth image is charged, and neither in the list nor found by its id",
        "GEN-P12",
        recorded(_fourth_lost),
    ),
    FAMILY.subtle(
        "prompt-ends-at-an-emoji-when-stored",
        "the prompt of a stored image ends before its first letter of four bytes",
        "IMG-01",
        after(both(on(LIST, GET), ok), in_images(bought, _cut_at_an_emoji)),
    ),
    FAMILY.subtle(
        "gpt-image-2-stored-as-its-forerunner",
        "a new image of one model tells another one when it is read",
        "IMG-01",
        after(both(on(LIST, GET), ok), in_images(bought, _older_model)),
    ),
)
