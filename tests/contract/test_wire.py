"""What leaves, how often, and what is made of what comes back."""

from __future__ import annotations

import socket
import threading
from email.utils import formatdate

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


def drops_before_reading(connection: Connection, server: RawServer) -> None:
    connection.reset()


def drops_after_reading(connection: Connection, server: RawServer) -> None:
    if request := connection.request():
        server.received.append(request)


def resets_after_reading(connection: Connection, server: RawServer) -> None:
    drops_after_reading(connection, server)
    connection.reset()


TROUBLE: dict[str, Script] = {
    "dropped before it is read": drops_before_reading,
    "dropped after it is read": drops_after_reading,
    "reset after it is read": resets_after_reading,
    **{
        status: each_with(reply(status, b"{}", "Retry-After: 1"))
        for status in (
            "408 Request Timeout",
            "425 Too Early",
            "429 Too Many Requests",
            "500 Internal Server Error",
            "502 Bad Gateway",
            "503 Service Unavailable",
            "504 Gateway Timeout",
        )
    },
}


@pytest.mark.parametrize("script", TROUBLE.values(), ids=TROUBLE)
def test_a_post_is_sent_once(script: Script) -> None:
    with RawServer(script) as server, sending(server.url) as sent:
        sent.post()

    assert server.connections == 1
    assert len(server.received) <= 1
    assert len(sent.exchanges) == 1


def test_a_post_that_follows_a_get_is_sent_once_on_a_connection_of_its_own() -> None:
    """A kept connection that has just been closed would leave its fate open."""

    def script(connection: Connection, server: RawServer) -> None:
        request = connection.request()
        assert request is not None
        server.received.append(request)
        if request.method == "GET":
            connection.send(reply())

    with RawServer(script) as server, sending(server.url) as sent:
        sent.get()
        exchange = sent.post()

    assert [each.method for each in server.received] == ["GET", "POST"]
    assert exchange.failure is not None
    assert exchange.failure.kind is FailureKind.DROPPED


@pytest.mark.parametrize("status", ["500 Oops", "502 Oops", "503 Oops", "504 Oops"])
def test_a_get_is_sent_once_more_after_a_5xx(status: str) -> None:
    script = each_with(reply(status), reply("200 OK"))
    with RawServer(script) as server, sending(server.url) as sent:
        exchange = sent.get()

    assert [each.status for each in sent.exchanges] == [int(status[:3]), 200]
    assert [each.intent.attempt for each in sent.exchanges] == [1, 2]
    assert exchange.status == 200


def test_a_get_is_sent_at_most_twice_for_lasting_errors() -> None:
    with (
        RawServer(each_with(reply("500 Oops"))) as server,
        sending(server.url) as sent,
    ):
        assert sent.get().status == 500

    assert len(server.received) == 2


def test_a_get_is_sent_once_more_when_the_connection_broke() -> None:
    def script(connection: Connection, server: RawServer) -> None:
        if request := connection.request():
            server.received.append(request)
        if len(server.received) > 1:
            connection.send(reply())

    with RawServer(script) as server, sending(server.url) as sent:
        exchange = sent.get()

    assert exchange.status == 200
    first = sent.exchanges[0].failure
    assert first is not None
    assert first.kind is FailureKind.DROPPED


@pytest.mark.parametrize(
    ("retry_after", "slept"),
    [
        ("7", 7.0),
        ("0", 0.0),
        (None, 1.0),
        ("soon", 1.0),
        ("-5", 1.0),
        ("Mon, 01 Jan 99999999999 00:00:00 GMT", 1.0),
        ("", 1.0),
    ],
)
def test_a_429_is_waited_for_as_long_as_it_says(
    retry_after: str | None, slept: float
) -> None:
    fields = [] if retry_after is None else [f"Retry-After: {retry_after}"]
    throttled = reply("429 Too Many Requests", b"{}", *fields)
    with (
        RawServer(each_with(throttled, reply())) as server,
        sending(server.url) as sent,
    ):
        assert sent.get().status == 200

    assert sum(sent.time.slept) == pytest.approx(slept)


def test_a_date_in_retry_after_is_read_by_the_clock_of_the_target() -> None:
    """Clocks may disagree by minutes; the target's own `Date` says what it means."""
    its_now = 1_800_000_000
    throttled = reply(
        "429 Too Many Requests",
        b"{}",
        f"Date: {formatdate(its_now, usegmt=True)}",
        f"Retry-After: {formatdate(its_now + 3, usegmt=True)}",
    )
    with (
        RawServer(each_with(throttled, reply())) as server,
        sending(server.url) as sent,
    ):
        assert sent.get().status == 200

    assert sent.time.slept == [3.0]


def test_a_retry_after_beyond_what_may_be_waited_ends_the_asking() -> None:
    throttled = reply("429 Too Many Requests", b"{}", "Retry-After: 86400")
    with (
        RawServer(each_with(throttled)) as server,
        sending(server.url, longest_wait=5) as sent,
    ):
        assert sent.get().status == 429

    assert len(server.received) == 1


