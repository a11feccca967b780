"""What cannot be judged is no breach, and no pass either."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_tests.judgement.judge import judge
from contract_tests.judgement.report import ExitCode, Outcome, Report
from contract_tests.run import carry_out
from contract_tests.settings import Depth, Settings
from mockserver import MockServer
from tests.contract.raw_server import (
    Connection,
    RawServer,
    Script,
    each_with,
    reply,
)
from tests.contract.sending import KEY

REFUSED = json.dumps({"error": {"message": "no"}}).encode()


def report_on(url: str, key: str = KEY, *, max_wait: float = 0.05) -> Report:
    tape, contract = carry_out(
        Settings(url, key, level=Depth.SMOKE, max_wait=max_wait, seed=1)
    )
    return judge(tape, contract)


def html(status: str) -> bytes:
    page = b"<!doctype html><title>Sign in</title>"
    answer = reply(status, page)
    return answer.replace(b"application/json", b"text/html; charset=utf-8")


def hangs_up(connection: Connection, server: RawServer) -> None:
    connection.request()


TARGETS: dict[str, tuple[Script, str]] = {
    "401 everywhere": (each_with(reply("401 No", REFUSED)), "key was refused"),
    "403 everywhere": (each_with(reply("403 No", REFUSED)), "key was refused"),
    "429 for ever": (
        each_with(reply("429 Slow", REFUSED, "Retry-After: 0")),
        "throttled",
    ),
    "429 beyond what is waited": (
        each_with(reply("429 Slow", REFUSED, "Retry-After: 9999")),
        "throttled",
    ),
    "502 everywhere": (each_with(reply("502 Bad Gateway", b"")), "down"),
    "503 everywhere": (each_with(reply("503 Unavailable", REFUSED)), "down"),
    "504 everywhere": (each_with(html("504 Timeout")), "down"),
    "a login page": (each_with(html("200 OK")), "HTML"),
    "a page not found": (each_with(html("404 Not Found")), "HTML"),
    "a redirect": (
        each_with(reply("302 Found", b"", "Location: https://login.example/")),
        "redirects to https://login.example/",
    ),
    "another API": (
        each_with(reply(body=b'{"status": "ok", "version": 3}')),
        "not the Get Images API",
    ),
    "another API's 404": (
        each_with(reply("404 Not Found", b'{"detail": "Not Found"}')),
        "not the Get Images API",
    ),
    "an empty list": (each_with(reply(body=b"[]")), "not the Get Images API"),
    "no HTTP": (
        lambda connection, server: connection.send(b"SSH-2.0-OpenSSH_9.6\r\n"),
        "no HTTP",
    ),
    "hangs up": (hangs_up, "no HTTP"),
}


@pytest.mark.parametrize(("script", "cause"), TARGETS.values(), ids=TARGETS)
def test_what_cannot_be_judged_exits_3_and_says_why(script: Script, cause: str) -> None:
    with RawServer(script) as server:
        report = report_on(server.url)

    assert report.exit_code is ExitCode.NOT_JUDGED
    assert cause in report.cause
    assert "\n" not in report.cause
    assert len(report.cause) < 200
    assert KEY not in report.cause
    assert report.of(Outcome.FAILED, Outcome.PASSED, Outcome.WARNED) == ()
    assert {each.method for each in server.received} <= {"GET"}


def test_where_nothing_listens_exits_3() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    report = report_on(f"http://127.0.0.1:{port}")

    assert report.exit_code is ExitCode.NOT_JUDGED
    assert "no connection" in report.cause


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl command")
def test_a_certificate_of_nobody_exits_3_and_names_the_way_out(tmp_path: Path) -> None:
    both = tmp_path / "both.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=x -batch"
    made = [*command.split(), "-keyout", str(both), "-out", str(tmp_path / "c.pem")]
    subprocess.run(made, check=True, capture_output=True)
    both.write_text(both.read_text() + (tmp_path / "c.pem").read_text())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    with RawServer(each_with(reply()), context) as server:
        report = report_on(server.url)

    assert report.exit_code is ExitCode.NOT_JUDGED
    assert "--insecure" in report.cause


@pytest.mark.parametrize(
    ("key", "cause"),
    [
        ("gi_mock_revoked", "key was refused"),
        ("gi_nobody_has_this", "key was refused"),
        ("gi_mock_limited", "throttled"),
    ],
)
def test_a_key_that_opens_nothing_exits_3(key: str, cause: str) -> None:
    with MockServer(picture="plain", picture_size=64) as mock:
        report = report_on(mock.url, key)

    assert report.exit_code is ExitCode.NOT_JUDGED
    assert cause in report.cause


def test_the_conforming_mock_exits_0() -> None:
    with MockServer(picture="plain", picture_size=64) as mock:
        report = report_on(mock.url, mock.api_key)

    assert report.exit_code is ExitCode.KEPT
    assert report.cause == ""


def answering(change: Callable[[str], bytes | None]) -> Script:
    """Return a script of an almost right deployment, `change` answering some paths."""
    bodies = {
        "/api/v1/account": {"userId": "u", "email": "u@x.example", "creditBalance": 9},
        "/api/v1/images": {"images": [], "total": 0, "limit": 20, "offset": 0},
        "/api/v1/usage": {"transactions": [], "total": 0, "limit": 20, "offset": 0},
    }

    def script(connection: Connection, server: RawServer) -> None:
        while (request := connection.request()) is not None:
            path = request.target.partition("?")[0]
            if (changed := change(path)) is not None:
                connection.send(changed)
            elif request.header("authorization") != [f"Bearer {KEY}"]:
                connection.send(reply("401 No", REFUSED))
            elif path in bodies and request.method == "GET":
                connection.send(reply(body=json.dumps(bodies[path]).encode()))
            else:
                connection.send(reply("400 No", REFUSED))

    return script


@pytest.mark.parametrize(
    "answer",
    [
        reply("404 Not Found", REFUSED),
        reply("500 Oops", REFUSED),
        reply("200 OK", b'{"userId": 5}'),
        reply("200 OK", b"not JSON"),
    ],
    ids=["404", "500", "a wrong body", "no JSON"],
)
def test_a_wrong_answer_of_this_very_api_is_a_breach(answer: bytes) -> None:
    script = answering(lambda path: answer if path == "/api/v1/account" else None)
    with RawServer(script) as server:
        report = report_on(server.url)

    assert report.exit_code is ExitCode.BREACHED
    assert report.failures


def test_every_operation_answering_404_in_its_own_shape_is_a_breach() -> None:
    with RawServer(each_with(reply("404 Not Found", REFUSED))) as server:
        report = report_on(server.url)

    assert report.exit_code is ExitCode.BREACHED


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_exits_130_and_leaves_its_tape(
    number: signal.Signals, tmp_path: Path
) -> None:
    """It is interrupted while the target is silent."""
    tape = tmp_path / "tape"

    def script(connection: Connection, server: RawServer) -> None:
        if request := connection.request():
            server.received.append(request)
            os.kill(process.pid, number)
            connection.stopped.wait(20)

    command = [sys.executable, "-m", "contract_tests", "run", "--tape", str(tape)]
    environment = os.environ | {"CONTRACT_TESTS_API_KEY": KEY}
    with RawServer(script) as server:
        process = subprocess.Popen(
            [*command, "--quiet", server.url],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        told, errors = process.communicate(timeout=30)

    assert process.returncode == 130
    assert "Traceback" not in errors
    assert KEY not in told + errors + tape.read_text()
    last = json.loads(tape.read_text().splitlines()[-1])
    assert (last["type"], last["ending"]) == ("end", "interrupted")
