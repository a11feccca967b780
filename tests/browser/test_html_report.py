"""The HTML report in a real browser: narrow, styled, and with nothing that runs."""

from __future__ import annotations

import hashlib
import html
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from contract_tests.judgement.report import Outcome, Report
from contract_tests.reports.html_report import to_html
from contract_tests.reports.thumbnails import thumbnail
from contract_tests.tape.exchange import Picture
from tests.reports.reports import NASTY, exchange, nasty, png, report, verdict

pytestmark = pytest.mark.browser

# The report itself has no script; the page around it looks into it.
FRAME = """<!doctype html><meta charset="utf-8"><title>frame</title>
<iframe id="frame" src="/report" width="400" height="800"></iframe>
<script>
document.getElementById("frame").onload = (event) => {
  const page = event.target.contentDocument;
  const result = {
    scripts: page.scripts.length,
    title: page.title,
    overflow: page.documentElement.scrollWidth - page.documentElement.clientWidth,
    styled: page.defaultView.getComputedStyle(page.querySelector("nav")).position,
    pictures: [...page.images].map((image) => [image.naturalWidth, image.naturalHeight]),
  };
  const shown = document.createElement("pre");
  shown.textContent = "RESULT" + JSON.stringify(result) + "END";
  document.body.append(shown);
};
</script>
"""

Look = Callable[[Report, dict[str, bytes]], dict[str, Any]]


class Site(ThreadingHTTPServer):
    """Serves the frame and a report, and keeps the paths that were asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages = {"/": FRAME}
        self.asked: list[str] = []


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        page = self.server.pages.get(self.path)
        body = (page or "").encode("utf-8")
        self.send_response(404 if page is None else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *ignored: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def look(site: Site, tmp_path: Path) -> Look:
    """Return what a browser sees of a report that is 400 pixels wide."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.fail("Chromium was not found; on Debian: apt-get install chromium")

    def see(found: Report, thumbnails: dict[str, bytes]) -> dict[str, Any]:
        site.pages["/report"] = to_html(found, thumbnails=thumbnails)
        done = subprocess.run(
            [
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                f"--user-data-dir={tmp_path / 'profile'}",
                "--dump-dom",
                f"http://127.0.0.1:{site.server_port}/",
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        shown = re.search(
            "RESULT(.*?)END", html.unescape(done.stdout.split("<pre>")[1])
        )
        assert shown is not None
        result: dict[str, Any] = json.loads(shown[1])
        return result

    return see


@pytest.mark.parametrize("name", ["html", "attribute", "comment", "long", "wide"])
def test_a_hostile_report_is_narrow_and_runs_nothing(
    look: Look, site: Site, name: str
) -> None:
    seen = look(nasty(NASTY[name]), {})

    assert seen["scripts"] == 0
    assert seen["overflow"] == 0
    assert set(site.asked) <= {"/", "/report", "/favicon.ico"}


def test_the_policy_lets_style_and_thumbnails_in(look: Look) -> None:
    content = png(160, 90)
    digest = hashlib.sha256(content).hexdigest()
    small = thumbnail(content)
    assert small is not None
    picture = Picture(99, len(content), digest, "image/png", 160, 90)
    found = report(
        [verdict("GEN-01", Outcome.FAILED)],
        exchanges=[exchange(1, {}, pictures=[("image.b64_json", picture)])],
    )

    seen = look(found, {digest: small})
    assert seen["title"] == "The contract is broken: https://images.example"
    assert seen["styled"] == "sticky"
    assert seen["pictures"] == [[64, 36], [64, 36]]
