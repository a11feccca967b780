"""Statuses that no operation documents, and server errors."""

from __future__ import annotations

from mockserver.defects.around import Change, after, instead
from mockserver.defects.conditions import (
    GENERATE,
    GET,
    LIST,
    both,
    later_page,
    metadata_form,
    ok,
    on,
    status,
)
from mockserver.defects.entry import Defect, Family
from mockserver.defects.occasion import Occasion

FAMILY = Family.WIRE


def _becomes(code: int) -> Change:
    return lambda it: setattr(it, "status", code)


def _crash(it: Occasion) -> None:
    it.refuse(500, "Something went wrong.")


def _media_type(it: Occasion) -> str:
    return it.request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _lacks_credits(it: Occasion) -> bool:
    if it.status != 400:
        return False
    details = it.body["error"].get("details", [])
    return any(each["code"] == "insufficient_credits" for each in details)


def _shows_emoji(it: Occasion) -> bool:
    return any(max(image["prompt"], default="") > "\uffff" for image in it.images)


def _encoded(it: Occasion) -> bool:
    return "%" in it.request.path


def _no_json(it: Occasion) -> bool:
    return it.sent is None and bool(it.request.content)


def _null_byte(it: Occasion) -> bool:
    return "%00" in it.request.path


def _prompt(it: Occasion) -> str:
    sent = it.sent
    prompt = sent.get("prompt") if isinstance(sent, dict) else None
    return prompt if isinstance(prompt, str) else ""


def _several_lines(it: Occasion) -> bool:
    return "\n" in _prompt(it).strip()


def _styled(it: Occasion) -> bool:
    return isinstance(it.sent, dict) and bool(it.sent.get("style"))


def _refuse_style(it: Occasion) -> None:
    it.refuse(400, "There is no such style.", path="body.style", code="enum")


def _refuse_lines(it: Occasion) -> None:
    it.refuse(400, "A prompt is one line.", path="body.prompt", code="pattern")


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "new-image-is-201",
        "a new image is answered with 201, which is not documented",
        "ERR-04",
        after(both(on(GENERATE), ok), _becomes(201)),
    ),
    FAMILY.plain(
        "invalid-body-is-422",
        "a request for an image that is refused is answered with 422",
        "ERR-04",
        after(both(on(GENERATE), status(400)), _becomes(422)),
    ),
    FAMILY.subtle(
        "later-page-is-206",
        "a page of images from an offset on is answered with 206",
        "ERR-04",
        after(both(on(LIST), later_page, ok), _becomes(206)),
    ),
    FAMILY.subtle(
        "want-of-credits-is-402",
        "a request for an image that cannot be paid is answered with 402, which is not documented",
        "ERR-04",
        after(both(on(GENERATE), _lacks_credits), _becomes(402)),
    ),
    FAMILY.subtle(
        "encoded-id-is-403",
        "an id that is percent-encoded is answered with 403, as a firewall forbids it",
        "ST103",
        after(both(on(GET), status(404), _encoded), _becomes(403)),
    ),
    FAMILY.subtle(
        "no-json-is-500",
        "a body that is no JSON, or null, is answered with 500",
        "ST101",
        after(both(on(GENERATE), status(400), _no_json), _crash),
    ),
    FAMILY.plain(
        "metadata-is-500",
        "every image that is read as metadata is answered with 500",
        "ERR-07",
        after(both(metadata_form, ok), _crash),
    ),
    FAMILY.subtle(
        "page-with-emoji-is-500",
        "a page with an image whose prompt has an emoji is answered with 500",
        "ERR-07",
        after(both(on(LIST), _shows_emoji), _crash),
    ),
    FAMILY.subtle(
        "null-byte-in-an-id-is-500",
        "an id with a null byte is answered with 500",
        "GET-10",
        after(both(on(GET), status(404), _null_byte), _crash),
    ),
    FAMILY.plain(
        "styled-images-refused",
        "a request with a style is refused, although any text is a style",
        "GEN-P01",
        instead(both(on(GENERATE), _styled), _refuse_style),
    ),
    FAMILY.subtle(
        "prompt-of-several-lines-refused",
        "a prompt with a line break within is refused",
        "GEN-P01",
        instead(both(on(GENERATE), _several_lines), _refuse_lines),
    ),
)