def test_a_get_is_given_up_after_some_429() -> None:
    throttled = reply("429 Too Many Requests", b"{}", "Retry-After: 1")
    with RawServer(each_with(throttled)) as server, sending(server.url) as sent:
        assert sent.get().status == 429

    assert 2 <= len(server.received) <= 6


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_redirect_is_followed(status: int, method: str) -> None:
    with RawServer(each_with(reply())) as elsewhere:
        moved = reply(f"{status} Moved", b"", f"Location: {elsewhere.url}/api/v1/x")
        with RawServer(each_with(moved)) as server, sending(server.url) as sent:
            exchange = sent.send(method, "/api/v1/images/generate", body=None)

    assert exchange.status == status
    assert elsewhere.connections == 0


def test_proxies_of_the_environment_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with (
        RawServer(each_with(reply("418 Proxy"))) as proxy,
        RawServer(each_with(reply())) as server,
    ):
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        with sending(server.url) as sent:
            assert sent.get().status == 200
            assert sent.post().status == 200

    assert proxy.connections == 0


def test_no_cookie_is_sent_back() -> None:
    """A session's cookie would let in a request that must show its own credentials."""
    cookie = reply("200 OK", b"{}", "Set-Cookie: session=1; Path=/")
    with RawServer(each_with(cookie)) as server, sending(server.url) as sent:
        sent.get()
        sent.get()
        sent.post()

    assert not any(each.header("cookie") for each in server.received)


def test_the_tool_says_who_it_is() -> None:
    with RawServer(each_with(reply())) as server, sending(server.url) as sent:
        sent.get()

    assert server.received[0].header("user-agent") == ["contract-tests/0 (test)"]


def test_where_nothing_listens_there_is_no_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with sending(f"http://127.0.0.1:{port}") as sent:
        exchange = sent.post()

    assert exchange.failure is not None
    assert exchange.failure.kind is FailureKind.CONNECT


def test_headers_are_kept_up_to_a_size() -> None:
    big = reply("200 OK", b"{}", f"X-Big: {'b' * 20_000}", "X-Small: s")
    with RawServer(each_with(big)) as server, sending(server.url) as sent:
        exchange = sent.get()

    assert exchange.reply is not None
    assert len(exchange.reply.header("x-big") or "") == 1000
    assert exchange.reply.header("X-SMALL") == "s"


def test_headers_without_end_are_a_failure() -> None:
    endless = b"HTTP/1.1 200 OK\r\n" + b"X-More: more\r\n" * 100_000
    with (
        RawServer(until_closed(endless)) as server,
        sending(server.url) as sent,
    ):
        exchange = sent.post()

    assert exchange.failure is not None
    assert exchange.failure.kind is FailureKind.MALFORMED


@pytest.mark.parametrize("how", ["closes", "reads on"])
def test_a_refusal_that_comes_before_the_body_was_read_is_seen(how: str) -> None:
    seen = threading.Event()

    def script(connection: Connection, server: RawServer) -> None:
        connection.head()
        connection.send(reply("413 Content Too Large", b"{}", "Connection: close"))
        connection.socket.shutdown(socket.SHUT_WR)
        if how == "reads on":
            while connection.socket.recv(65536):
                pass
        else:
            seen.wait(10)

    with RawServer(script) as server, sending(server.url) as sent:
        exchange = sent.post(b"x" * 1_000_000)
        seen.set()

    assert exchange.status == 413


def test_exchanges_are_numbered_in_order_and_belong_to_their_operations() -> None:
    targets: list[tuple[str, str, str | None]] = [
        ("GET", "/api/v1/images?limit=1", "listImages"),
        ("GET", "/api/v1/images/abc", "getImage"),
        ("GET", "/api/v1/images/abc/def", None),
        ("POST", "/api/v1/images/generate", "generateImage"),
        ("GET", "/api/v1/account", "getAccount"),
        ("GET", "/api/v1/usage", "listUsage"),
    ]
    with RawServer(each_with(reply())) as server, sending(server.url) as sent:
        found = [sent.send(method, target) for method, target, _ in targets]

    assert [each.number for each in found] == [1, 2, 3, 4, 5, 6]
    assert [each.operation for each in found] == [name for *_, name in targets]


def test_wait_ready_returns_when_something_answers() -> None:
    script = each_with(reply("503 Starting"), reply("401 Unauthorized"))
    with RawServer(script) as server, sending(server.url) as sent:
        sent.wire.wait_ready("/api/v1/account", 20)

    assert len(server.received) == 2
    assert not any(each.header("authorization") for each in server.received)


@pytest.mark.parametrize(
    ("identity", "sent_as"),
    [("\ud800", "%ED%A0%80"), ("é", "%C3%A9"), ("a b\r\n", "a%20b%0D%0A")],
)
def test_an_id_that_holds_anything_can_be_asked_for(
    identity: str, sent_as: str
) -> None:
    with RawServer(each_with(reply())) as server, sending(server.url) as sent:
        exchange = sent.get(f"/api/v1/images/{identity}")

    assert server.received[0].target == f"/api/v1/images/{sent_as}"
    assert exchange.request.target == f"/api/v1/images/{sent_as}"
    assert exchange.operation == "getImage"


def test_an_id_that_is_too_long_for_any_url_breaks_nothing() -> None:
    with RawServer(each_with(reply())) as server, sending(server.url) as sent:
        exchange = sent.get(f"/api/v1/images/{'x' * 100_000}")

    assert exchange.failure is not None
    assert server.received == []
