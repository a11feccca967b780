"""A page on a free port, and what Chromium sees of it."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import pytest


class Site(ThreadingHTTPServer):
    """Serves HTML pages by their path, and keeps the paths that were asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, str] = {}
        self.asked: list[str] = []

    @classmethod
    @contextmanager
    def served(cls) -> Iterator[Self]:
        """Serve until the block ends."""
        server = cls()
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def seen(self, profile: Path) -> dict[str, Any]:
        """Open the page `/` in Chromium; return the JSON between RESULT and END."""
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        if chromium is None:
            pytest.fail("Chromium was not found; on Debian: apt-get install chromium")
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
                f"--user-data-dir={profile}",
                "--dump-dom",
                f"http://127.0.0.1:{self.server_port}/",
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        dumped = html.unescape(done.stdout.split("<pre>")[1])
        shown = re.search("RESULT(.*?)END", dumped)
        assert shown is not None
        result: dict[str, Any] = json.loads(shown[1])
        return result


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
