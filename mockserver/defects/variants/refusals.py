"""Requests that are checked otherwise, and refusals that are told otherwise."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from mockserver.defects.entry import Variant
from mockserver.defects.pieces.around import after, before, instead
from mockserver.defects.pieces.conditions import (
    GENERATE,
    GET,
    LISTS,
    both,
    on,
    status,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.states import overlaid
from mockserver.defects.variants.shown import (
    Row,
    codes,
    errors_shown,
    put,
    refused,
)


def _rich(error: Row) -> None:
    for item in error.get("details", ()):
        item["path"] = "/" + item["path"].replace(".", "/")
        item.update(value=None, expected=["a", "b"])


def _first(error: Row) -> None:
    if "details" in error:
        error["details"] = error["details"][:1]


def _other_codes(error: Row) -> None:
    for item in error.get("details", ()):
        item["code"] = f"ERR_{len(item['code']):03d}"


def _more(it: Occasion) -> None:
    it.body.update(requestId="r-1", timestamp=0)
    it.body["error"].update(code=it.status, type="invalid_request", param=None)


def _restatus(to: int) -> Any:
    return lambda it: setattr(it, "status", to)


def _malformed(it: Occasion) -> bool:
    """Hold for getImage with an id that is no UUID, or a format that is not known."""
    if it.query.get("format", "metadata") != "metadata":
        return True
    try:
        UUID(it.path_id)
    except ValueError:
        return True
    return len(it.path_id) != len(str(UUID(int=0)))


def _invalid(it: Occasion) -> bool:
    """Hold for what is refused with 400 whoever sent it."""
    request, match = (
        it.request,
        it.parts.document.match(it.request.method, it.request.path),
    )
    if match.operation is None or it.operation not in (GENERATE, *LISTS):
        return False
    asked = match.operation.decode(
        match.path_values, request.query_string, request.headers
    )
    content = match.operation.decode_body(
        request.headers.get("content-type"), request.content
    )
    return bool(asked.violations or content.violations)


def _unknown_parameter(it: Occasion) -> bool:
    known = {"limit", "offset"}
    return (
        it.account is not None and it.operation in LISTS and not set(it.query) <= known
    )


def _blank(it: Occasion) -> bool:
    prompt = it.sent.get("prompt") if isinstance(it.sent, dict) else None
    text = isinstance(prompt, str) and prompt != "" and not prompt.strip()
    return it.operation == GENERATE and it.account is not None and text


def _any_format(it: Occasion) -> None:
    if it.query.get("format") != "metadata":
        it.ask(format=None)


def _in_capitals(it: Occasion) -> bool:
    return (
        it.account is not None
        and it.operation == GET
        and it.path_id != it.path_id.lower()
    )


def _slashed(it: Occasion) -> bool:
    return (
        it.status == 404
        and not it.operation
        and it.request.path.rstrip("/") not in ("", it.request.path)
    )


def _redirect(it: Occasion) -> None:
    it.status = 308
    it.headers["Location"] = it.request.path.rstrip("/")


VARIANTS: tuple[Variant, ...] = (
    Variant(
        "details-absent",
        "refusals have no details",
        errors_shown(lambda error: error.pop("details", None)),
    ),
    Variant(
        "details-empty",
        "the details of refusals are empty",
        errors_shown(put("details", [])),
    ),
    Variant(
        "details-of-the-first-problem",
        "a refusal tells the first of several problems alone",
        errors_shown(_first),
    ),
    Variant(
        "details-rich",
        "details are JSON pointers, with more fields than the document names",
        errors_shown(_rich),
    ),
    Variant("codes-odd", "codes are numbered", errors_shown(_other_codes)),
    Variant(
        "messages-japanese",
        "messages are not in English",
        errors_shown(put("message", "リクエストが正しくありません")),
    ),
    Variant("messages-empty", "messages are empty", errors_shown(put("message", ""))),
    Variant(
        "errors-tell-more",
        "refusals have a code, a type and a request id",
        after(refused, _more),
    ),
    Variant(
        "long-body-413",
        "a body that is too long is refused with 413",
        after(lambda it: "too_large" in codes(it), _restatus(413)),
    ),
    Variant(
        "other-media-types-415",
        "a body of another media type is refused with 415",
        after(lambda it: "unsupported_media_type" in codes(it), _restatus(415)),
    ),
    Variant(
        "any-media-type",
        "JSON is read whatever its media type",
        before(
            on(GENERATE),
            lambda it: it.request.headers.update({"content-type": "application/json"}),
        ),
    ),
    Variant(
        "malformed-id-400",
        "an id that is no UUID, or an unknown format, is refused with 400",
        after(both(on(GET), status(404), _malformed), _restatus(400)),
    ),
    Variant(
        "any-format",
        "a format that is not known is ignored",
        before(on(GET), _any_format),
    ),
    Variant(
        "ids-in-small-letters-alone",
        "an image is not found by its id in capitals",
        instead(_in_capitals, lambda it: it.refuse(404, "There is no such image.")),
    ),
    Variant(
        "unknown-parameters-refused",
        "lists refuse parameters that the document does not name",
        instead(_unknown_parameter, lambda it: it.refuse(400, "No such parameter.")),
    ),
    Variant(
        "last-parameter-counts",
        "of a parameter that is sent twice the last counts",
        before(on(*LISTS), lambda it: it.ask()),
    ),
    Variant(
        "validated-before-authenticated",
        "a request that is not valid is refused with 400, whoever sent it",
        instead(_invalid, lambda it: it.refuse(400, "The request is not valid.")),
    ),
    Variant(
        "blank-prompt-refused",
        "a prompt of nothing but blanks is refused",
        instead(_blank, lambda it: it.refuse(400, "Say what is to be seen.")),
    ),
    Variant(
        "every-model-thinks",
        "every model takes a thinking level",
        overlaid(
            {
                "target": "$.components.schemas.GenerateImageRequest"
                ".properties.thinkingLevel",
                "update": {"description": "How long to think."},
            }
        ),
    ),
    Variant(
        "head-and-options-refused",
        "HEAD and OPTIONS are answered with 405",
        instead(
            lambda it: it.request.method in ("HEAD", "OPTIONS"),
            lambda it: it.refuse(405, "This method is not served."),
        ),
    ),
    Variant(
        "slash-redirected",
        "a path with a slash at its end is redirected to the one without",
        after(_slashed, _redirect),
    ),
)
