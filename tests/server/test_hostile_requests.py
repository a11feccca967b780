"""What breaks HTTP, or stretches it, gets an answer and never an error in the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from mockserver.protocol import Parser
from tests.server.apps import Reader, echo
from tests.server.conftest import Serve
from tests.server.wire import Answer, Wire, get, request

CHUNKED = "Transfer-Encoding: chunked"


@pytest.fixture(autouse=True)
def _log_stays_calm(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.INFO):
        yield
        assert [r for r in caplog.records if r.levelno > logging.INFO] == []
        assert [r for r in caplog.records if r.exc_info] == []


# id: (bytes, status over httptools, status over h11)
REFUSED: dict[str, tuple[bytes, int, int]] = {
    "length and chunked": (request("POST", "/", "Content-Length: 3", CHUNKED, body=b"0\r\n\r\n"), 400, 400),
    "two different lengths": (request("POST", "/", "Content-Length: 3", "Content-Length: 4", body=b"abcd"), 400, 400),
    "negative length": (request("POST", "/", "Content-Length: -3"), 400, 400),
    "signed length": (request("POST", "/", "Content-Length: +3", body=b"abc"), 400, 400),
    "huge length": (request("POST", "/", "Content-Length: " + "9" * 30), 400, 400),
    "chunk size is no number": (request("POST", "/", CHUNKED, body=b"zz\r\n"), 400, 400),
    "chunk size overflows": (request("POST", "/", CHUNKED, body=b"f" * 30 + b"\r\n"), 400, 400),
    "another coding": (request("POST", "/", "Transfer-Encoding: gzip, chunked"), 501, 501),
    "NUL in a field": (get("/", "A: b\0c"), 400, 400),
    "space before the colon": (get("/", "A : b"), 400, 400),
    "empty field name": (get("/", ": b"), 400, 400),
    "no Host": (b"GET / HTTP/1.1\r\n\r\n", 400, 400),
    "two Hosts": (get("/", "Host: other"), 400, 400),
    "HTTP/0.9": (b"GET /\r\n\r\n", 505, 400),
    "HTTP/2 in the line": (b"GET / HTTP/2.0\r\nHost: mock\r\n\r\n", 505, 505),
    "HTTP/2 preface": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, 505),
    "TLS hello": (bytes.fromhex("16030102000100 01fc0303") + bytes(64), 400, 400),
    "noise": (bytes(range(128, 256)) + b"\r\n\r\n", 400, 400),
    "CONNECT": (request("CONNECT", "mock:443"), 501, 501),
    "asterisk of another method": (request("GET", "*"), 400, 400),
    "target is no path": (request("GET", "foo"), 400, 400),
    "target is not ASCII": (request("GET", "/\xff"), 400, 400),
    "head too long": (get("/", "A: " + "a" * 70_000), 431, 431),
    "head too long and unfinished": (get("/", "A: " + "a" * 70_000)[:-4], 431, 431),
    "target too long": (request("GET", "/" + "a" * 70_000), 431, 431),
    "too many fields": (get("/", *["a: b"] * 300), 431, 431),
    "too many trailer fields": (request("POST", "/", CHUNKED, body=b"0\r\n" + b"a: b\r\n" * 300 + b"\r\n"), 431, 431),
    "trailer too long": (request("POST", "/", CHUNKED, body=b"1\r\nx\r\n0\r\nA: " + b"a" * 400_000), 431, 431),
    "chunk extension too long": (request("POST", "/", CHUNKED, body=b"1;a=" + b"a" * 400_000), 431, 431),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_broken_request_is_answered_and_the_connection_closed(
    serve: Serve, parser: Parser, case: str
) -> None:
    data, with_httptools, with_h11 = REFUSED[case]
    with Wire(serve(echo).port) as wire:
        answer = wire.send(data).answer()
        assert answer.status == (with_h11 if parser == "h11" else with_httptools)
        assert answer.message
        assert "date" in answer.headers
        assert wire.rest() == b""


ACCEPTED: dict[str, tuple[bytes, bytes]] = {
    "absolute target": (request("GET", "http://mock/a?b"), b"GET /a 0"),
    "absolute target without a path": (request("GET", "http://mock"), b"GET / 0"),
    "OPTIONS *": (request("OPTIONS", "*"), b"OPTIONS * 0"),
    "fragment": (get("/a#b"), b"GET /a 0"),
    "empty lines in front": (b"\r\n" + get("/a"), b"GET /a 0"),
    "chunks with trailer": (request("POST", "/", CHUNKED, body=b"3\r\nabc\r\n0\r\nA: b\r\n\r\n"), b"POST / 3"),
    "chunk extension": (request("POST", "/", CHUNKED, body=b"3;a=b\r\nabc\r\n0\r\n\r\n"), b"POST / 3"),
    "websocket": (get("/", "Connection: Upgrade", "Upgrade: websocket"), b"GET / 0"),
    "h2c with a body": (request("POST", "/", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMA", "Content-Length: 3", body=b"abc"), b"POST / 3"),
    "h2c with chunks": (request("POST", "/", "Connection: Upgrade", "Upgrade: h2c", CHUNKED, body=b"3\r\nabc\r\n0\r\n\r\n"), b"POST / 3"),
    "255 fields": (get("/", *["a: b"] * 255), b"GET / 0"),
    "64 KiB of head": (get("/", "A: " + "a" * 65_000), b"GET / 0"),
    "small head with a large body": (request("POST", "/", "Content-Length: 200000", body=b"x" * 200_000), b"POST / 200000"),
    "many small chunks": (request("POST", "/", CHUNKED, body=b"1\r\nx\r\n" * 50_000 + b"0\r\n\r\n"), b"POST / 50000"),
}  # fmt: skip


@pytest.mark.parametrize("case", ACCEPTED)
def test_an_unusual_request_is_answered_and_the_connection_kept(
    serve: Serve, case: str
) -> None:
    data, expected = ACCEPTED[case]
    with Wire(serve(echo).port) as wire:
        assert wire.send(data).answer().body == expected
        assert wire.send(get("/next")).answer().body == b"GET /next 0"


@pytest.mark.parametrize("case", ["h2c with a body", "h2c with chunks"])
def test_an_upgrade_in_small_pieces_is_read_the_same(serve: Serve, case: str) -> None:
    data, expected = ACCEPTED[case]
    with Wire(serve(echo).port) as wire:
        for at in range(0, len(data), 7):
            wire.send(data[at : at + 7])
        assert wire.answer().body == expected
        assert wire.send(get("/next")).answer().body == b"GET /next 0"


def test_trailer_fields_are_not_taken_for_header_fields(serve: Serve) -> None:
    app = Reader()
    trailer = b"3\r\nabc\r\n0\r\nAuthorization: x\r\n\r\n"
    with Wire(serve(app).port) as wire:
        wire.send(request("POST", "/", CHUNKED, body=trailer)).answer()
    names = [name for name, _ in app.scopes[0]["headers"]]
    assert names == [b"host", b"transfer-encoding"]


def test_pipelined_requests_are_answered_in_order(serve: Serve) -> None:
    with Wire(serve(echo).port) as wire:
        wire.send(b"".join(get(f"/{n}") for n in range(200)))
        assert [wire.answer().body for _ in range(200)] == [
            b"GET /%d 0" % n for n in range(200)
        ]


def test_a_broken_request_behind_a_good_one_is_answered_second(serve: Serve) -> None:
    with Wire(serve(echo).port) as wire:
        wire.send(get("/a") + b"\0\0\0\r\n\r\n")
        assert wire.answer().body == b"GET /a 0"
        assert wire.answer().status == 400
        assert wire.rest() == b""


def test_too_deep_a_pipeline_ends_with_a_reply_that_says_so(
    serve: Serve, parser: Parser
) -> None:
    if parser == "h11":
        pytest.skip("h11 reads no further than it answers")
    with Wire(serve(echo, pipelined=10).port) as wire:
        wire.send(get() * 1000)
        answers: list[Answer] = []
        while not answers or "connection" not in answers[-1].headers:
            answers.append(wire.answer())
        assert answers[-1].headers["connection"] == "close"
        assert len(answers) == 11  # the running one and ten behind it
        assert wire.rest() == b""


def test_no_key_of_a_broken_request_is_repeated(serve: Serve) -> None:
    with Wire(serve(echo).port) as wire:
        wire.send(get("/", "Authorization : Bearer secret"))
        assert b"secret" not in wire.answer().body


def test_a_continue_is_sent_when_the_body_is_wanted(serve: Serve) -> None:
    head = request("POST", "/", "Expect: 100-continue", "Content-Length: 3")
    with Wire(serve(echo).port) as wire:
        wire.send(head)
        assert wire.socket.recv(100).startswith(b"HTTP/1.1 100 ")
        answer = wire.send(b"abc").answer()
        assert answer.body == b"POST / 3"
        assert "connection" not in answer.headers
        assert wire.send(get("/next")).answer().body == b"GET /next 0"
