"""How long the server waits for its clients, with limits too short to wait for."""

from __future__ import annotations

import socket
import struct
import time
from contextlib import suppress

from mockserver.protocol import Parser
from mockserver.server import ServerThread
from tests.server.apps import Large, Reader, Unread, Waiting, echo
from tests.server.conftest import Serve
from tests.server.wire import PATIENCE, Wire, get, request

SHORT = 0.05


def test_a_connection_on_which_nothing_comes_is_closed_silently(serve: Serve) -> None:
    with Wire(serve(echo, head_seconds=SHORT).port) as wire:
        assert wire.rest() == b""


def test_an_unfinished_head_is_answered_with_408(serve: Serve) -> None:
    with Wire(serve(echo, head_seconds=SHORT).port) as wire:
        answer = wire.send(b"GET / HTTP/1.1\r\nHost:").answer()
        assert answer.status == 408
        assert "0.05 seconds" in answer.message
        assert wire.rest() == b""


def test_dripping_bytes_do_not_prolong_the_time_for_a_head(serve: Serve) -> None:
    with Wire(serve(echo, head_seconds=0.2).port) as wire:
        wire.send(b"GET / HTTP/1.1\r\n")
        wire.socket.settimeout(0.02)
        dripped = 0
        while dripped < 200:
            try:
                first = wire.socket.recv(12)
                break
            except TimeoutError:
                wire.send(b"a: b\r\n")
                dripped += 1
        assert first == b"HTTP/1.1 408"
        assert dripped < 100


def test_the_time_for_a_head_starts_with_its_first_byte(serve: Serve) -> None:
    """An idle connection lives on; only its next, unfinished head is limited."""
    server = serve(echo, head_seconds=SHORT, keep_alive_seconds=PATIENCE)
    with Wire(server.port) as idle, Wire(server.port) as other:
        idle.send(get()).answer()
        assert other.send(b"GET").answer().status == 408  # the limit has passed
        assert idle.send(get()).answer().status == 200
        assert idle.send(b"GET").answer().status == 408


def test_an_idle_connection_is_closed_after_the_keep_alive_time(serve: Serve) -> None:
    with Wire(serve(echo, keep_alive_seconds=SHORT).port) as wire:
        assert wire.send(get()).answer().status == 200
        assert wire.rest() == b""


def test_a_slow_application_is_not_the_clients_fault(serve: Serve) -> None:
    app = Waiting()
    limits = {"head_seconds": SHORT, "body_seconds": SHORT, "keep_alive_seconds": SHORT}
    server = serve(app, **limits)
    with Wire(server.port) as slow, Wire(server.port) as other:
        slow.send(request("POST", "/slow", "Content-Length: 3", body=b"abc"))
        assert app.entered.wait(PATIENCE)
        for _ in range(3):
            with Wire(server.port) as idle:
                assert idle.rest() == b""  # each time, the limit has passed
        app.go()
        assert slow.answer().body == b"/slow"
        assert other.rest() == b""


def test_a_body_that_stalls_is_answered_with_408(serve: Serve) -> None:
    app = Reader()
    with Wire(serve(app, body_seconds=SHORT).port) as wire:
        wire.send(request("POST", "/", "Content-Length: 10", body=b"abc"))
        assert wire.answer().status == 408
        assert wire.rest() == b""
    assert app.gone.wait(PATIENCE)
    assert app.bodies == [None]


def test_each_piece_prolongs_the_time_for_a_body(serve: Serve) -> None:
    server = serve(echo, body_seconds=0.5, head_seconds=0.2)
    with Wire(server.port) as wire:
        wire.send(request("POST", "/", "Content-Length: 5"))
        for _ in range(5):
            with Wire(server.port) as idle:
                assert idle.rest() == b""  # 0.2 seconds later
            wire.send(b"x")
        assert wire.answer().body == b"POST / 5"


def test_a_client_that_does_not_read_is_cut_off(serve: Serve) -> None:
    app = Large(10_000)
    with Wire(serve(app, write_seconds=0.1).port) as wire:
        wire.send(get())
        assert app.gone.wait(PATIENCE)
    assert app.sent < 1000, "flow control holds the application back"


def test_a_slow_reader_gets_all_of_a_large_reply(serve: Serve) -> None:
    app = Large(100)
    with Wire(serve(app, write_seconds=1.0).port) as wire:
        wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        reply = wire.send(get("/", "Connection: close")).rest()
    assert reply.count(b"x") == 100 * 65536


