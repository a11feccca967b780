"""Statuses that no operation documents, and server errors."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after, instead
from mockserver.defects.pieces.asking import prompt, refusing
from mockserver.defects.pieces.books import once_bought
from mockserver.defects.pieces.callers import with_account
from mockserver.defects.pieces.conditions import (
    GENERATE,
    GET,
    LIST,
    LISTS,
    USAGE,
    asks,
    both,
    bytes_form,
    later_page,
    metadata_form,
    names_a_new_image,
    ok,
    on,
    percent_encoded,
    sends_no_json,
    status,
    unless,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import rows
from mockserver.defects.pieces.refusals import (
    becomes,
    crash,
    lacks_credits,
    not_modified_again,
    refused_image,
)

FAMILY = Family.WIRE


def _media_type(it: Occasion) -> str:
    return it.request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _shows_emoji(it: Occasion) -> bool:
    return any(max(image["prompt"], default="") > "\uffff" for image in it.images)


def _null_byte(it: Occasion) -> bool:
    return "%00" in it.request.path


def _several_lines(it: Occasion) -> bool:
    return "\n" in prompt(it).strip()


def _styled(it: Occasion) -> bool:
    return isinstance(it.sent, dict) and bool(it.sent.get("style"))


def _redirect(it: Occasion) -> None:
    it.reply(307, b"", {"Location": f"{it.request.path}/"})
    it.media_type = None


def _redirect_to_storage(it: Occasion) -> None:
    it.reply(302, b"", {"Location": f"/storage/{it.path_id}.png"})
    it.media_type = None


def _no_content(it: Occasion) -> None:
    if not rows(it):
        it.status, it.body, it.media_type = 204, b"", None


def _job(it: Occasion) -> None:
    it.reply(202, {"id": it.body["image"]["id"], "status": "queued"})


def _names_no_model(it: Occasion) -> bool:
    details = it.body["error"].get("details", [])
    return any(
        each["path"] == "body.modelId" and each["code"] == "enum" for each in details
    )


def _model_not_found(it: Occasion) -> None:
    it.refuse(404, "The model does not exist", path="body.modelId", code="not_found")


_GATEWAY = b"<html><body><h1>504 Gateway Time-out</h1><hr>nginx</body></html>"


def _timed_out(it: Occasion) -> None:
    it.status, it.body, it.media_type = 504, _GATEWAY, "text/html"


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "new-image-is-201",
        "a new image is answered with 201, which is not documented",
        "ERR-04",
        after(both(on(GENERATE), ok), becomes(201)),
    ),
    FAMILY.plain(
        "invalid-body-is-422",
        "a request for an image that is refused is answered with 422",
        "ERR-04",
        after(refused_image, becomes(422)),
    ),
    FAMILY.subtle(
        "later-page-is-206",
        "a page of images from an offset on is answered with 206",
        "ERR-04",
        after(both(on(LIST), later_page, ok), becomes(206)),
    ),
    FAMILY.subtle(
        "want-of-credits-is-402",
        "a request for an image that cannot be paid is answered with 402, which is not documented",
        "ERR-04",
        after(lacks_credits, becomes(402)),
    ),
    FAMILY.subtle(
        "encoded-id-is-403",
        "an id that is percent-encoded is answered with 403, as a firewall forbids it",
        "ST103",
        after(both(on(GET), status(404), percent_encoded), becomes(403)),
    ),
    FAMILY.subtle(
        "no-json-is-500",
        "a body that is no JSON, or null, is answered with 500",
        "ST101",
        after(both(refused_image, sends_no_json), crash),
    ),
    FAMILY.plain(
        "metadata-is-500",
        "every image that is read as metadata is answered with 500",
        "ERR-07",
        after(both(metadata_form, ok), crash),
    ),
    FAMILY.subtle(
        "page-with-emoji-is-500",
        "a page with an image whose prompt has an emoji is answered with 500",
        "ERR-07",
        after(both(on(LIST), _shows_emoji), crash),
    ),
    FAMILY.subtle(
        "null-byte-in-an-id-is-500",
        "an id with a null byte is answered with 500",
        "GET-10",
        after(both(on(GET), status(404), _null_byte), crash),
    ),
    FAMILY.plain(
        "styled-images-refused",
        "a request with a style is refused, although any text is a style",
        "GEN-P01",
        instead(
            both(on(GENERATE), _styled),
            refusing("body.style", "There is no such style.", "enum"),
        ),
    ),
    FAMILY.subtle(
        "prompt-of-several-lines-refused",
        "a prompt with a line break within is refused",
        "GEN-P01",
        instead(
            both(on(GENERATE), _several_lines),
            refusing("body.prompt", "A prompt is one line.", "pattern"),
        ),
    ),
    FAMILY.plain(
        "usage-redirects-to-a-slash",
        "listUsage is answered with 307 to the same path with a slash behind it",
        "ERR-04",
        instead(both(on(USAGE), with_account), _redirect),
    ),
    FAMILY.plain(
        "refused-images-are-200",
        "a request for an image that is refused has status 200, and error in its body",
        "GEN-N01",
        after(refused_image, becomes(200)),
    ),
    FAMILY.subtle(
        "prompt-with-markup-is-403",
        "a prompt with < is answered with 403, as a firewall forbids it",
        "ERR-04",
        instead(
            lambda it: "<" in prompt(it),
            lambda it: it.refuse(403, "The request was blocked"),
        ),
    ),
    FAMILY.subtle(
        "older-images-redirect-to-storage",
        "an older image that is read with its bytes is answered with 302",
        "ERR-04",
        after(both(bytes_form, ok, unless(names_a_new_image)), _redirect_to_storage),
    ),
    FAMILY.subtle(
        "empty-page-is-204",
        "a page without rows is answered with 204 and no body",
        "ERR-04",
        after(both(on(*LISTS), ok), _no_content),
    ),
    FAMILY.subtle(
        "slow-model-is-202",
        "a new image of one model is answered with 202 and the id of a job",
        "ERR-04",
        once_bought(asks(modelId="google:gemini-3-pro-image-preview"), _job),
    ),
    FAMILY.plain(
        "unknown-model-is-404",
        "a modelId that the document does not list is answered with 404",
        "ERR-04",
        after(both(on(GENERATE), status(400), _names_no_model), _model_not_found),
    ),
    FAMILY.subtle(
        "metadata-read-twice-is-304",
        "an image that is read as metadata again is 304, though nobody asked whether it"
        " was modified",
        "ERR-04",
        after(both(metadata_form, ok), not_modified_again),
    ),
    FAMILY.subtle(
        "deep-thinking-outlasts-the-gateway",
        "a request with thinkingLevel deep is 504 always, and its image is charged",
        "LED-04",
        after(both(on(GENERATE), ok, asks(thinkingLevel="deep")), _timed_out),
    ),
)
