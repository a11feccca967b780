"""Replies that are sent in another way, as HTTP allows."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from mockserver.alteration import Alteration
from mockserver.defects.entry import Make, Variant
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.conditions import always
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.wire import wired

if TYPE_CHECKING:
    from starlette.types import Message, Send

    from mockserver.defects.pieces.wire import Whole


def without_field(name: str) -> Make:
    """Leave a header field out of every reply."""

    async def send_whole(start: Message, body: bytes, send: Send) -> None:
        await send(_without(start, name))
        await send({"type": "http.response.body", "body": body})

    return wired(lambda method, path, status, number: True, send_whole)


def _without(start: Message, name: str) -> Message:
    headers = [pair for pair in start["headers"] if pair[0] != name.encode()]
    return {**start, "headers": headers}


def _coded(coding: str, encode: Callable[[bytes], bytes]) -> Make:
    """Send bodies in a content coding, to those who ask for it."""

    def asked(it: Occasion) -> bool:
        # A coding that stands there with a weight is asked for with reserve.
        accepted = it.request.headers.get("accept-encoding", "")
        return coding in {item.strip() for item in accepted.split(",")}

    def apply(it: Occasion) -> None:
        it.body = encode(it.answer().body)
        it.headers.update({"Content-Encoding": coding, "Vary": "Accept-Encoding"})

    return after(lambda it: it.status != 204 and asked(it), apply)


async def _in_chunks(start: Message, body: bytes, send: Send) -> None:
    await send(_without(start, "content-length"))
    for begin in range(0, len(body), 1000):
        piece = body[begin : begin + 1000]
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _in_pieces(start: Message, body: bytes, send: Send) -> None:
    await send(start)
    size = len(body) // 5 + 1
    for begin in range(0, len(body), size):
        # What is written at once would leave as one segment.
        await asyncio.sleep(0.001)
        piece, more = body[begin : begin + size], begin + size < len(body)
        await send({"type": "http.response.body", "body": piece, "more_body": more})


def _with_bodies(send_whole: Whole) -> Make:
    return wired(
        lambda method, path, status, number: _has_body(method, status), send_whole
    )


def _has_body(method: str, status: int) -> bool:
    return method != "HEAD" and status not in (204, 304)


def _cut_one_read() -> Alteration:
    async def send_head(start: Message, body: bytes, send: Send) -> None:
        await send(start)

    reads = 0

    def chosen(method: str, path: str, status: int, number: int) -> bool:
        nonlocal reads
        reads += method == "GET" and status == 200
        return method == "GET" and status == 200 and reads == 7

    return wired(chosen, send_head)()


VARIANTS: tuple[Variant, ...] = (
    Variant(
        "gzip",
        "bodies are compressed with gzip for those who accept it",
        _coded("gzip", lambda body: gzip.compress(body, mtime=0)),
    ),
    Variant(
        "deflate",
        "bodies are compressed with deflate for those who accept it",
        _coded("deflate", zlib.compress),
    ),
    Variant(
        "chunked",
        "bodies are sent in chunks, without a Content-Length",
        _with_bodies(_in_chunks),
    ),
    Variant(
        "body-in-pieces",
        "bodies come in five pieces, a millisecond apart",
        _with_bodies(_in_pieces),
    ),
    Variant(
        "connection-closed-each-time",
        "every reply ends its connection",
        after(always, lambda it: it.headers.update({"Connection": "close"})),
    ),
    Variant(
        "one-read-cut-off",
        "the connection breaks once, before the body of the seventh read",
        _cut_one_read,
    ),
)
