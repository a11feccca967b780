"""The foreground program as a process."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from tests.server.wire import PATIENCE


class Program:
    """A running foreground_program."""

    def __init__(self, *arguments: str | Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.server.foreground_program", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip

    def ready(self) -> str:
        """Wait for the ready line, and return its URL."""
        line = _pipe(self.process.stdout).readline()
        assert line.startswith("mockserver listening on "), self.process.communicate()
        return line.removeprefix("mockserver listening on ").rstrip("\n")

    def port(self) -> int:
        """Wait for the ready line, and return its port."""
        return int(self.ready().rpartition(":")[2])

    def error_line(self) -> str:
        """Wait for a line on the standard error output."""
        return _pipe(self.process.stderr).readline()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def end(self) -> tuple[int, str, str]:
        """Wait for the end; return exit code, what else was printed, and errors."""
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
