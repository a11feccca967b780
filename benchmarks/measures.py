"""What is measured; each function yields rows."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.load import Load, fetch, http, load
from benchmarks.process import Server, free_port, serving
from benchmarks.table import Row

HERE = Path(__file__).parent
ACCOUNT = http("GET", "/api/v1/account")
LIST = http("GET", "/api/v1/images")
GENERATE = http(
    "POST",
    "/api/v1/images/generate",
    body={"prompt": "a red bicycle on a blue wall", "modelId": "openai:gpt-image-2"},
)
PLAIN = ("--picture", "plain", "--picture-size", "64")
QUIET = ("--log-level", "warning", "--seed", "7", "--credits", "1000000000")


@dataclass(frozen=True, slots=True)
class Scale:
    """How long a run takes: rounds, and requests in each."""

    rounds: int = 7
    requests: int = 3200
    images: int = 1_000_000


@contextmanager
def mock(*options: str, name: str = "mock") -> Iterator[Server]:
    """Serve the mock, quietly."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "mockserver",
        "--port",
        str(port),
        *QUIET,
        *options,
    ]
    with serving(name, command, port, ACCOUNT) as server:
        yield server


@contextmanager
def bare(script: str, *arguments: str) -> Iterator[Server]:
    """Serve one of the baselines."""
    port = free_port()
    command = [sys.executable, str(HERE / script), str(port), *arguments]
    with serving(script, command, port, ACCOUNT) as server:
        yield server


def start(scale: Scale) -> Iterator[Row]:
    """Measure the time from exec to the first good reply."""
    ratios = []
    for _ in range(2 * scale.rounds):
        with bare("bare_asgi.py") as baseline:
            pass
        with mock() as server:
            pass
        ratios.append(server.start_seconds / baseline.start_seconds)
    yield Row(
        "start: from exec to the first good reply", statistics.median(ratios), "×", 2.0
    )


def requests(scale: Scale) -> Iterator[Row]:
    """Measure requests against the bare application, in turn."""
    with ExitStack() as stack:
        server = stack.enter_context(mock(*PLAIN, "--images", "30"))
        documents, metadata = asyncio.run(_documents(server))
        file = (
            Path(stack.enter_context(tempfile.TemporaryDirectory())) / "documents.json"
        )
        file.write_text(json.dumps(documents))
        baseline = stack.enter_context(bare("bare_app.py", str(file)))
        cases = (
            ("account", ACCOUNT, 1.6),
            ("list of 20", LIST, 1.0),
            ("get, format=metadata", metadata, 1.6),
            ("generate, plain picture", GENERATE, 3.0),
        )
        for name, request, limit in cases:
            yield from _compared(name, (baseline, server), request, limit, scale)


def _compared(
    name: str,
    servers: tuple[Server, Server],
    request: bytes,
    limit: float | None,
    scale: Scale,
) -> Iterator[Row]:
    rounds = [
        [asyncio.run(load(server, request, scale.requests)) for server in servers]
        for _ in range(scale.rounds + 1)
    ][1:]  # the first warms both up
    cpu = [other.cpu_microseconds / base.cpu_microseconds for base, other in rounds]
    rate = [
        base.requests_per_second / other.requests_per_second for base, other in rounds
    ]
    note = _told([other for _, other in rounds])
    yield Row(f"{name}: CPU", statistics.median(cpu), "×", limit, note)
    yield Row(f"{name}: time at 32 connections", statistics.median(rate), "×", limit)


def _told(loads: Sequence[Load]) -> str:
    cpu = statistics.median(one.cpu_microseconds for one in loads)
    rate = statistics.median(one.requests_per_second for one in loads)
    return f"{cpu:.0f} µs of CPU, {rate:.0f} requests/s"


async def _documents(server: Server) -> tuple[dict[str, Any], bytes]:
    """Return what the mock answers, without pictures, and a request for metadata."""
    listed = await fetch(server.port, LIST)
    path = f"/api/v1/images/{listed['images'][0]['id']}?format=metadata"
    request = http("GET", path)
    made = await fetch(server.port, GENERATE)
    del made["image"]["b64_json"]
    documents = {
        "account": await fetch(server.port, ACCOUNT),
        "list": listed,
        "metadata": await fetch(server.port, request),
        "generate": made,
    }
    return documents, request


def log(scale: Scale) -> Iterator[Row]:
    """Measure what the request log costs, written to /dev/null."""
    with mock() as quiet, mock("--log-level", "info", name="logging") as logging:
        rows = _compared(
            "account with its log line", (quiet, logging), ACCOUNT, None, scale
        )
        yield next(rows)


def state(scale: Scale) -> Iterator[Row]:
    """Measure what keeping the state in a file costs a generation."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "state.db"
        with mock(*PLAIN) as memory, mock(*PLAIN, "--state", str(file)) as kept:
            rows = _compared(
                "generate with --state", (memory, kept), GENERATE, 1.5, scale
            )
            yield from rows


def pictures(scale: Scale) -> Iterator[Row]:
    """Measure a generation with a captioned picture of 1024 pixels, each another."""
    for picture_format, limit in (("png", 10.0), ("jpeg", 10.0), ("webp", 50.0)):
        with mock("--picture-format", picture_format) as server:
            asyncio.run(load(server, GENERATE, 64))
            found = asyncio.run(load(server, GENERATE, 320))
            milliseconds = found.cpu_microseconds / 1000
            name = f"generate, captioned 1024-pixel {picture_format.upper()}: CPU"
            yield Row(name, milliseconds, "ms", limit, "the whole request")


def memory(scale: Scale) -> Iterator[Row]:
    """Measure resident memory, pages of a long list, and the start from a file."""
    with mock() as idle:
        yield Row("memory, idle", idle.resident_mib(), "MiB", 60.0)
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "state.db")
        options = (*PLAIN, "--images", str(scale.images), "--state", file)
        with mock(*options) as filling:
            name = f"filling a file with {scale.images:,} generations"
            yield Row(name, filling.start_seconds, "s")
        with mock(*PLAIN, "--state", file) as full:
            name = f"start with {scale.images:,} generations in a file"
            yield Row(name, full.start_seconds, "s", 10.0)
            yield Row(
                f"memory, {scale.images:,} generations",
                full.resident_mib(),
                "MiB",
                700.0,
            )
            far = http("GET", f"/api/v1/images?offset={scale.images - 20}")
            rounds = []
            for _ in range(scale.rounds):
                near_load, far_load = (
                    asyncio.run(load(full, request, scale.requests))
                    for request in (LIST, far)
                )
                rounds.append(far_load.cpu_microseconds / near_load.cpu_microseconds)
            name = f"list at offset {scale.images - 20:,}: CPU, × offset 0"
            yield Row(name, statistics.median(rounds), "×", 1.5)


MEASURES = {
    "start": start,
    "requests": requests,
    "log": log,
    "state": state,
    "pictures": pictures,
    "memory": memory,
}
