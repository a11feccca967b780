"""Odd transport and pace that HTTP allows."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime

from tests.adversary.api import GENERATE
from tests.adversary.call import Call, Refusal, Reply
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Family
from tests.adversary.front import Delivery
from tests.adversary.reply_edits import compressed, every
from tests.adversary.twists import wrap

FAMILY = Family("wire")


def delivered(deliver: Callable[[str, int, bytes], Delivery]) -> Apply:
    """Deliver replies another way."""
    return lambda deployment: setattr(deployment, "wire", deliver)


def slow(seconds: float, *operations: str) -> Apply:
    """Take time to answer."""
    return wrap(
        "delay",
        lambda inner, call: (
            seconds if not operations or call.operation in operations else 0.0
        ),
    )


def throttled(rate: float, *, burst: int, hint: str) -> Apply:
    """Answer at most so many calls a second; hint at when to come back."""

    def apply(deployment: Deployment) -> None:
        state = {"tokens": float(burst), "last": time.monotonic()}

        def start(call: Call) -> None:
            now = time.monotonic()
            gained = (now - state["last"]) * rate
            state["tokens"] = min(burst, state["tokens"] + gained)
            state["last"] = now
            if state["tokens"] < 1:
                raise Refusal(429, "Too many requests")
            state["tokens"] -= 1

        def edit(_: Call, answer: Reply) -> None:
            if answer.status == 429 and hint == "seconds":
                answer.headers["retry-after"] = "1"
            if answer.status == 429 and hint == "date":
                moment = deployment.now() + timedelta(seconds=2)
                answer.headers["retry-after"] = format_datetime(moment, usegmt=True)

        deployment.starts.append(start)
        deployment.edits.append(edit)

    return apply


def _every_nth_429(number: int) -> Callable[[Call], None]:
    def start(call: Call) -> None:
        if call.number % number == 0:
            raise Refusal(429, "Too many requests")

    return start


def _closing(number: int) -> Apply:
    def edit(call: Call, answer: Reply) -> None:
        if call.number % number == 0:
            answer.headers["connection"] = "close"

    return every(edit)


def _old_http(_: str, __: int, data: bytes) -> Delivery:
    return Delivery((data.replace(b"HTTP/1.1", b"HTTP/1.0", 1),), close=True)


def _no_length(_: str, __: int, data: bytes) -> Delivery:
    head, _sep, body = data.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if b"content-length" not in line]
    return Delivery(
        (b"\r\n".join([*lines, b"connection: close", b"", body]),), close=True
    )


def _pieces(size: int) -> Callable[[str, int, bytes], Delivery]:
    return lambda _, __, data: Delivery(
        tuple(data[start : start + size] for start in range(0, len(data), size))
    )


def _two_pieces(_: str, __: int, data: bytes) -> Delivery:
    middle = data.find(b"\r\n\r\n") + 2
    return Delivery((data[:middle], data[middle:]), pause=0.05)


def _cut_after(number: int) -> Callable[[str, int, bytes], Delivery]:
    return lambda _, count, data: Delivery((data,), close=count % number == 0)


def _drop_once(head: str, count: int, data: bytes) -> Delivery:
    if count == 11 and head.startswith("GET"):
        return Delivery((), abort=True)
    return Delivery((data,))


def _drop_get(head: str, count: int, data: bytes) -> Delivery:
    if head.startswith("GET /api/v1/images/") and count % 40 == 0:
        return Delivery((), abort=True)
    return Delivery((data,))


def _hints(_: str, __: int, data: bytes) -> Delivery:
    hint = b"HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n"
    return Delivery((hint, data))


def _capitals(_: str, __: int, data: bytes) -> Delivery:
    head, sep, body = data.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    loud = [
        b":".join((line.split(b":", 1)[0].upper(), line.split(b":", 1)[1]))
        for line in lines
    ]
    return Delivery((b"\r\n".join([first, *loud]) + sep + body,))


def _reason(_: str, __: int, data: bytes) -> Delivery:
    first, sep, rest = data.partition(b"\r\n")
    status = b" ".join(first.split(b" ")[:2])
    return Delivery((status + b" " + sep + rest,))


def _raw_deflate(data: bytes) -> bytes:
    return zlib.compress(data)


TRANSPORT = (
    FAMILY.lawful("gzip", "bodies are sent as gzip", compressed("gzip", gzip.compress)),
    FAMILY.lawful(
        "deflate", "bodies are sent as deflate", compressed("deflate", _raw_deflate)
    ),
    FAMILY.lawful(
        "chunked",
        "bodies are sent in chunks",
        every(lambda _, r: setattr(r, "chunk", 1000)),
    ),
    FAMILY.lawful(
        "chunked-small",
        "bodies are sent in chunks of 64 bytes",
        every(lambda _, r: setattr(r, "chunk", 64)),
    ),
    FAMILY.lawful(
        "http-1-0", "replies are HTTP/1.0 and end the connection", delivered(_old_http)
    ),
    FAMILY.lawful(
        "no-length", "the end of the connection ends the body", delivered(_no_length)
    ),
    FAMILY.lawful("close-each", "each reply asks to close", _closing(1)),
    FAMILY.lawful("close-seventh", "every seventh reply asks to close", _closing(7)),
    FAMILY.lawful(
        "cut-each",
        "the connection ends after each reply, unannounced",
        delivered(_cut_after(1)),
    ),
    FAMILY.lawful(
        "cut-fifth",
        "the connection ends after every fifth reply, unannounced",
        delivered(_cut_after(5)),
    ),
    FAMILY.lawful(
        "small-segments", "replies come in pieces of 97 bytes", delivered(_pieces(97))
    ),
    FAMILY.lawful(
        "split-head",
        "replies come in two pieces, cut in the head",
        delivered(_two_pieces),
    ),
    FAMILY.lawful("drop-once", "one GET is dropped", delivered(_drop_once)),
    FAMILY.lawful(
        "drop-get-rarely", "a getImage is dropped now and then", delivered(_drop_get)
    ),
    FAMILY.lawful("early-hints", "103 comes before each reply", delivered(_hints)),
    FAMILY.lawful(
        "header-capitals", "header names are in capitals", delivered(_capitals)
    ),
    FAMILY.lawful("no-reason", "the status line has no reason", delivered(_reason)),
)
PACE = (
    FAMILY.lawful("slow", "every reply takes 0.3 s", slow(0.3)),
    FAMILY.lawful("slow-generate", "generateImage takes 1.5 s", slow(1.5, GENERATE)),
    FAMILY.lawful(
        "slow-draw",
        "a picture takes 2 s to draw",
        lambda d: setattr(d, "seconds_to_draw", 2.0),
    ),
    FAMILY.lawful(
        "throttled",
        "five calls a second; Retry-After in seconds",
        throttled(5, burst=5, hint="seconds"),
    ),
    FAMILY.lawful(
        "throttled-silent",
        "five calls a second; no Retry-After",
        throttled(5, burst=5, hint=""),
    ),
    FAMILY.lawful(
        "throttled-date",
        "five calls a second; Retry-After as a date",
        throttled(5, burst=5, hint="date"),
    ),
    FAMILY.lawful(
        "throttled-burst",
        "forty calls at once, then four a second",
        throttled(4, burst=40, hint="seconds"),
    ),
    FAMILY.lawful(
        "throttled-now-and-then",
        "every 20th call gets 429",
        lambda d: d.starts.append(_every_nth_429(20)),
    ),
)
VARIANTS = (
    *TRANSPORT,
    *PACE,
)
