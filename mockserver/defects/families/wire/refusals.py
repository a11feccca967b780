"""Refusals that do not say what is wrong in the words of the document."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import When, after, instead
from mockserver.defects.pieces.conditions import (
    ACCOUNT,
    GENERATE,
    GET,
    LIST,
    LISTS,
    OPERATIONS,
    USAGE,
    both,
    either,
    metadata_form,
    names_a_uuid,
    nth,
    on,
    percent_encoded,
    sends_no_json,
    status,
    unless,
)
from mockserver.defects.pieces.occasion import Occasion

FAMILY = Family.WIRE

_TRACE = """Traceback (most recent call last):
  File "/srv/api/routes/images.py", line 87, in generate
    body = GenerateImageRequest.model_validate(payload)
ValueError: """
_PAGE = b"<html><head><title>400 Bad Request</title></head><body><h1>400 Bad Request</h1></body></html>"


def _error_as_text(it: Occasion) -> None:
    it.body = {"error": it.body["error"]["message"]}


def _words_of_a_gateway(it: Occasion) -> None:
    it.body = {"message": "Unauthorized"}


def _words_of_a_router(it: Occasion) -> None:
    it.body = {"detail": "Not Found"}


def _plain_words(it: Occasion) -> None:
    it.body = b"404 page not found\n"


def _details_by_path(it: Occasion) -> None:
    details = it.body["error"].get("details", [])
    if len(details) > 1:
        it.body["error"]["details"] = {each["path"]: each for each in details}


def _code_left_out(it: Occasion) -> None:
    for each in it.body["error"].get("details", []):
        if each["code"] == "enum":
            del each["code"]


def _message_null(it: Occasion) -> None:
    it.body["error"]["message"] = None


def _body_alone(it: Occasion) -> None:
    for each in it.body["error"].get("details", []):
        each["path"] = each["path"].partition(".")[0]


def _trace(it: Occasion) -> None:
    it.body["error"]["message"] = _TRACE + it.body["error"]["message"]


def _page(it: Occasion) -> None:
    it.body, it.media_type = _PAGE, "text/html"


def _throttle(it: Occasion) -> None:
    it.refuse(429, "Too many requests.")
    it.headers["Retry-After"] = "0"


def _throttle_in_other_words(it: Occasion) -> None:
    _throttle(it)
    it.body = {"message": "API rate limit exceeded"}


def _throttle_without_wait(it: Occasion) -> None:
    _throttle(it)
    del it.headers["Retry-After"]


def _throttle_with_duration(it: Occasion) -> None:
    _throttle(it)
    it.headers["Retry-After"] = "0.2s"


def _nth_image(number: int) -> When:
    def holds(it: Occasion) -> bool:
        if it.operation != GENERATE or not it.ok:
            return False
        it.memory["made"] = it.memory.get("made", 0) + 1
        return bool(it.memory["made"] == number)

    return holds


def _paths_as_lists(it: Occasion) -> None:
    for each in it.body["error"].get("details", ()):
        each["path"] = each["path"].split(".")


def _details_null(it: Occasion) -> None:
    if isinstance(it.body, dict) and "error" in it.body:
        it.body["error"]["details"] = None


def _messages(it: Occasion) -> None:
    error = it.body["error"]
    found = [each["message"] for each in error.get("details", [])]
    error["message"] = found or [error["message"]]


def _no_body(it: Occasion) -> None:
    it.body, it.media_type = b"", None


def _texts(it: Occasion) -> None:
    details = it.body["error"].get("details", [])
    it.body["error"]["details"] = [
        f"{each['path']} {each['message']}" for each in details
    ]


def _of_a_framework(it: Occasion) -> None:
    it.body = {
        "detail": [
            {"loc": each["path"].split("."), "msg": each["message"], "type": "value"}
            for each in it.body["error"].get("details", [])
        ]
    }


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "error-is-a-text",
        "error of a refusal with 400 is a text, not an object with a message",
        "ERR-01",
        after(both(on(GENERATE, *LISTS), status(400)), _error_as_text),
    ),
    FAMILY.plain(
        "unauthorized-in-the-words-of-a-gateway",
        "a 401 has a message and no error",
        "ERR-01",
        after(status(401), _words_of_a_gateway),
    ),
    FAMILY.subtle(
        "several-details-as-an-object",
        "details is an object when more than one thing is wrong",
        "ERR-01",
        after(both(on(GENERATE, *LISTS), status(400)), _details_by_path),
    ),
    FAMILY.subtle(
        "details-of-choices-without-code",
        "a detail has no code when a value is not one of those that are listed",
        "ERR-01",
        after(both(on(GENERATE), status(400)), _code_left_out),
    ),
    FAMILY.subtle(
        "unknown-metadata-without-message",
        "error.message is null when an unknown image is read as metadata",
        "ERR-01",
        after(both(metadata_form, status(404)), _message_null),
    ),
    FAMILY.subtle(
        "malformed-id-in-the-words-of-a-router",
        "the 404 of an id that is no UUID has detail and no error",
        "ST108",
        after(both(on(GET), status(404), unless(names_a_uuid)), _words_of_a_router),
    ),
    FAMILY.subtle(
        "encoded-id-in-plain-words",
        "the 404 of an id that is percent-encoded is no JSON",
        "ST109",
        after(both(on(GET), status(404), percent_encoded), _plain_words),
    ),
    FAMILY.plain(
        "details-name-no-field",
        "the path of every detail is body or query, without the field",
        "ERR-03",
        after(both(on(GENERATE, *LISTS), status(400)), _body_alone),
    ),
    FAMILY.plain(
        "refusals-show-a-trace",
        "the message of a refused request for an image has a stack trace",
        "ERR-05",
        after(both(on(GENERATE), status(400)), _trace),
    ),
    FAMILY.subtle(
        "no-json-is-answered-by-a-page",
        "a body that is no JSON, or null, is answered with a page of HTML",
        "ERR-05",
        after(both(on(GENERATE), status(400), sends_no_json), _page),
    ),
    FAMILY.subtle(
        "throttled-in-other-words",
        "a 429 has a message and no error",
        "RL-01",
        instead(both(on(USAGE), nth(4)), _throttle_in_other_words),
    ),
    FAMILY.subtle(
        "throttled-without-a-wait",
        "a 429 has no Retry-After",
        "RL-02",
        instead(both(on(LIST), nth(12)), _throttle_without_wait),
    ),
    FAMILY.subtle(
        "wait-is-a-duration-with-unit",
        "Retry-After of a 429 is 0.2s, which is neither a number of seconds nor a date",
        "RL-02",
        instead(both(on(ACCOUNT), nth(3)), _throttle_with_duration),
    ),
    FAMILY.subtle(
        "wait-is-too-short",
        "a request after the wait that Retry-After asked for is answered with 429 again",
        "RL-02",
        instead(both(on(USAGE), either(nth(5), nth(6))), _throttle),
    ),
    FAMILY.subtle(
        "throttled-image-is-made",
        "a request for an image that is answered with 429 leaves an image",
        "RL-03",
        after(_nth_image(3), _throttle),
    ),
    FAMILY.plain(
        "paths-of-details-as-lists",
        "the path of a detail is a list of names, not a text",
        "ERR-01",
        after(both(on(GENERATE, *LISTS), status(400)), _paths_as_lists),
    ),
    FAMILY.plain(
        "details-null-beside-keys-and-ids",
        "error.details is null in a 401 and a 404",
        "ERR-01",
        after(both(on(*OPERATIONS), status(401, 404)), _details_null),
    ),
    FAMILY.plain(
        "messages-of-refusals-are-lists",
        "error.message of a refusal with 400 is a list of texts",
        "ERR-01",
        after(status(400), _messages),
    ),
    FAMILY.plain(
        "not-found-without-a-body",
        "the 404 of an image has no body",
        "ERR-01",
        after(both(on(GET), status(404)), _no_body),
    ),
    FAMILY.plain(
        "details-are-texts",
        "each detail of a refusal with 400 is a text, not an object",
        "ERR-01",
        after(status(400), _texts),
    ),
    FAMILY.subtle(
        "refused-pages-in-the-words-of-a-framework",
        "a refused page has detail with loc, msg and type, and no error",
        "ERR-01",
        after(both(on(*LISTS), status(400)), _of_a_framework),
    ),
)
