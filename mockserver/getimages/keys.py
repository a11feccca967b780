"""API keys that always exist, like a payment provider's test cards.

The table is the documentation: the README and the banner are drawn from it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum


class Standing(Enum):
    """What a key is good for."""

    ACTIVE = "active"
    REVOKED = "revoked"
    THROTTLED = "throttled"


@dataclass(frozen=True, slots=True)
class WellKnownKey:
    """A key, what it shows, and its credits (None: those of ``--credits``).

    ``gallery`` tells whether ``--images`` fills its account.
    """

    key: str
    name: str
    shows: str
    standing: Standing = Standing.ACTIVE
    credits: int | None = None
    gallery: bool = False


# The poor account has one credit: less than any model of the default table costs.
WELL_KNOWN_KEYS = (
    WellKnownKey("gi_mock_good", "good", "a good account", gallery=True),
    WellKnownKey(
        "gi_mock_second", "second", "another account, which sees nothing of the first"
    ),
    WellKnownKey(
        "gi_mock_poor", "poor", "1 credit: too little for an image", credits=1
    ),
    WellKnownKey("gi_mock_revoked", "revoked", "401, a revoked key", Standing.REVOKED),
    WellKnownKey(
        "gi_mock_limited", "limited", "429 with Retry-After, always", Standing.THROTTLED
    ),
)


def digest(key: str) -> bytes:
    """Return the SHA-256 of a key: keys are compared and stored as digests only."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
