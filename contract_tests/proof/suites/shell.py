"""Runs a command to its end, and sees that it has one."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from contract_tests.proof.suites import groups
from contract_tests.proof.suites.tail import Tail

KEPT_BYTES = 16 * 1024
"""How much of the end of what a command writes is kept."""
MOST_BYTES = 256 * 1024 * 1024
"""Who writes more is ended: no suite is read at that length."""
_GRACE_SECONDS = 2.0
_LAST_BYTES_SECONDS = 1.0
_PAUSE_SECONDS = 0.02
_CANNOT_START = (126, 127)
_BY_SIGNAL = 128


class Ending(StrEnum):
    """How a command came to its end."""

    EXITED = "exited"
    SIGNALLED = "ended by a signal"
    TIMED_OUT = "timed out"
    FLOODED = "wrote too much"
    STOPPED = "stopped"
    """By us, as somebody wanted to go."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command.

    `code` is its exit code, or the number of the signal that ended it; `output` the
    last of what it wrote, on both streams, and `written` how many bytes that were.
    """

    ending: Ending
    code: int
    seconds: float
    output: str
    written: int

    @property
    def passed(self) -> bool:
        """Tell whether it ended with 0, as a suite does that found nothing."""
        return self.ending is Ending.EXITED and self.code == 0

    @property
    def could_not_start(self) -> bool:
        """Tell whether `sh` found nothing that it could run."""
        return self.ending is Ending.EXITED and self.code in _CANNOT_START

    @property
    def told(self) -> str:
        """Return how it ended, as part of a sentence."""
        match self.ending:
            case Ending.EXITED:
                by = _signal_name(self.code - _BY_SIGNAL)
                return f"exit code {self.code}" + (f" ({by})" if by else "")
            case Ending.SIGNALLED:
                return f"ended by {_signal_name(self.code) or f'signal {self.code}'}"
            case Ending.TIMED_OUT:
                return f"no end after {self.seconds:.0f} s (--timeout)"
            case Ending.FLOODED:
                return f"wrote more than {MOST_BYTES // 1024**2} MiB"
        return "stopped"

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Run:
        """Return what :meth:`to_json` wrote."""
        return cls(**{**value, "ending": Ending(value["ending"])})


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return ""


class Shell:
    """Runs commands, also several at a time, and ends those that do not end.

    A command has `timeout` seconds. What it leaves running is ended with it. `run` is
    for other threads than the main one, where Ctrl-C could lose a command that starts.
    """

    def __init__(self, *, timeout: float) -> None:
        self._timeout = timeout
        self._stopping = threading.Event()

    def stop(self) -> None:
        """End what is running, and whatever is still to be run."""
        self._stopping.set()

    def run(self, command: str, environment: Mapping[str, str]) -> Run:
        """Run a command to its end; raise UsageError if there is no shell."""
        began = time.monotonic()
        process = groups.start(command, environment)
        flooded = threading.Event()
        assert process.stdout is not None
        tail = Tail(
            process.stdout, keep=KEPT_BYTES, most=MOST_BYTES, beyond=flooded.set
        )
        ending = self._ended(process, flooded, until=began + self._timeout)
        seconds = time.monotonic() - began
        if ending is Ending.FLOODED:
            groups.kill(process)
        else:
            groups.end(process, grace=_GRACE_SECONDS)
        return Run(
            ending,
            abs(process.returncode or 0),
            round(seconds, 3),
            tail.text(within=_LAST_BYTES_SECONDS),
            tail.written,
        )

    def _ended(
        self,
        process: subprocess.Popen[bytes],
        flooded: threading.Event,
        *,
        until: float,
    ) -> Ending:
        """Wait for the end; return what it was that there was to wait for."""
        while process.poll() is None:
            if self._stopping.wait(_PAUSE_SECONDS):
                return Ending.STOPPED
            if flooded.is_set():
                return Ending.FLOODED
            if time.monotonic() > until:
                return Ending.TIMED_OUT
        if flooded.is_set():
            return Ending.FLOODED
        return Ending.SIGNALLED if process.returncode < 0 else Ending.EXITED
