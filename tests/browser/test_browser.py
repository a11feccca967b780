"""A page from another origin, in a real browser, against a real mock.

Run by ``make browser``; a machine without Chromium fails, nothing is skipped.
"""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from mockserver import MockServer

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><meta charset="utf-8"><title>client</title>
<img id="picture">
<script type="module">
const base = "%(url)s";
async function call(path, key, body) {
  const headers = { Authorization: "Bearer " + key };
  if (body) headers["Content-Type"] = "application/json";
  const options = { headers, method: body ? "POST" : "GET", body: body && JSON.stringify(body) };
  return fetch(base + path, options);
}
async function show(image) {
  const picture = document.getElementById("picture");
  picture.src = `data:${image.mediaType};base64,${image.b64_json}`;
  await picture.decode();
  return [picture.naturalWidth, picture.naturalHeight];
}
const result = {};
try {
  const request = { prompt: "חתול a cat 猫 🐈", modelId: "openai:gpt-image-2", aspectRatio: "21:9" };
  const made = await call("/api/v1/images/generate", "%(key)s", request);
  const image = (await made.json()).image;
  result.made = await show(image);
  const got = await call("/api/v1/images/" + image.id, "%(key)s");
  result.got = await show((await got.json()).image);
  result.prompt = image.prompt;
  const limited = await call("/api/v1/account", "gi_mock_limited");
  result.limited = [limited.status, limited.headers.get("Retry-After")];
  const unknown = await call("/api/v1/account", "nobody");
  result.unknown = [unknown.status, unknown.headers.get("WWW-Authenticate")];
  const bad = await call("/api/v1/images/generate", "%(key)s", { prompt: "" });
  result.bad = [bad.status, (await bad.json()).error.details.length];
  const missing = await call("/nowhere", "%(key)s");
  result.missing = [missing.status, missing.headers.get("X-Request-Id") !== null];
} catch (error) {
  result.error = String(error);
}
await fetch("/result", { method: "POST", body: JSON.stringify(result) });
</script>
"""


@pytest.fixture(scope="module")
def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found is not None:
            return found
    pytest.fail("Chromium was not found; on Debian: apt-get install chromium")


class Origin(ThreadingHTTPServer):
    """Serves one page, from another port than the mock's, and takes its result."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.page = ""
        self.results: queue.Queue[Any] = queue.Queue()


class Handler(BaseHTTPRequestHandler):
    server: Origin

    def do_GET(self) -> None:
        self._answer(200 if self.path == "/" else 404, self.server.page.encode())

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.results.put(json.loads(self.rfile.read(length)))
        self._answer(204, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *ignored: object) -> None:
        """Say nothing."""


@pytest.fixture
def origin() -> Iterator[Origin]:
    server = Origin()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("picture_format", ["png", "jpeg", "webp"])
@pytest.mark.parametrize("picture", ["captioned", "plain"])
def test_a_page_of_another_origin_shows_the_picture(
    chromium: str, origin: Origin, tmp_path: Path, picture: Any, picture_format: Any
) -> None:
    with MockServer(picture=picture, picture_format=picture_format) as server:
        origin.page = PAGE % {"url": server.url, "key": server.api_key}
        with opened(chromium, origin.server_port, tmp_path):
            result = origin.results.get(timeout=60)

    assert result == {
        "made": [1008, 432],
        "got": [1008, 432],
        "prompt": "חתול a cat 猫 🐈",
        "limited": [429, "5"],
        "unknown": [401, "Bearer"],
        "bad": [400, 2],
        "missing": [404, True],
    }


@contextmanager
def opened(chromium: str, port: int, folder: Path) -> Iterator[None]:
    """Open the page until the block ends."""
    process = subprocess.Popen(
        [
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={folder / 'profile'}",
            # Keeps the browser open until it is ended.
            "--remote-debugging-port=0",
            f"http://127.0.0.1:{port}/",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)
