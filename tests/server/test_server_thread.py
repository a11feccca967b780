"""A server in a thread: starts when it says so, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import gc
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from mockserver.errors import ServerError
from mockserver.server import ServerThread
from tests.server.apps import Message, Receive, Send, Waiting, echo, lifespan
from tests.server.wire import PATIENCE, Wire, get


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """Compare threads, and let forgotten sockets and loops warn (warnings are errors)."""
    before = set(threading.enumerate())
    yield
    gc.collect()
    assert set(threading.enumerate()) == before


def test_a_started_server_answers() -> None:
    with ServerThread(echo) as server, Wire(server.port) as wire:
        assert server.url == f"http://127.0.0.1:{server.port}"
        assert wire.send(get("/a")).answer().body == b"GET /a 0"


def test_a_server_works_inside_a_running_event_loop() -> None:
    async def main() -> bytes:
        async with ServerThread(echo) as server:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(get("/a", "Connection: close"))
            reply = await reader.read()
            writer.close()
            await writer.wait_closed()
            return reply

    assert asyncio.run(main()).endswith(b"GET /a 0")


def test_a_blocking_with_inside_a_running_event_loop_works_too() -> None:
    async def main() -> None:
        with ServerThread(echo) as server, Wire(server.port) as wire:
            assert wire.send(get()).answer().status == 200

    asyncio.run(main())


def test_a_server_works_in_another_thread_than_the_main_one() -> None:
    failures: list[BaseException] = []

    def work() -> None:
        try:
            test_a_started_server_answers()
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(PATIENCE)
    assert failures == []


def test_servers_take_ports_of_their_own() -> None:
    with ServerThread(echo) as one, ServerThread(echo) as two:
        assert one.port != two.port


def test_a_server_may_be_started_again() -> None:
    server = ServerThread(echo)
    for _ in range(3):
        with server, Wire(server.port) as wire:
            assert wire.send(get()).answer().status == 200


def test_its_port_can_be_taken_again_at_once() -> None:
    """A connection that the server closed first stays in TIME_WAIT for a minute."""
    with ServerThread(echo) as server, Wire(server.port) as wire:
        port = server.port
        wire.send(get()).answer()
        server.stop()
        assert wire.rest() == b""
    with ServerThread(echo, port=port) as server:
        assert server.port == port


def test_stopping_twice_is_harmless() -> None:
    server = ServerThread(echo).start()
    server.stop()
    server.stop()
    with pytest.raises(ServerError, match="not running"):
        _ = server.url


def test_starting_twice_is_refused() -> None:
    with ServerThread(echo) as server:
        with pytest.raises(ServerError, match=f"runs already, on {server.url}"):
            server.start()
        with Wire(server.port) as wire:
            assert wire.send(get()).answer().status == 200


def test_a_taken_port_is_told_to_the_caller() -> None:
    with ServerThread(echo) as server:
        other = ServerThread(echo, port=server.port)
        with pytest.raises(ServerError) as caught:
            other.start()
    assert str(caught.value) == (
        f"port {other._port} on 127.0.0.1 is in use; "
        "choose another with --port, or 0 for a free one"
    )


@pytest.mark.parametrize(
    ("host", "port", "message"),
    [
        ("127.0.0.1", 65536, "port 65536 is not between 0 and 65535"),
        ("127.0.0.1", -1, "port -1 is not between 0 and 65535"),
        ("198.51.100.1", 0, "host 198.51.100.1 is no address of this machine"),
        ("not a host", 0, "host 'not a host' cannot be resolved"),
        ("a" * 70, 0, "cannot be resolved"),
    ],
)
def test_an_address_that_cannot_be_had_is_told_to_the_caller(
    host: str, port: int, message: str
) -> None:
    with pytest.raises(ServerError, match=message):
        ServerThread(echo, host=host, port=port).start()


async def _fails(scope: Message, receive: Receive, send: Send) -> None:
    raise LookupError("no such document")


async def _refuses(scope: Message, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.failed", "message": "the file is locked"})


async def _says_nothing(scope: Message, receive: Receive, send: Send) -> None:
    await receive()


@pytest.mark.parametrize(
    ("app", "reason"),
    [
        pytest.param(_fails, "no such document", id="raises"),
        pytest.param(_refuses, "the file is locked", id="refuses"),
        pytest.param(_says_nothing, "ended without an answer", id="says nothing"),
    ],
)
@pytest.mark.parametrize("how", ["with", "async with"])
def test_an_application_that_does_not_start_is_told_to_the_caller(
    app: object, reason: str, how: str
) -> None:
    server = ServerThread(app)  # type: ignore[arg-type]  # parametrize hands on objects

    async def enter() -> None:
        async with server:
            raise AssertionError("the server has started")

    start = server.start if how == "with" else lambda: asyncio.run(enter())
    with pytest.raises(ServerError, match=f"did not start: .*{reason}") as caught:
        start()
    if app is _fails:
        assert isinstance(caught.value.__cause__, LookupError)
    server.stop()


async def _fails_to_stop(scope: Message, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    raise OSError("disk full")


def test_an_application_that_does_not_stop_is_told_to_the_caller() -> None:
    server = ServerThread(_fails_to_stop).start()
    with pytest.raises(ServerError, match="did not stop: disk full"):
        server.stop()


def test_an_application_that_never_stops_is_not_waited_for() -> None:
    async def app(scope: Message, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await asyncio.Event().wait()

    server = ServerThread(app).start()
    with pytest.raises(ServerError, match="did not stop within 1 seconds"):
        server.stop()


def test_what_the_lifespan_keeps_reaches_the_requests() -> None:
    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            scope["state"]["word"] = b"kept"
            return await lifespan(receive, send)
        body = scope["state"]["word"]
        length = (b"content-length", b"%d" % len(body))
        await send({"type": "http.response.start", "status": 200, "headers": [length]})
        await send({"type": "http.response.body", "body": body})
        return None

    with ServerThread(app) as server, Wire(server.port) as wire:
        assert wire.send(get()).answer().body == b"kept"


def test_a_request_under_way_is_answered_before_the_end() -> None:
    app = Waiting()
    with ServerThread(app, drain_seconds=PATIENCE) as server, Wire(server.port) as wire:
        wire.send(get("/slow"))
        assert app.entered.wait(PATIENCE)
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        app.go()
        assert wire.answer().body == b"/slow"
        assert wire.rest() == b""
        stopping.join(PATIENCE)


def test_a_request_that_does_not_end_is_cut(caplog: pytest.LogCaptureFixture) -> None:
    app = Waiting()
    with ServerThread(app, drain_seconds=0.05) as server, Wire(server.port) as wire:
        wire.send(get("/slow"))
        assert app.entered.wait(PATIENCE)
        started = time.monotonic()
        server.stop()
        assert time.monotonic() - started < 3
        assert app.gone.wait(PATIENCE)
        assert wire.rest() == b""
    assert caplog.records == []


def test_stopping_an_idle_server_is_quick() -> None:
    started = time.monotonic()
    for _ in range(10):
        with ServerThread(echo):
            pass
    assert time.monotonic() - started < 3


def test_stopping_from_within_the_application_ends_the_server() -> None:
    held: list[ServerThread] = []

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            held[0].stop()
        await echo(scope, receive, send)

    with ServerThread(app) as server, Wire(server.port) as wire:
        held.append(server)
        assert wire.send(get()).answer().status == 200
        assert wire.rest() == b""


def test_localhost_is_reached_over_both_addresses() -> None:
    with ServerThread(echo, host="localhost") as server:
        assert server.url == f"http://localhost:{server.port}"
        hosts = ["127.0.0.1"]
        if socket.has_ipv6:
            hosts.append("::1")
        for host in hosts:
            try:
                connection = socket.create_connection((host, server.port), PATIENCE)
            except OSError:
                assert host == "::1", "IPv4 is everywhere"
                continue
            with connection:
                connection.sendall(get())
                assert connection.recv(12) == b"HTTP/1.1 200"


@pytest.mark.parametrize(
    ("host", "shown"), [("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("::", "[::1]")]
)
def test_the_url_names_a_host_that_a_client_can_use(host: str, shown: str) -> None:
    server = ServerThread(echo, host=host)
    try:
        server.start()
    except ServerError:
        assert ":" in host, "IPv4 is everywhere"
        pytest.skip("this machine has no IPv6")
    try:
        assert server.url == f"http://{shown}:{server.port}"
    finally:
        server.stop()


NOT_STOPPED = """
import warnings
from mockserver.server import ServerThread
from tests.server.apps import echo
server = ServerThread(echo).start()
print("started", flush=True)
"""


def test_a_server_that_nobody_stops_does_not_keep_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NOT_STOPPED],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "started\n", "")
