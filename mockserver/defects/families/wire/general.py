"""Statuses, headers and messages that are not what HTTP and the document say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Change, after
from mockserver.defects.pieces.conditions import (
    ACCOUNT,
    GENERATE,
    GET,
    LIST,
    LISTS,
    both,
    metadata_form,
    ok,
    on,
    status,
)
from mockserver.defects.pieces.occasion import JSON, Occasion
from mockserver.defects.pieces.pixels import SHOWS
from mockserver.defects.pieces.wire import wired
from mockserver.media import write_body

if TYPE_CHECKING:
    from starlette.types import Message, Send

    from mockserver.defects.pieces.wire import Chosen


FAMILY = Family.WIRE


def _sent_as(media_type: str | None) -> Change:
    return lambda it: setattr(it, "media_type", media_type)


def _rewritten(change: Callable[[bytes], bytes]) -> Change:
    def rewrite(it: Occasion) -> None:
        it.body = change(write_body(it.body, JSON))

    return rewrite


def _cut_by_characters(content: bytes) -> bytes:
    return content[: len(content.decode())]


def _balance_twice(it: Occasion) -> None:
    told = b'{"creditBalance":%d,' % it.body["creditBalance"]
    it.body = told + write_body(it.body, JSON)[1:]


def _mean_of_nothing(it: Occasion) -> None:
    if not it.images:
        it.body = write_body(it.body, JSON)[:-1] + b',"averageCost":NaN}'


def _cached(control: str) -> Change:
    return lambda it: it.headers.update({"Cache-Control": control})


def _tells_the_key(it: Occasion) -> None:
    it.body["apiKey"] = it.key


def _link_with_the_key(it: Occasion) -> None:
    after_it = it.body["offset"] + it.body["limit"]
    if after_it < it.body["total"]:
        target = f"{it.request.path}?offset={after_it}&access_token={it.key}"
        it.headers["Link"] = f'<{target}>; rel="next"'


def _good_reply_of(end: str) -> Chosen:
    return lambda method, path, code, number: path.endswith(end) and code == 200


async def _half(start: Message, body: bytes, send: Send) -> None:
    await send(start)
    part = body[: len(body) // 2]
    await send({"type": "http.response.body", "body": part, "more_body": True})


async def _no_more_than_a_buffer(start: Message, body: bytes, send: Send) -> None:
    await send(start)
    part = body[:16384]
    more = len(body) > len(part)
    await send({"type": "http.response.body", "body": part, "more_body": more})


_NOTICE = b"<br />\n<b>Notice</b>:  Undefined index: style in <b>/srv/image.php</b>\n"


def _notice(it: Occasion) -> None:
    if not it.body["image"]["style"]:
        it.body = _NOTICE + write_body(it.body, JSON)


def _unescaped(it: Occasion) -> None:
    """Write prompts between quotes as they are, as a template would."""
    content = write_body(it.body, JSON)
    for image in it.images:
        text = image["prompt"]
        written = b'"prompt":' + write_body(text, JSON)
        content = content.replace(written, b'"prompt":"' + text.encode() + b'"')
    it.body = content


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "refusals-as-problem-json",
        "a refusal with 400 is sent as application/problem+json",
        "HTTP-01",
        after(status(400), _sent_as("application/problem+json")),
    ),
    FAMILY.subtle(
        "metadata-sent-as-text",
        "an image that is read as metadata is sent as text/plain",
        "HTTP-01",
        after(both(metadata_form, ok), _sent_as("text/plain; charset=utf-8")),
    ),
    FAMILY.subtle(
        "not-found-without-content-type",
        "a 404 has no Content-Type",
        "ST104",
        after(both(on(GET), status(404)), _sent_as(None)),
    ),
    FAMILY.subtle(
        "refused-pages-sent-as-html",
        "the JSON of a refused page is sent as text/html",
        "ST105",
        after(both(on(*LISTS), status(400)), _sent_as("text/html")),
    ),
    FAMILY.subtle(
        "account-type-cannot-be-read",
        "the Content-Type of an account is json, which is no media type",
        "ST106",
        after(both(on(ACCOUNT), ok), _sent_as("json")),
    ),
    FAMILY.plain(
        "lists-begin-with-a-byte-order-mark",
        "the JSON of a list begins with a byte order mark",
        "HTTP-02",
        after(
            both(on(*LISTS), ok), _rewritten(lambda content: b"\xef\xbb\xbf" + content)
        ),
    ),
    FAMILY.subtle(
        "length-counted-in-characters",
        "a reply with letters beyond ASCII ends too early, as its length counts characters",
        "HTTP-02",
        after(both(on(GENERATE, LIST, GET), ok), _rewritten(_cut_by_characters)),
    ),
    FAMILY.subtle(
        "balance-told-twice",
        "an account has creditBalance twice",
        "HTTP-02",
        after(both(on(ACCOUNT), ok), _balance_twice),
    ),
    FAMILY.subtle(
        "mean-of-an-empty-page-is-nan",
        "a page without images has the number NaN, which is no JSON",
        "HTTP-02",
        after(both(on(LIST), ok), _mean_of_nothing),
    ),
    FAMILY.plain(
        "images-kept-by-shared-caches",
        "an image that is read is marked as public for caches",
        "HTTP-05",
        after(both(on(GET), ok), _cached("public, max-age=31536000, immutable")),
    ),
    FAMILY.subtle(
        "accounts-kept-by-shared-caches",
        "an account may be kept by shared caches for a minute",
        "HTTP-05",
        after(both(on(ACCOUNT), ok), _cached("max-age=0, s-maxage=60")),
    ),
    FAMILY.plain(
        "account-tells-its-key",
        "an account has the API key that was sent",
        "SEC-07",
        after(both(on(ACCOUNT), ok), _tells_the_key),
    ),
    FAMILY.subtle(
        "next-page-linked-with-the-key",
        "the link to the next page of images has the API key in its query",
        "SEC-07",
        after(both(on(LIST), ok), _link_with_the_key),
    ),
    FAMILY.plain(
        "usage-breaks-off",
        "the connection ends in the middle of every page of transactions",
        "HTTP-10",
        wired(_good_reply_of("/usage"), _half),
    ),
    FAMILY.subtle(
        "long-lists-break-off",
        "the connection ends after 16 KiB of a list of images",
        "HTTP-10",
        wired(_good_reply_of("/images"), _no_more_than_a_buffer),
    ),
    FAMILY.subtle(
        "notice-before-images-without-style",
        "a notice stands before the JSON of an image that is read and has no style",
        "HTTP-02",
        after(both(on(GET), ok), _notice),
    ),
    FAMILY.subtle(
        "prompts-not-escaped-in-json",
        "quotes, line breaks and backslashes of a prompt stand in the JSON as they are",
        "HTTP-02",
        after(both(on(*SHOWS), ok), _unescaped),
    ),
)
