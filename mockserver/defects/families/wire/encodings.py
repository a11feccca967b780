"""Bodies in another encoding than a client must expect."""

from __future__ import annotations

import json

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.asking import GPT_2
from mockserver.defects.pieces.conditions import (
    GENERATE,
    GET,
    LIST,
    LISTS,
    asks,
    both,
    ok,
    on,
)
from mockserver.defects.pieces.occasion import JSON, Occasion
from mockserver.defects.pieces.pages import rows
from mockserver.media import write_body

FAMILY = Family.WIRE


def _long_list(it: Occasion) -> bool:
    return it.ok and len(rows(it)) > 50


def _marked_as_gzip(it: Occasion) -> None:
    it.headers["Content-Encoding"] = "gzip"


def _in_latin_1(it: Occasion) -> None:
    text = json.dumps(it.body, ensure_ascii=False, separators=(",", ":"))
    if all(ord(letter) < 256 for letter in text):
        it.body = text.encode("latin-1")


def _event_stream(it: Occasion) -> None:
    data = write_body(it.body, JSON)
    it.body = b"event: image_generation.completed\ndata: " + data + b"\n\n"
    it.media_type = "text/event-stream"


DEFECTS: tuple[Defect, ...] = (
    FAMILY.subtle(
        "long-lists-marked-as-gzip",
        "a list of more than 50 rows is marked as gzip, and is not compressed",
        "HTTP-02",
        after(both(on(*LISTS), _long_list), _marked_as_gzip),
    ),
    FAMILY.subtle(
        "sent-in-latin-1-where-it-fits",
        "images are read and listed as JSON in Latin-1 where all letters are in it",
        "HTTP-02",
        after(both(on(GET, LIST), ok), _in_latin_1),
    ),
    FAMILY.subtle(
        "gpt-image-2-sent-as-events",
        "a new image of one model is sent as text/event-stream",
        "HTTP-01",
        after(both(on(GENERATE), ok, asks(modelId=GPT_2)), _event_stream),
    ),
)
