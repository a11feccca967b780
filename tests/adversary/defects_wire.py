"""Replies with the wrong status, media type, or bytes that are no JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.adversary.api import ACCOUNT, GENERATE, GET, LIST, OPERATIONS, USAGE
from tests.adversary.call import Reply
from tests.adversary.entries import Apply, Defect, Family
from tests.adversary.front import Delivery
from tests.adversary.twists import (
    after_error,
    broken,
    by,
    from_image,
    from_request,
    later_page,
    limit_is,
    reply,
    restatus,
)

FAMILY = Family("wire")
Bytes = Callable[[bytes], bytes]


def rewritten(change: Bytes) -> Callable[[Reply], None]:
    """Change the encoded body."""

    def edit(answer: Reply) -> None:
        answer.raw = change(answer.encoded())

    return edit


def media(name: str | None) -> Callable[[Reply], None]:
    """Set the content type."""
    return lambda answer: setattr(answer, "media", name)


def _doubled(data: bytes) -> bytes:
    text = data.decode()
    name = text[1 : text.index(":")]
    return ("{" + name + ":null," + text[1:]).encode()


def _unquoted(data: bytes) -> bytes:
    return data.replace(b'"', b"'")


def _page(_: bytes) -> bytes:
    return b"<!doctype html><title>Oops</title><h1>Something went wrong</h1>"


BROKEN_JSON: tuple[tuple[str, str, Bytes], ...] = (
    ("truncated", "is cut in the middle", lambda data: data[: len(data) // 2]),
    ("trailing-comma", "has a comma before its last brace", lambda d: d[:-1] + b",}"),
    ("single-quotes", "is quoted with apostrophes", _unquoted),
    ("duplicate-key", "has its first key twice", _doubled),
    ("prefix", "begins with )]}',", lambda data: b")]}',\n" + data),
    ("callback", "is wrapped in a function call", lambda d: b"callback(" + d + b");"),
    ("twice", "holds two JSON values", lambda data: data + b"\n" + data),
    (
        "in-text",
        "is JSON inside a JSON string",
        lambda d: json.dumps(d.decode()).encode(),
    ),
    ("in-array", "stands inside an array", lambda data: b"[" + data + b"]"),
    ("utf-16", "is UTF-16", lambda data: data.decode().encode("utf-16")),
    ("empty", "is empty", lambda data: b""),
    ("null", "is null", lambda data: b"null"),
    ("html", "is an HTML page", _page),
    (
        "not-utf8",
        "has a byte that is not UTF-8",
        lambda d: d[:-1] + b',"note":"caf\xe9"}',
    ),
    ("nan", "has NaN as a number", lambda data: data[:-1] + b',"score":NaN}'),
    ("infinity", "has Infinity as a number", lambda d: d[:-1] + b',"score":-Infinity}'),
    (
        "control",
        "has a raw control character in a text",
        lambda d: d[:-1] + b',"note":"a\nb"}',
    ),
)
EVERYWHERE = tuple(
    FAMILY.plain(f"json-{name}", f"every good body {text}", reply(rewritten(change)))
    for name, text, change in BROKEN_JSON
    if name != "html"  # a page from everywhere is another service, not a breach
)
ONE_OPERATION = tuple(
    FAMILY.subtle(
        f"json-{name}-{operation}",
        f"a good body of {operation} {text}",
        reply(rewritten(change), operation),
    )
    for (name, text, change), operation in zip(
        BROKEN_JSON, OPERATIONS * 4, strict=False
    )
)
OTHER_OPERATION = tuple(
    FAMILY.subtle(
        f"json-{name}-{operation}",
        f"a good body of {operation} {text}",
        reply(rewritten(change), operation),
    )
    for name, operation in (
        ("duplicate-key", GENERATE),
        ("nan", GENERATE),
        ("nan", USAGE),
        ("duplicate-key", ACCOUNT),
        ("not-utf8", LIST),
        ("in-text", ACCOUNT),
    )
    for other, text, change in BROKEN_JSON
    if other == name
    and (name, operation)
    not in {(n, o) for (n, _, _), o in zip(BROKEN_JSON, OPERATIONS * 4, strict=False)}
)
MEDIA = (
    *(
        FAMILY.plain(
            f"sent-as-{name}", f"good bodies are sent as {value}", reply(media(value))
        )
        for name, value in (
            ("html", "text/html; charset=utf-8"),
            ("text", "text/plain"),
            ("octets", "application/octet-stream"),
            ("javascript", "application/javascript"),
            ("xml", "application/xml"),
            ("problem", "application/problem+json"),
        )
    ),
    FAMILY.plain(
        "media-missing", "good bodies have no content type", reply(media(None))
    ),
    *(
        FAMILY.subtle(
            f"media-text-{operation}",
            f"{operation} sends text/plain",
            reply(media("text/plain; charset=utf-8"), operation),
        )
        for operation in OPERATIONS
    ),
    *(
        FAMILY.subtle(
            f"media-html-{status}",
            f"a JSON refusal with {status} is sent as text/html",
            reply(media("text/html"), status=status),
        )
        for status in (400, 401, 404)
    ),
    FAMILY.subtle(
        "media-png-get", "getImage is sent as image/png", reply(media("image/png"), GET)
    ),
)
STATUSES = (
    *(
        FAMILY.plain(
            f"status-{to}-{operation}",
            f"{operation} answers {to} where 200 is documented",
            restatus(operation, status=200, to=to),
        )
        for operation, to in (
            (GENERATE, 201),
            (GENERATE, 202),
            (LIST, 206),
            (LIST, 203),
            (GET, 201),
            (GET, 203),
            (ACCOUNT, 202),
            (USAGE, 206),
            (ACCOUNT, 500),
            (LIST, 500),
            (USAGE, 500),
            (GET, 500),
        )
    ),
    *(
        FAMILY.subtle(
            f"status-{name}",
            f"{text} answers {to}",
            restatus(operation, status=200, to=to, when=when),
        )
        for name, text, operation, to, when in (
            ("206-later-page", "a later page of listImages", LIST, 206, later_page),
            ("206-limit-100", "listUsage with limit=100", USAGE, 206, limit_is(100)),
            (
                "201-third-image",
                "the third image and later",
                GENERATE,
                201,
                from_image(2),
            ),
            ("203-metadata", "the metadata form", GET, 203, lambda c: c.metadata),
            (
                "500-account-after-error",
                "getAccount after a refusal",
                ACCOUNT,
                500,
                after_error,
            ),
            (
                "500-list-after-image",
                "listImages after an image",
                LIST,
                500,
                from_image(1),
            ),
            (
                "500-usage-later-page",
                "a later page of listUsage",
                USAGE,
                500,
                later_page,
            ),
            (
                "500-list-second",
                "listImages of the second account",
                LIST,
                500,
                by("second"),
            ),
            (
                "500-usage-second",
                "listUsage of the second account",
                USAGE,
                500,
                by("second"),
            ),
            (
                "500-list-after-30",
                "listImages after 30 requests",
                LIST,
                500,
                from_request(31),
            ),
            (
                "403-account-after-50",
                "getAccount after 50 requests",
                ACCOUNT,
                403,
                from_request(51),
            ),
            (
                "404-list-after-image",
                "listImages after an image",
                LIST,
                404,
                from_image(1),
            ),
            (
                "404-usage-after-image",
                "listUsage after an image",
                USAGE,
                404,
                from_image(1),
            ),
        )
    ),
)


def _bare(answer: Reply) -> None:
    answer.status, answer.raw = 204, b""


def _moved(answer: Reply) -> None:
    answer.status = 307
    answer.headers["location"] = "/api/v2/images"


def _says_gzip(answer: Reply) -> None:
    answer.headers["content-encoding"] = "gzip"


ODD = (
    FAMILY.plain(
        "status-204-list", "listImages answers 204 without a body", reply(_bare, LIST)
    ),
    FAMILY.plain(
        "status-307-list", "listImages is sent elsewhere", reply(_moved, LIST)
    ),
    FAMILY.plain("gzip-lie", "bodies claim to be gzip and are not", reply(_says_gzip)),
    FAMILY.subtle(
        "gzip-lie-usage",
        "listUsage claims to be gzip and is not",
        reply(_says_gzip, USAGE),
    ),
    FAMILY.plain(
        "get-missing", "the path of getImage is unknown", broken(GET, status=405)
    ),
    FAMILY.plain(
        "usage-missing", "the path of listUsage is unknown", broken(USAGE, status=404)
    ),
    FAMILY.plain("list-501", "listImages is not implemented", broken(LIST, status=501)),
)


def _cut(path: str, *, abort: bool = False) -> Apply:
    """Break every reply of a path in the middle of its body."""

    def wire(head: str, _: int, data: bytes) -> Delivery:
        if f" {path}" not in head.split("\r\n")[0]:
            return Delivery((data,))
        if abort:
            return Delivery((), abort=True)
        return Delivery((data[: len(data) - 30],), close=True)

    return lambda deployment: setattr(deployment, "wire", wire)


BREAKS = (
    FAMILY.subtle(
        "cut-usage",
        "every reply of listUsage ends before its length",
        _cut("/api/v1/usage"),
    ),
    FAMILY.subtle(
        "drop-usage",
        "listUsage never answers: the connection is dropped",
        _cut("/api/v1/usage", abort=True),
    ),
)


def _dropped(part: str) -> Apply:
    """Drop the connection for request lines that hold the text."""

    def wire(head: str, _: int, data: bytes) -> Delivery:
        if part in head.split("\r\n")[0].lower():
            return Delivery((), abort=True)
        return Delivery((data,))

    return lambda deployment: setattr(deployment, "wire", wire)


DROPPED = tuple(
    FAMILY.subtle(
        f"drop-{name}", f"the connection is dropped for {part}", _dropped(part)
    )
    for name, part in (
        ("limit-zero", "limit=0"),
        ("limit-letters", "limit=a"),
        ("offset-negative", "offset=-"),
    )
)
DEFECTS: tuple[Defect, ...] = (
    *EVERYWHERE,
    *ONE_OPERATION,
    *OTHER_OPERATION,
    *MEDIA,
    *STATUSES,
    *ODD,
    *BREAKS,
    *DROPPED,
)
