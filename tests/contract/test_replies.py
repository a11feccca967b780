"""Replies in every form that HTTP has, and in some that it has not."""

from __future__ import annotations

import gzip
import json

import pytest

from contract_tests.tape.exchange import FailureKind
from tests.contract.raw_server import (
    Connection,
    RawServer,
    Script,
    each_with,
    reply,
    until_closed,
)
from tests.contract.sending import sending

BODY = b'{"error": {"message": "caf\xc3\xa9"}}'


def chunked(body: bytes, *, end: bytes = b"0\r\n\r\n") -> bytes:
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    parts = [body[start : start + 5] for start in range(0, len(body), 5)]
    return head + b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + end


WAYS: dict[str, Script] = {
    "plain": each_with(reply(body=BODY)),
    "gzip": each_with(reply("200 OK", gzip.compress(BODY), "Content-Encoding: gzip")),
    "chunked": each_with(chunked(BODY)),
    "HTTP/1.0": until_closed(b"HTTP/1.0 200 OK\r\n\r\n" + BODY),
    "closed at its end": until_closed(
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + BODY
    ),
    "after 100 Continue": each_with(
        b"HTTP/1.1 100 Continue\r\n\r\n" + reply(body=BODY)
    ),
    "after 103 Early Hints": each_with(
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + reply(body=BODY)
    ),
}


@pytest.mark.parametrize("script", WAYS.values(), ids=WAYS)
def test_a_body_is_the_same_however_it_is_sent(script: Script) -> None:
    with RawServer(script) as server, sending(server.url) as sent:
        exchange = sent.post()

    assert exchange.value == json.loads(BODY)
    assert exchange.reply is not None
    assert exchange.reply.size == len(BODY)
    assert exchange.reply.flaws == ()


BROKEN: dict[str, tuple[Script, FailureKind]] = {
    "the body is shorter than told": (
        until_closed(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}"),
        FailureKind.DROPPED,
    ),
    "the last chunk is missing": (
        until_closed(chunked(BODY, end=b"")),
        FailureKind.DROPPED,
    ),
    "a chunk is malformed": (
        until_closed(chunked(b"", end=b"zz\r\nhm\r\n0\r\n\r\n")),
        FailureKind.MALFORMED,
    ),
    "nothing comes": (until_closed(b""), FailureKind.DROPPED),
    "it is no HTTP": (
        until_closed(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
        FailureKind.MALFORMED,
    ),
}


@pytest.mark.parametrize(("script", "kind"), BROKEN.values(), ids=BROKEN)
def test_a_broken_reply_is_a_failure_of_its_kind(
    script: Script, kind: FailureKind
) -> None:
    with RawServer(script) as server, sending(server.url) as sent:
        exchange = sent.post()

    assert exchange.reply is None
    assert exchange.failure is not None
    assert exchange.failure.kind is kind


def test_a_reply_without_end_is_not_read_to_its_end() -> None:
    def script(connection: Connection, server: RawServer) -> None:
        connection.request()
        connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while not connection.stopped.is_set():
            connection.send(b"x" * 65536)

    with (
        RawServer(script) as server,
        sending(server.url, largest_reply=1_000_000) as sent,
    ):
        exchange = sent.post()

    assert exchange.failure is not None
    assert exchange.failure.kind is FailureKind.TOO_LARGE


def drips(before: bytes, dripped: bytes) -> Script:
    def script(connection: Connection, server: RawServer) -> None:
        connection.request()
        connection.send(before)
        connection.drip(dripped, seconds=0.02)

    return script


SLOW: dict[str, Script] = {
    "nothing": drips(b"", b""),
    "the status line": drips(b"HTTP/1.1 200 ", b"O" * 5000),
    "a header": drips(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"o" * 5000),
    "the body": drips(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b" " * 5000),
    "a gzip that yields nothing": drips(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5000\r\n\r\n",
        b"\x1f\x8b\x08\x08\0\0\0\0\0\x03" + b"n" * 4990,
    ),
    "interim replies": drips(b"", b"HTTP/1.1 102 Processing\r\n\r\n" * 200),
}


@pytest.mark.parametrize("script", SLOW.values(), ids=SLOW)
def test_no_drip_outlasts_the_time_of_the_whole_reply(script: Script) -> None:
    def holding(connection: Connection, server: RawServer) -> None:
        script(connection, server)
        connection.stopped.wait(20)

    with RawServer(holding) as server, sending(server.url) as sent:
        exchange = sent.post(seconds=0.3)

    assert exchange.failure is not None
    assert exchange.failure.kind is FailureKind.TIMEOUT
    assert exchange.seconds < 2
