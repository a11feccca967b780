"""Many connections, much input and no descriptors: memory and service hold."""

from __future__ import annotations

import gc
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from mockserver.server.descriptors import allow_many_descriptors
from tests.server.apps import Large, Waiting, echo
from tests.server.conftest import Run, Serve
from tests.server.wire import PATIENCE, Wire, get, request

resource = pytest.importorskip("resource")

MEGABYTE = 1_000_000


@contextmanager
def _memory() -> Iterator[list[int]]:
    """Measure the memory held at the end, and the peak, above that of the start."""
    measured: list[int] = []
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    try:
        yield measured
        gc.collect()
        measured += [n - before for n in tracemalloc.get_traced_memory()]
    finally:
        tracemalloc.stop()


def _settled(port: int) -> None:
    """Return when the server has handled what happened before."""
    for _ in range(3):
        with Wire(port) as wire:
            wire.send(get("/", "Connection: close"))
            wire.rest()


CONNECTIONS = 1000


@pytest.fixture
def _many_descriptors() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    allow_many_descriptors()
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < CONNECTIONS + 100:
        pytest.skip("this machine does not allow so many open files")
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def _resident(process: int) -> int:
    pages: int = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    size: int = pages * resource.getpagesize()
    return size


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.usefixtures("_many_descriptors")
def test_a_thousand_idle_connections_neither_stop_service_nor_stay_in_memory(
    run: Run,
) -> None:
    """What the first round leaves is the allocator's; a leak grows with each round."""
    program = run("echo")
    port = program.port()
    resident = []
    for _ in range(2):
        with ExitStack() as stack:
            for number in range(CONNECTIONS):
                wire = stack.enter_context(Wire(port))
                wire.send(get()).answer()  # now it may be idle for long
                if number % 2:
                    wire.send(b"GET / HTTP/1.1\r\n")
            _settled(port)
        _settled(port)
        resident.append(_resident(program.process.pid))
    assert resident[1] - resident[0] < 2 * MEGABYTE
    assert resident[0] < 120 * MEGABYTE


ENDLESS = {
    "one field": (get("/", "A: ")[:-4], b"a" * 65536),
    "many fields": (get()[:-2], b"a: b\r\n" * 10_000),
    "target": (b"GET /", b"a" * 65536),
    "chunk extension": (request("POST", "/", "Transfer-Encoding: chunked") + b"1;", b"a" * 65536),
    "trailer": (request("POST", "/", "Transfer-Encoding: chunked") + b"0\r\n", b"a: b\r\n" * 10_000),
    "empty lines": (b"", b"\r\n" * 32768),
}  # fmt: skip


@pytest.mark.parametrize("case", ENDLESS)
def test_endless_input_takes_no_endless_memory(serve: Serve, case: str) -> None:
    start, more = ENDLESS[case]
    server = serve(echo, linger_bytes=MEGABYTE, head_seconds=0.5)
    _settled(server.port)
    with _memory() as measured, Wire(server.port) as wire, suppress(OSError):
        wire.send(start)
        for _ in range(300):
            wire.send(more)
    assert measured[1] < 6 * MEGABYTE


def test_an_endless_pipeline_takes_no_endless_memory(serve: Serve) -> None:
    app = Waiting()
    server = serve(app)
    with Wire(server.port) as wire:
        wire.send(get("/quick", "Connection: close")).rest()
    with _memory() as measured, Wire(server.port) as wire:
        wire.send(get("/slow"))
        assert app.entered.wait(PATIENCE)
        wire.socket.settimeout(0.2)
        with suppress(OSError):
            for _ in range(300):
                wire.send(get("/slow") * 2000)
    assert measured[1] < 12 * MEGABYTE


def test_an_unread_reply_takes_no_endless_memory(serve: Serve) -> None:
    app = Large(10_000)
    server = serve(app, write_seconds=0.2)
    with _memory() as measured, Wire(server.port) as wire:
        wire.send(get())
        assert app.gone.wait(PATIENCE)
    assert measured[1] < 6 * MEGABYTE


FEW_DESCRIPTORS = """
import os, resource, socket, time
from mockserver.server import ServerThread
from tests.server.apps import echo
from tests.server.wire import Wire, get

with ServerThread(echo) as server:
    # Made before there are few; the server is left 20 for them.
    clients = [socket.socket() for _ in range(60)]
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    few = len(os.listdir("/proc/self/fd")) + 20
    resource.setrlimit(resource.RLIMIT_NOFILE, (few, hard))
    for client in clients:
        client.settimeout(20)
        client.connect(("127.0.0.1", server.port))
    used = time.process_time()
    # Those for which there is no descriptor wait or are closed; others wait for the
    # end of their time, which is when an accept that spins would be seen.
    clients[0].settimeout(0.5)
    try:
        clients[0].recv(1)
    except TimeoutError:
        pass
    spun = time.process_time() - used
    for client in clients:
        client.close()
    for attempt in range(200):
        try:
            with Wire(server.port) as wire:
                status = wire.send(get()).answer().status
            break
        except (OSError, EOFError):
            time.sleep(0.05)  # until the server has closed the rest
print(status, "spun" if spun > 0.25 else "calm")
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts in /proc")
def test_a_server_without_descriptors_neither_spins_nor_dies() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FEW_DESCRIPTORS],
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE,
        check=False,
    )
    assert done.stdout == "200 calm\n", done.stderr


def test_the_soft_limit_on_descriptors_is_raised_to_the_hard_one() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(512, before[1]), before[1]))
    try:
        allow_many_descriptors()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert soft == hard == before[1]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
