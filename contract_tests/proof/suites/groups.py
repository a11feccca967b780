"""A command with everything that it starts: a group of processes, ended as one.

On POSIX a command leads a session of its own, so its group holds what it started and
nothing else. What leaves the group (`setsid`) is let go: it could be anybody's.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress

from contract_tests.errors import UsageError

_POLL_SECONDS = 0.01
_AFTER_KILL_SECONDS = 0.5

if sys.platform == "win32":
    _OWN_SESSION = False
    _FLAGS = subprocess.CREATE_NEW_PROCESS_GROUP

    def end(process: subprocess.Popen[bytes], *, grace: float) -> None:
        """End a command and what it started; return when that was done."""
        if process.poll() is None:
            with suppress(OSError):
                process.send_signal(signal.CTRL_BREAK_EVENT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(grace)
        kill(process)

    def kill(process: subprocess.Popen[bytes]) -> None:
        """End a command and what it started at once."""
        if process.poll() is not None:
            return  # Windows does not know its children any more.
        tree = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        with suppress(OSError):
            subprocess.run(tree, capture_output=True, check=False)
        process.kill()
        process.wait()

else:
    import os
    from pathlib import Path

    _PROC = Path("/proc")
    _OWN_SESSION = True
    _FLAGS = 0

    def end(process: subprocess.Popen[bytes], *, grace: float) -> None:
        """End a command and what it started; return when that was done.

        Who does not end by SIGTERM within `grace` seconds is killed. A number of a
        group is not given away while it has members, so nobody else is met: the
        group is looked at as soon as the command was waited for.
        """
        _signal(process, signal.SIGTERM)
        if not _gone(process, grace):
            kill(process)

    def kill(process: subprocess.Popen[bytes]) -> None:
        """End a command and what it started at once."""
        _signal(process, signal.SIGKILL)
        _gone(process, _AFTER_KILL_SECONDS)

    def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)

    def _gone(process: subprocess.Popen[bytes], seconds: float) -> bool:
        until = time.monotonic() + seconds
        while _has_members(process):
            if time.monotonic() > until:
                return False
            time.sleep(_POLL_SECONDS)
        return True

    def _has_members(process: subprocess.Popen[bytes]) -> bool:
        if process.poll() is None:
            return True
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:  # macOS says so of members that have ended
            return False
        return _alive(process.pid)

    def _alive(group: int) -> bool:
        """Tell whether a group with members has one that has not ended.

        In a container there may be nobody who waits for orphans: they have ended, and
        are members for ever.
        """
        states = [_state(path, group) for path in _PROC.glob("[0-9]*/stat")]
        # Elsewhere than on Linux nothing is told, and a member is one.
        return not states or any(state not in ("", "Z", "X") for state in states)

    def _state(path: Path, group: int) -> str:
        """Return the state of a process (proc(5)), empty for one of another group."""
        try:
            fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            return ""
        return fields[0] if int(fields[2]) == group else ""


def start(command: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a command by `sh -c`; what it writes comes out of one pipe.

    Raises UsageError where there is no `sh`, or the command is too long.
    """
    shell = shutil.which("sh")
    if shell is None:
        raise UsageError("--command is run by `sh`, and there is no `sh` in the PATH")
    try:
        return subprocess.Popen(
            [shell, "-c", command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            start_new_session=_OWN_SESSION,
            creationflags=_FLAGS,
        )
    except OSError as error:
        raise UsageError(f"--command cannot be started: {error}") from None
