"""Runs the command as a user does."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

READY = re.compile(r"mockserver listening on (.+)\n")


def clean_environment(**changes: str) -> dict[str, str]:
    """Return the environment without what would change the command."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("MOCKSERVER_") and name != "PORT"
    }
    return {**kept, **changes}


class Running:
    """A running command; its log is read as it comes."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process = process
        self.url = url
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line.rstrip("\n"))

    def log_line(self) -> str:
        """Return the next line of the log."""
        return self._lines.get(timeout=20)

    def rest_of_log(self) -> str:
        """Return what of the log was not read yet, once the command has ended."""
        self._reader.join(timeout=20)
        return "\n".join(self._lines.get() for _ in range(self._lines.qsize()))

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Send a signal; return the exit code and what else stood on stdout."""
        self.process.send_signal(number)
        assert self.process.stdout is not None
        code = self.process.wait(timeout=20)
        return code, self.process.stdout.read()


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[Running]:
    """Run the command on a free port until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mockserver", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(**environment),
    )
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        found = READY.fullmatch(line)
        assert found is not None, line + process.stderr.read()
        yield Running(process, found[1])
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()


def run(*arguments: str, environment: Mapping[str, str] | None = None) -> Any:
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "mockserver", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env=clean_environment(**(environment or {})),
        check=False,
    )
