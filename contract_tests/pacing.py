"""How fast requests leave: as fast as the target takes them, and no faster.

A 429 stops everything for as long as `Retry-After` says; from then on requests
keep a distance, which grows with each further 429 and shrinks slowly without.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime

from contract_tests.tape.exchange import Exchange, Expects, FailureKind, Role

# The distance after a first 429, in seconds; a slower limit shows by the next ones.
_FIRST_DISTANCE = 0.1
_LONGEST_DISTANCE = 10.0
_CALM = 20
"""So many replies without a 429 before the distance shrinks."""
# What is waited for when a 429 does not say how long.
_UNSAID = (1.0, 2.0, 4.0, 8.0, 15.0)


class Pace:
    """Says how long to wait before the next request."""

    def __init__(
        self,
        *,
        distance: float = 0.0,
        longest_wait: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        told: Callable[[float, str], None] = lambda seconds, reason: None,
    ) -> None:
        """Start with a distance between requests, in seconds (0: none).

        `longest_wait` caps what a `Retry-After` can ask for.
        """
        self._least = self._distance = distance
        self._longest_wait = longest_wait
        self._clock = clock
        self._sleep = sleep
        self._told = told
        self._next = 0.0
        self._calm = 0
        self._unsaid = 0

    def wait(self) -> None:
        """Wait until the next request may leave."""
        rest = self._next - self._clock()
        if rest > 0:
            self._sleep(rest)
        self._next = self._clock() + self._distance

    def rest(self, seconds: float) -> None:
        """Let nothing leave for so many seconds."""
        self._next = max(self._next, self._clock() + seconds)
        self._told(seconds, "the target may be back then")

    def answered(self) -> None:
        """Take note of a reply that was no 429."""
        self._unsaid = 0
        self._calm += 1
        if self._calm >= _CALM and self._distance > self._least:
            self._calm = 0
            self._distance = max(self._least, self._distance * 0.7 - 0.005)

    def throttled(self, retry_after: str | None, *, now: float) -> bool:
        """Take note of a 429; return False if it asks for more than may be waited.

        `now` is the time of the reply in seconds since 1970, for a `Retry-After` that is
        a date.
        """
        self._calm = 0
        self._distance = min(
            max(self._distance * 1.6, _FIRST_DISTANCE), _LONGEST_DISTANCE
        )
        wanted = seconds_of(retry_after, now=now)
        if wanted is None:
            wanted = _UNSAID[min(self._unsaid, len(_UNSAID) - 1)]
            self._unsaid += 1
        seconds = min(wanted, self._longest_wait)
        self._next = self._clock() + seconds
        self._told(seconds, "429 Too Many Requests")
        return wanted <= self._longest_wait


def seconds_of(retry_after: str | None, *, now: float) -> float | None:
    """Return the seconds that a `Retry-After` means, None if it means nothing.

    Source: RFC 9110, section 10.2.3.
    """
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        date = parsedate_to_datetime(text)
        # `-0000` says nothing of a zone; HTTP knows none but GMT.
        instant = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
    return max(0.0, instant - now)


def is_down(exchange: Exchange) -> bool:
    """Tell whether nobody was there to answer, or only who stands before the target."""
    if exchange.failure:
        return exchange.failure.kind is FailureKind.CONNECT
    return exchange.status in (502, 503, 504)


def is_limited(exchange: Exchange) -> bool:
    """Tell whether a good key was answered 401, which is documented for rate limits too."""
    good = exchange.role in (Role.MAIN, Role.SECOND)
    meant = exchange.intent.expects is Expects.UNAUTHORIZED
    return exchange.status == 401 and good and not meant


def words(kind: FailureKind) -> str:
    """Return why no reply came, in a few words."""
    return "no connection" if kind is FailureKind.CONNECT else "no reply in time"


def deserves_another(exchange: Exchange) -> bool:
    """Tell whether one more attempt can show that it was a hiccup."""
    if exchange.failure:
        return exchange.failure.kind is not FailureKind.TLS
    return exchange.status is not None and exchange.status >= 500
