"""Prism and Mockoon beside the mock, where they are installed."""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import which

from benchmarks.load import http, load
from benchmarks.measures import ACCOUNT, GENERATE, HERE, LIST, Scale, bare
from benchmarks.process import free_port, serving
from benchmarks.table import Row

_DOCUMENTS = (
    '{"account": {"userId": "u", "email": "u@example.com", "creditBalance": 5},'
    ' "list": {"images": [], "total": 0, "limit": 20, "offset": 0},'
    ' "metadata": {"image": {}}, "generate": {"image": {}, "credits": {}}}'
)
_METADATA = http(
    "GET", "/api/v1/images/9b2f3f3e-8c5a-4a7e-9a55-0f6f0a5d1c11?format=metadata"
)


def peers(scale: Scale, folder: Path) -> Iterator[Row]:
    """Measure each peer that is installed; a row says so for one that is not."""
    document = str(HERE.parent / "openapi.json")
    commands = {
        "Prism": ("prism", ["mock", document, "--port"]),
        "Mockoon": ("mockoon-cli", ["start", "--data", document, "--port"]),
    }
    for name, (program, arguments) in commands.items():
        path = folder / ".bin" / program
        if which("node") is None or not os.access(path, os.X_OK):
            yield Row(f"{name}", 0, "", note=f"not installed in {folder}")
            continue
        port = free_port()
        yield from _peer(name, [str(path), *arguments, str(port)], port, scale)


def _peer(name: str, command: list[str], port: int, scale: Scale) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "documents.json"
        file.write_text(_DOCUMENTS)
        with (
            bare("bare_asgi.py") as first,
            serving(name, command, port, ACCOUNT) as peer,
        ):
            ratio = peer.start_seconds / first.start_seconds
            yield Row(f"{name}: start", ratio, "×")
            yield Row(f"{name}: memory, idle", peer.resident_mib(), "MiB")
            with bare("bare_app.py", str(file)) as baseline:
                cases = (
                    ("account", ACCOUNT),
                    ("list", LIST),
                    ("get, format=metadata", _METADATA),
                    ("generate", GENERATE),
                )
                for case, request in cases:
                    ratios = []
                    for _ in range(3):
                        base, other = (
                            asyncio.run(load(server, request, scale.requests // 4))
                            for server in (baseline, peer)
                        )
                        ratios.append(other.cpu_microseconds / base.cpu_microseconds)
                    yield Row(f"{name}: {case}, CPU", statistics.median(ratios), "×")
