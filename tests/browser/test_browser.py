"""A page from another origin, in a real browser, against a real mock.

Run by ``make browser``; a machine without Chromium fails, nothing is skipped.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from mockserver import MockServer

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><meta charset="utf-8"><title>client</title>
<img id="picture"><pre id="result">waiting</pre>
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
document.getElementById("result").textContent = JSON.stringify(result);
</script>
"""


@pytest.fixture(scope="module")
def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found is not None:
            return found
    pytest.fail("Chromium was not found; on Debian: apt-get install chromium")


@pytest.fixture
def another_origin() -> Iterator[Any]:
    """Serve one page from another port than the mock's."""

    class Handler(BaseHTTPRequestHandler):
        page = b""

        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(self.page)

        def log_message(self, *ignored: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("picture_format", ["png", "jpeg", "webp"])
@pytest.mark.parametrize("picture", ["captioned", "plain"])
def test_a_page_of_another_origin_shows_the_picture(
    chromium: str,
    another_origin: Any,
    tmp_path: Path,
    picture: Any,
    picture_format: Any,
) -> None:
    with MockServer(picture=picture, picture_format=picture_format) as server:
        page = PAGE % {"url": server.url, "key": server.api_key}
        another_origin.RequestHandlerClass.page = page.encode()
        result = opened(chromium, another_origin.server_port, tmp_path)

    assert result == {
        "made": [1008, 432],
        "got": [1008, 432],
        "prompt": "חתול a cat 猫 🐈",
        "limited": [429, "5"],
        "unknown": [401, "Bearer"],
        "bad": [400, 2],
        "missing": [404, True],
    }


def opened(chromium: str, port: int, folder: Path) -> Any:
    """Open the page; return what its script found."""
    done = subprocess.run(
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
            "--virtual-time-budget=20000",
            f"--screenshot={folder / 'page.png'}",
            "--window-size=1100,560",
            "--dump-dom",
            f"http://127.0.0.1:{port}/",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found = re.search(r'<pre id="result">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found is not None, done.stdout
    assert found[1] != "waiting", done.stderr
    return json.loads(html.unescape(found[1]))
