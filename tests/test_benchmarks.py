"""The harness of the benchmarks: its table and its load; no times are tested."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

import pytest

from benchmarks.load import fetch, http, load
from benchmarks.process import Server
from benchmarks.table import Row, keep, render
from mockserver import MockServer


def test_a_row_over_its_limit_is_marked(tmp_path: Path) -> None:
    rows = [
        Row("a", 1.5, "×", 1.6, "told"),
        Row("b", 700.4, "MiB", 700.0),
        Row("c", 1, "s"),
    ]
    keep(rows, tmp_path / "results.json")

    assert render(rows).splitlines()[2:] == [
        "| a | 1.50 × | 1.6 × | told |",
        "| b | 700 MiB | 700 MiB | **over** |",
        "| c | 1.00 s |  |  |",
    ]
    assert json.loads((tmp_path / "results.json").read_text())[0]["value"] == 1.5


def test_a_load_counts_requests_and_wants_good_replies() -> None:
    with MockServer() as mock:
        server = Server("mock", mock.port, os.getpid(), 0.0)
        found = asyncio.run(load(server, http("GET", "/api/v1/account"), 64))
        account = asyncio.run(fetch(mock.port, http("GET", "/api/v1/account")))
        with pytest.raises(RuntimeError, match="401"):
            asyncio.run(load(server, http("GET", "/api/v1/account", key="x"), 32))

    assert account["creditBalance"] == 1000
    assert found.requests_per_second > 0
    assert found.cpu_microseconds > 0