def test_a_client_that_half_closes_gets_its_reply(serve: Serve) -> None:
    app = Waiting()
    with Wire(serve(app).port) as wire:
        wire.send(get("/slow")).half_close()
        assert app.entered.wait(PATIENCE)
        app.go()
        answer = wire.answer()
        assert answer.body == b"/slow"
        assert answer.headers["connection"] == "close"
        assert wire.rest() == b""


def test_a_reply_to_a_half_closed_client_is_not_waited_for_without_end(
    serve: Serve,
) -> None:
    app = Waiting()
    with Wire(serve(app, half_closed_seconds=SHORT).port) as wire:
        wire.send(get("/slow")).half_close()
        assert wire.rest() == b""


def test_a_client_that_goes_away_in_its_body_is_told_to_the_application(
    serve: Serve,
) -> None:
    app = Reader()
    with Wire(serve(app).port) as wire:
        wire.send(request("POST", "/", "Content-Length: 10", body=b"abc"))
        assert app.entered.wait(PATIENCE)
    assert app.gone.wait(PATIENCE)


def test_a_reset_connection_does_no_harm(serve: Serve) -> None:
    server = serve(echo)
    for data in (b"", b"GET", get(), request("POST", "/", "Content-Length: 9")):
        with Wire(server.port) as wire:
            wire.send(data)
            now = struct.pack("ii", 1, 0)
            wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
    with Wire(server.port) as wire:
        assert wire.send(get()).answer().status == 200


CLOSE = (b"connection", b"close")


def test_a_reply_before_the_end_of_a_large_body_can_be_read(serve: Serve) -> None:
    """The client sends all of it first, as most do; a reset would lose the reply."""
    with Wire(serve(Unread(CLOSE)).port) as wire:
        wire.send(request("POST", "/", "Content-Length: 20000000"))
        for _ in range(200):
            wire.send(bytes(100_000))
        assert wire.answer().body == b"unread"
        assert wire.rest() == b""


def test_a_body_without_end_is_not_read_without_end(serve: Serve) -> None:
    limits = {"linger_bytes": 1_000_000, "linger_seconds": PATIENCE}
    with Wire(serve(Unread(CLOSE), **limits).port) as wire:
        wire.send(request("POST", "/", "Transfer-Encoding: chunked"))
        chunk = b"186a0\r\n" + bytes(100_000) + b"\r\n"
        sent = 0
        with suppress(OSError):
            while sent < 500_000_000:
                wire.send(chunk)
                sent += len(chunk)
        assert sent < 100_000_000


def test_a_client_that_never_stops_is_left_after_a_time(serve: Serve) -> None:
    with Wire(serve(Unread(CLOSE), linger_seconds=SHORT).port) as wire:
        wire.send(request("POST", "/", "Content-Length: 9"))
        assert wire.answer().body == b"unread"
        assert wire.rest() == b""
        # A connection that is only half closed would go on to take this.
        until = time.monotonic() + PATIENCE
        with suppress(BrokenPipeError, ConnectionResetError):
            while time.monotonic() < until:
                wire.send(b"x")
        assert time.monotonic() < until


def test_a_small_unread_body_does_not_cost_the_connection(serve: Serve) -> None:
    with Wire(serve(Unread()).port) as wire:
        wire.send(request("POST", "/", "Content-Length: 100000"))
        assert wire.answer().body == b"unread"
        wire.send(bytes(100_000) + get())
        assert wire.answer().body == b"unread"


def test_a_large_unread_body_costs_the_connection(serve: Serve) -> None:
    with Wire(serve(Unread(), drain_bytes=1000).port) as wire:
        wire.send(request("POST", "/", "Content-Length: 100000"))
        assert wire.answer().body == b"unread"
        wire.send(bytes(100_000) + get())
        assert wire.rest() == b""


def test_a_final_reply_instead_of_a_continue_closes(serve: Serve) -> None:
    """Whether the client sends its body now is unknown (RFC 9110, section 10.1.1)."""
    with Wire(serve(Unread()).port) as wire:
        wire.send(request("POST", "/", "Expect: 100-continue", "Content-Length: 3"))
        answer = wire.answer()
        assert (answer.status, answer.headers["connection"]) == (200, "close")
        assert wire.rest() == b""


def test_idle_connections_are_forgotten_at_once_when_the_server_stops(
    parser: Parser,
) -> None:
    server = ServerThread(echo, parser=parser, drain_seconds=PATIENCE).start()
    with Wire(server.port) as idle, Wire(server.port) as begun:
        idle.send(get()).answer()
        begun.send(b"GET")
        server.stop()
        assert idle.rest() == b""
        assert begun.rest() == b""
