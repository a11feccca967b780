from __future__ import annotations

import json
import re
import signal
import socket
from pathlib import Path

import httpx
import pytest

from tests.cli.command import run, running

KEY = {"Authorization": "Bearer gi_mock_good"}


def account(url: str, key: str = "gi_mock_good") -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.get(f"{url}/api/v1/account", headers=headers)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_ready_line_then_exit_0_at_a_signal(number: int) -> None:
    with running() as command:
        assert account(command.url).status_code == 200
        assert command.stop(number) == (0, "")


def test_each_request_is_one_line_of_the_log() -> None:
    with running("--seed", "7") as command:
        account(command.url)
        httpx.get(f"{command.url}/a%20b?secret=1")

        assert re.fullmatch(r"GET /api/v1/account -> 200 \d+ms \S+", command.log_line())
        assert re.fullmatch(r"GET /a%20b -> 404 \d+ms \S+", command.log_line())


def test_the_drawn_seed_is_told() -> None:
    with running() as command:
        assert re.fullmatch(r"seed \d+", command.log_line())


def test_the_log_may_be_json() -> None:
    with running("--log-format", "json", "--seed", "7") as command:
        account(command.url)
        line = json.loads(command.log_line())

    assert (line["method"], line["path"], line["status"]) == (
        "GET",
        "/api/v1/account",
        200,
    )
    assert line["level"] == "info"


def test_a_port_file_is_there_while_it_serves(tmp_path: Path) -> None:
    file = tmp_path / "port"
    with running("--port-file", str(file)) as command:
        assert command.url == f"http://127.0.0.1:{int(file.read_text())}"
        command.stop()

    assert not file.exists()


def test_a_unix_socket_can_be_served(tmp_path: Path) -> None:
    path = tmp_path / "mock.sock"
    with running("--uds", str(path)) as command:
        assert command.url == f"unix:{path}"
        transport = httpx.HTTPTransport(uds=str(path))
        with httpx.Client(transport=transport, base_url="http://mock") as client:
            assert client.get("/api/v1/account", headers=KEY).status_code == 200


def test_a_busy_port_is_one_line_and_exit_1() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("--port", str(port), "--seed", "1")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert f"port {port} on 127.0.0.1 is in use" in done.stderr


def test_a_bad_document_is_told_with_pointer_and_reason(tmp_path: Path) -> None:
    file = tmp_path / "api.yaml"
    file.write_text(
        "openapi: 3.1.0\ninfo: {title: x, version: '1'}\n"
        "paths: {/a: {get: {responses: {200: {$ref: '#/nowhere'}}}}}\n"
    )
    done = run(str(file))

    assert (done.returncode, done.stdout) == (1, "")
    assert "#/paths/~1a/get/responses/200" in done.stderr
    assert "#/nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_state_outlives_a_kill(tmp_path: Path) -> None:
    state = str(tmp_path / "mock.db")
    body = {"prompt": "a lighthouse", "modelId": "openai:gpt-image-2"}
    with running("--state", state, "--images", "3", "--picture-size", "64") as command:
        made = httpx.post(
            f"{command.url}/api/v1/images/generate", headers=KEY, json=body
        )
        command.process.kill()
        command.process.wait()
    with running("--state", state, "--images", "3", "--picture", "plain") as command:
        image = made.json()["image"]
        again = httpx.get(f"{command.url}/api/v1/images/{image['id']}", headers=KEY)
        usage = httpx.get(f"{command.url}/api/v1/usage", headers=KEY).json()
        second = run("--state", state, "--port", "0")

    assert again.json()["image"] == image
    assert usage["total"] == 5
    assert sum(row["amount"] for row in usage["transactions"]) == 994
    assert second.returncode == 1
    assert "open in another mock" in second.stderr


def test_another_seed_than_the_files_is_refused(tmp_path: Path) -> None:
    state = str(tmp_path / "mock.db")
    with running("--state", state, "--seed", "7"):
        pass
    before = Path(state).read_bytes()
    done = run("--state", state, "--seed", "8", "--port", "0")

    assert done.returncode == 1
    assert "7" in done.stderr
    assert "8" in done.stderr
    assert Path(state).read_bytes() == before


