"""What a person at a terminal is told, and that the line to paste works."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import READY, clean_environment, running


@contextmanager
def on_a_terminal(*arguments: str) -> Iterator[str]:
    """Run the command with stderr on a terminal; yield its banner while it serves."""
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "mockserver", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=terminal,
        text=True,
        env=clean_environment(),
    )
    os.close(terminal)
    try:
        assert process.stdout is not None
        assert READY.fullmatch(process.stdout.readline())
        yield _read_until(controller, "Ctrl-C")
    finally:
        process.kill()
        process.wait()
        os.close(controller)
        assert process.stdout is not None
        process.stdout.close()


def _read_until(descriptor: int, word: str) -> str:
    text = ""
    while word not in text:
        assert select.select([descriptor], [], [], 20)[0], text
        text += os.read(descriptor, 4096).decode()
    return text


def pasted(banner: str) -> str:
    """Run the line of the banner that shows a request."""
    line = next(part.strip() for part in banner.splitlines() if "curl" in part)
    done = subprocess.run(
        ["sh", "-c", line], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_banner_shows_keys_but_not_those_that_were_given() -> None:
    arguments = ["--picture-size", "64", "--api-key", "my-secret"]
    with on_a_terminal(*arguments) as banner:
        assert json.loads(pasted(banner))["credits"]["charged"] > 0

    assert "gi_mock_poor" in banner
    assert "1 of --api-key" in banner
    assert "my-secret" not in banner


def test_the_line_works_on_a_unix_socket(tmp_path: Path) -> None:
    socket = str(tmp_path / "a mock's.sock")
    with on_a_terminal("--uds", socket, "--picture", "plain") as banner:
        assert json.loads(pasted(banner))["credits"]["charged"] > 0


@pytest.mark.parametrize(
    ("scheme", "place"),
    [
        ({"type": "apiKey", "in": "header", "name": "X-Key"}, "header 'X-Key'"),
        ({"type": "apiKey", "in": "query", "name": "a key"}, "query 'a key'"),
        ({"type": "apiKey", "in": "cookie", "name": "sid"}, "cookie 'sid'"),
        ({"type": "http", "scheme": "basic"}, "Authorization: Basic"),
        ({"type": "http", "scheme": "bearer"}, "Authorization: Bearer"),
    ],
    ids=["header", "query", "cookie", "basic", "bearer"],
)
def test_the_line_carries_the_key_where_another_document_wants_it(
    tmp_path: Path, scheme: Any, place: str
) -> None:
    example = {"content": {"application/json": {"example": {"up": True}}}}
    responses = {"200": {"description": "x", **example}}
    parameter = {"name": "id", "in": "path", "required": True, "schema": {}}
    file = tmp_path / "api.json"
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Other", "version": "2"},
        "security": [{"key": []}],
        "paths": {
            "/b/{id}": {"get": {"parameters": [parameter], "responses": responses}},
            "/up": {"get": {"operationId": "up", "responses": responses}},
        },
        "components": {"securitySchemes": {"key": scheme}},
    }
    file.write_text(json.dumps(document))
    with on_a_terminal(str(file)) as banner:
        assert json.loads(pasted(banner)) == {"up": True}

    assert "Other 2: 2 operations" in banner
    assert place in banner


def test_there_is_no_banner_without_a_terminal() -> None:
    with running("--seed", "7") as command:
        command.process.terminate()
        command.process.wait()
        assert command.rest_of_log() == ""
