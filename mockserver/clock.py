"""The clock, handed in wherever time matters, so that tests can move it.

Times are integers: milliseconds since 1970-01-01 UTC.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> int:
        """Return milliseconds since 1970-01-01 UTC."""


class SystemClock:
    """The computer's clock."""

    def now(self) -> int:
        """Return milliseconds since 1970-01-01 UTC."""
        return time.time_ns() // 1_000_000


class ManualClock:
    """A clock that stands still until it is moved, for tests."""

    def __init__(self, now: int = 1_767_225_600_000) -> None:
        """Start at ``now`` (milliseconds), 2026-01-01T00:00:00Z by default."""
        self._now = now

    def now(self) -> int:
        """Return milliseconds since 1970-01-01 UTC."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move forward; a clock that runs backwards would unsort every list."""
        if seconds < 0:
            raise ValueError(f"a clock advances: {seconds} is negative")
        self._now += round(seconds * 1000)


def timestamp(milliseconds: int) -> str:
    """Write a time as RFC 3339 in UTC with milliseconds: 2026-01-01T00:00:00.000Z."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{_second(seconds)}.{rest:03d}Z"


# Rows of one page are written again and again, and a second holds many of them.
@lru_cache(maxsize=4096)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()[:19]