def test_keys_prices_and_credits_are_taken() -> None:
    body = {"prompt": "a lighthouse", "modelId": "openai:gpt-image-2"}
    with running(
        "--api-key",
        "a=b=5",
        "--api-key",
        "c",
        "--credits",
        "9",
        "--price",
        "openai:gpt-image-2=1",
    ) as command:
        assert account(command.url, "a=b").json()["creditBalance"] == 5
        assert account(command.url, "c").json()["creditBalance"] == 9
        made = httpx.post(
            f"{command.url}/api/v1/images/generate", headers=KEY, json=body
        )
        assert made.json()["credits"] == {"charged": 1, "remaining": 8}


def test_prices_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "prices.json"
    file.write_text('{"openai:gpt-image-2": 9, "openai:gpt-image-1.5": 8}')
    body = {"prompt": "a lighthouse", "modelId": "openai:gpt-image-2"}
    with running(
        "--price-file", str(file), "--price", "openai:gpt-image-1.5=1"
    ) as command:
        url = f"{command.url}/api/v1/images/generate"
        costs = [
            httpx.post(url, headers=KEY, json={**body, "modelId": model}).json()[
                "credits"
            ]["charged"]
            for model in ("openai:gpt-image-2", "openai:gpt-image-1.5")
        ]

    assert costs == [9, 1]


def test_latency_is_waited(tmp_path: Path) -> None:
    with running("--latency", "50-60", "--seed", "1") as command:
        account(command.url)
        found = re.search(r"(\d+)ms", command.log_line())

    assert found is not None
    assert int(found[1]) >= 50


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_key_is_in_the_log(log_format: str) -> None:
    with running(
        "--log-level", "debug", "--log-format", log_format, "--api-key", "my-secret=5"
    ) as command:
        account(command.url, "my-secret")
        account(command.url, "my-other-secret")
        httpx.get(f"{command.url}/api/v1/account?api_key=my-secret")
        command.stop()
        log = command.rest_of_log()

    assert sum("/api/v1/account" in line for line in log.splitlines()) == 3
    assert "secret" not in log


def test_a_higher_level_leaves_the_requests_out() -> None:
    with running("--log-level", "warning", "--seed", "7") as command:
        account(command.url)
        command.stop()

        assert command.rest_of_log() == ""


def test_everything_can_be_set_by_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "port"
    with running(
        MOCKSERVER_PORT_FILE=str(file),
        MOCKSERVER_API_KEY="a=1,b",
        MOCKSERVER_CREDITS="9",
        MOCKSERVER_NO_MAGIC="true",
        MOCKSERVER_CORS="false",
        MOCKSERVER_LOG_FORMAT="json",
        MOCKSERVER_SEED="7",
    ) as command:
        replies = [account(command.url, key) for key in ("a", "b", "gi_mock_good")]
        line = json.loads(command.log_line())
        port = int(file.read_text())

    assert [reply.status_code for reply in replies] == [200, 200, 401]
    assert [reply.json()["creditBalance"] for reply in replies[:2]] == [1, 9]
    assert "Access-Control-Allow-Origin" not in replies[0].headers
    assert line["path"] == "/api/v1/account"
    assert command.url.endswith(f":{port}")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere.json"], "nowhere.json: there is no such file"),
        (["--state", ".", "--port", "0"], "the state file is a folder"),
        (["--port-file", "/nowhere/port", "--port", "0"], "/nowhere/port"),
        (["--uds", "/nowhere/socket"], "/nowhere/socket"),
    ],
    ids=["document", "state", "port file", "socket"],
)
def test_a_failure_is_exit_1_and_one_line(arguments: list[str], told: str) -> None:
    done = run(*arguments, "--seed", "7")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("mockserver: ")
    assert told in done.stderr


@pytest.mark.parametrize(("level", "lines"), [("info", 2), ("debug", 6)])
def test_the_same_notice_is_told_once(tmp_path: Path, level: str, lines: int) -> None:
    file = tmp_path / "api.json"
    properties = {
        **{name: {"type": "string", "nullable": True} for name in "abc"},
        "d": {"type": "string", "minLenght": 1},
    }
    content = {"application/json": {"schema": {"properties": properties}}}
    responses = {"200": {"description": "x", "content": content}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Other", "version": "1"},
        "paths": {"/a": {"get": {"responses": responses}}},
    }
    file.write_text(json.dumps(document))
    with running(str(file), "--log-level", level, "--seed", "7") as command:
        command.stop()
        log = command.rest_of_log().splitlines()

    assert len(log) == lines, log
    assert log[0].startswith("warning: #/paths/~1a/get/responses/200/")
    assert log[0].endswith("(and 2 more places; --log-level debug names all)")
    assert "minLenght" in log[1]
