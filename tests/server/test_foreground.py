"""A server in the foreground, as a process: its line, its signals, its exit code."""

from __future__ import annotations

import os
import signal
import socket
import stat
import time
from pathlib import Path

import pytest

from tests.server.conftest import Run
from tests.server.wire import PATIENCE, Wire, get

# A stop takes some tenths of a second; the rest is for a busy machine.
A_WHILE = 8.0


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_with_exit_code_0(run: Run, name: str) -> None:
    program = run("echo")
    with Wire(program.port()) as wire:
        assert wire.send(get("/a")).answer().body == b"GET /a 0"
        started = time.monotonic()
        program.signal(signal.Signals[name])
        assert program.end() == (0, "", "")
        assert time.monotonic() - started < A_WHILE


def test_a_request_under_way_is_cut_in_the_end(run: Run) -> None:
    program = run("waiting")
    port = program.port()
    with Wire(port) as slow, Wire(port) as quick:
        slow.send(get("/slow"))
        quick.send(get("/quick")).answer()
        started = time.monotonic()
        program.signal(signal.SIGTERM)
        assert program.end() == (0, "", "")
        assert time.monotonic() - started < A_WHILE


def test_a_second_signal_does_not_wait(run: Run) -> None:
    program = run("waiting")
    port = program.port()
    with Wire(port) as slow, Wire(port) as quick:
        slow.send(get("/slow"))
        quick.send(get("/quick")).answer()
        program.signal(signal.SIGINT)
        program.signal(signal.SIGINT)
        assert program.end() == (0, "", "")


def test_a_request_that_blocks_the_loop_does_not_keep_the_process(
    run: Run, tmp_path: Path
) -> None:
    program = run("blocking", "--port-file", tmp_path / "port")
    with Wire(program.port()) as wire:
        wire.send(get())
        assert program.error_line() == "blocking\n"
        program.signal(signal.SIGTERM)
        code, out, err = program.end()
    assert (code, out) == (1, "")
    assert err == (
        "mockserver: a request blocks the event loop, so the server was ended forcibly\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_busy_port_is_one_line_and_exit_code_1(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run("echo", "--port", str(port)).end() == (
            1,
            "",
            f"mockserver: port {port} on 127.0.0.1 is in use; "
            "choose another with --port, or 0 for a free one\n",
        )


def test_an_application_that_does_not_start_is_one_line_and_exit_code_1(
    run: Run, tmp_path: Path
) -> None:
    program = run("refusing", "--port-file", tmp_path / "port")
    line = "mockserver: the application did not start: no such document\n"
    assert program.end() == (1, "", line)
    assert list(tmp_path.iterdir()) == []


def test_the_ready_line_shows_an_address_to_connect_to(run: Run) -> None:
    program = run("echo", "--host", "0.0.0.0")
    assert program.ready().startswith("http://127.0.0.1:")


def test_the_port_file_holds_the_port_while_it_runs(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "port"
    program = run("echo", "--port-file", path)
    port = program.port()
    assert path.read_text() == f"{port}\n"
    assert [p.name for p in tmp_path.iterdir()] == ["port"]
    program.signal(signal.SIGTERM)
    assert program.end()[0] == 0
    assert list(tmp_path.iterdir()) == []


def test_a_port_file_of_another_server_is_left(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "port"
    program = run("echo", "--port-file", path)
    program.port()
    path.write_text("1\n")
    program.signal(signal.SIGTERM)
    assert program.end()[0] == 0
    assert path.read_text() == "1\n"


def test_a_port_file_that_cannot_be_written_ends_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "missing" / "port"
    code, out, err = run("echo", "--port-file", path).end()
    assert (code, out) == (1, "")
    assert err.startswith(f"mockserver: cannot write the port file {path}: ")


def _ask(path: Path) -> bytes:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(PATIENCE)
        client.connect(str(path))
        client.sendall(get("/a", "Connection: close"))
        reply = b""
        while data := client.recv(65536):
            reply += data
        return reply


def _leave_a_dead_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))


@pytest.mark.parametrize("dead", [False, True], ids=["new", "in place of a dead one"])
def test_a_unix_socket_is_served_and_removed(
    run: Run, tmp_path: Path, dead: bool
) -> None:
    path = tmp_path / "s"
    if dead:
        _leave_a_dead_socket(path)
    program = run("echo", "--uds", path)
    assert program.ready() == f"unix:{path}"
    assert _ask(path).endswith(b"GET /a 0")
    program.signal(signal.SIGTERM)
    assert program.end() == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_a_live_unix_socket_is_not_taken_away(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "s"
    first = run("echo", "--uds", path)
    first.ready()
    code, out, err = run("echo", "--uds", path).end()
    assert (code, out) == (1, "")
    assert err.startswith(f"mockserver: a server listens on {path} already")
    assert _ask(path).endswith(b"GET /a 0")


@pytest.mark.parametrize("kind", ["file", "directory", "link to a file"])
def test_what_is_no_socket_is_left_as_it_is(
    run: Run, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "s"
    if kind == "directory":
        path.mkdir()
    elif kind == "file":
        path.write_text("precious")
    else:
        (tmp_path / "other").write_text("precious")
        path.symlink_to("other")
    before = os.lstat(path)
    code, out, err = run("echo", "--uds", path).end()
    assert (code, out) == (1, "")
    assert err.startswith(f"mockserver: {path} exists and is no socket")
    assert os.lstat(path) == before


def test_too_long_a_path_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / ("s" * 120)
    code, out, err = run("echo", "--uds", path).end()
    assert (code, out) == (1, "")
    assert err.startswith(f"mockserver: cannot listen on {path}: AF_UNIX path too long")


def test_a_unix_socket_has_no_port_to_write(run: Run, tmp_path: Path) -> None:
    program = run("echo", "--uds", tmp_path / "s", "--port-file", tmp_path / "port")
    code, out, err = program.end()
    assert (code, out) == (1, "")
    assert "leave out --port-file" in err
    assert list(tmp_path.iterdir()) == []


def test_a_unix_socket_that_was_replaced_is_left(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "s"
    program = run("echo", "--uds", path)
    program.ready()
    path.unlink()
    _leave_a_dead_socket(path)
    program.signal(signal.SIGTERM)
    assert program.end()[0] == 0
    assert stat.S_ISSOCK(path.lstat().st_mode)
