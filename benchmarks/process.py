"""A server in a process of its own: started, timed, measured, ended."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PATIENCE_SECONDS = 120.0


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    name: str
    port: int
    pid: int
    start_seconds: float

    def cpu_seconds(self) -> float:
        """Return the CPU time of all its threads, from the kernel's scheduler."""
        spent = 0
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            # A thread may end between being listed and being read.
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                spent += int((task / "schedstat").read_text().split()[0])
        return spent / 1e9

    def resident_mib(self) -> float:
        """Return its resident memory."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def serving(
    name: str, command: Sequence[str], port: int, request: bytes
) -> Iterator[Server]:
    """Start a server, wait for its first good reply, and end it after the block.

    ``start_seconds`` run from exec to that reply.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: pin(0),
    )
    try:
        while not _answers(port, request):
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended with exit code {process.returncode}")
            if time.perf_counter() - started > _PATIENCE_SECONDS:
                raise RuntimeError(f"{name} did not answer")
            time.sleep(0.001)
        seconds = time.perf_counter() - started
        yield Server(name, port, process.pid, seconds)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def pin(core: int) -> None:
    """Keep this process on one core, where there are several and the system can."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        if len(cores) > 1:
            os.sched_setaffinity(0, {cores[core]})


def _answers(port: int, request: bytes) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(request)
            return connection.recv(16).startswith(b"HTTP/1.1 200")
    except OSError:
        return False
