"""Rate limits: at most so many requests in any window of so many seconds."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass

from mockserver.clock import Clock
from mockserver.messages import Caller, Reason, Refused

_FORM = re.compile(r"([0-9]+)/([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)?")
_UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000}

# A key that is always throttled has no window that could end, so this is just a
# wait that a person at a screen can sit out.
_ALWAYS_RETRY_AFTER = 5


@dataclass(frozen=True, slots=True)
class RateLimit:
    """``requests`` in any ``milliseconds``, for each account."""

    requests: int
    milliseconds: int

    @classmethod
    def parse(cls, text: str) -> RateLimit:
        """Read ``20/1s``, ``5/500ms``, ``100/1m``; raise ValueError otherwise."""
        found = _FORM.fullmatch(text.strip())
        if found is None:
            raise ValueError("a rate limit is written REQUESTS/TIME, such as 20/1s")
        requests = int(found[1])
        milliseconds = round(float(found[2]) * _UNITS[found[3] or "s"])
        # The moments of one window are kept, so a window must not be endless.
        if not 1 <= requests <= 100_000 or milliseconds < 1:
            raise ValueError(
                "a rate limit allows 1 to 100000 requests in a time above 0"
            )
        return cls(requests, milliseconds)


class RateLimiter:
    """Refuses callers that are above the limit; without a limit, none are."""

    def __init__(self, limit: RateLimit | None, clock: Clock) -> None:
        self._limit = limit
        self._clock = clock
        self._admitted: dict[int, deque[int]] = {}

    def admit(self, caller: Caller) -> None:
        """Count the request, or raise Refused with a Retry-After that is true."""
        if caller.throttled:
            raise _throttled(
                _ALWAYS_RETRY_AFTER, "This API key is always rate-limited."
            )
        limit = self._limit
        if limit is None:
            return
        now = self._clock.now()
        admitted = self._admitted.setdefault(
            caller.account.number, deque(maxlen=limit.requests)
        )
        if len(admitted) == limit.requests:
            wait = admitted[0] + limit.milliseconds - now
            if wait > 0:
                seconds = -(-wait // 1000)
                raise _throttled(seconds, f"Too many requests: {_described(limit)}.")
        admitted.append(now)


def _described(limit: RateLimit) -> str:
    return f"at most {limit.requests} in {limit.milliseconds / 1000:g} s"


def _throttled(seconds: int, message: str) -> Refused:
    # RFC 9110, section 10.2.3: delay-seconds is a whole number.
    return Refused(
        Reason.RATE_LIMITED,
        f"{message} Retry after {seconds} s.",
        headers=[("Retry-After", str(seconds))],
    )
