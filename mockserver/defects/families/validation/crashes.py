"""Requests that should be refused, and are a server error."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.conditions import GENERATE, LISTS, asks, both, on, status
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.refusals import crash, refused_image

FAMILY = Family.VALIDATION


def _has_surrogate(it: Occasion) -> bool:
    body = it.sent
    prompt = body.get("prompt") if isinstance(body, dict) else None
    return isinstance(prompt, str) and any("\ud800" <= c <= "\udfff" for c in prompt)


def _is_no_object(it: Occasion) -> bool:
    return isinstance(it.sent, list | str | int | float)


def _is_no_text(it: Occasion) -> bool:
    return isinstance(it.sent, dict) and not isinstance(it.sent.get("prompt", ""), str)


def _is_no_number(it: Occasion) -> bool:
    asked = [it.query[name] for name in ("limit", "offset") if name in it.query]
    return any(not text.removeprefix("-").isdecimal() for text in asked)


DEFECTS: tuple[Defect, ...] = (
    FAMILY.subtle(
        "lone-surrogate-is-a-server-error",
        "a lone surrogate in a prompt is answered with 500",
        "GEN-N18",
        after(both(on(GENERATE), _has_surrogate), crash),
        depth="deep",
    ),
    FAMILY.plain(
        "deep-nesting-is-a-server-error",
        "a body of ten thousand levels is answered with 500",
        "GEN-N19",
        after(
            both(on(GENERATE), lambda it: it.request.content.count(b"[") > 1000),
            crash,
        ),
    ),
    FAMILY.subtle(
        "large-body-is-a-server-error",
        "a body of more than half a megabyte is answered with 500",
        "GEN-N19",
        after(
            both(on(GENERATE), lambda it: len(it.request.content) > 500_000),
            crash,
        ),
    ),
    FAMILY.subtle(
        "missing-model-is-a-server-error",
        "a request without modelId is a 500 where it should be a 400",
        "GEN-N05",
        after(both(refused_image, asks(modelId=None)), crash),
    ),
    FAMILY.plain(
        "body-that-is-no-object-is-500",
        "a body that is a list, a text or a number is a server error",
        "GEN-N03",
        after(both(refused_image, _is_no_object), crash),
    ),
    FAMILY.plain(
        "page-that-is-no-number-is-500",
        "a limit or an offset that is no whole number is a server error",
        "ERR-07",
        after(both(on(*LISTS), status(400), _is_no_number), crash),
    ),
    FAMILY.plain(
        "prompt-that-is-no-text-is-500",
        "a prompt that is no text is a server error, as its length is taken",
        "GEN-N08",
        after(both(refused_image, _is_no_text), crash),
    ),
)
