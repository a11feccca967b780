"""Requests without a good key that pass for those of an account."""

from __future__ import annotations

from mockserver.defects.around import Go, around, before
from mockserver.defects.callers import (
    acting_as,
    give_key,
    with_good,
    with_revoked,
    with_stranger,
    without_credentials,
)
from mockserver.defects.conditions import both, bytes_form
from mockserver.defects.entry import Defect, Family
from mockserver.defects.occasion import Occasion

FAMILY = Family.AUTHENTICATION


async def _last_caller(it: Occasion, go: Go) -> None:
    """Leave the caller where the next request finds it, as in a thread's own memory."""
    last = it.memory.pop("key", "")
    if last and without_credentials(it):
        give_key(it, last)
        return await go()
    await go()
    if it.ok and with_good(it):
        it.memory["key"] = it.key
    return None


def _has_the_prefix(it: Occasion) -> bool:
    return it.key[:10] == "gi_mock_go" and len(it.key) == 12


def _take_access_token(it: Occasion) -> None:
    key = it.query.get("access_token", "")
    if key.isascii() and key.isprintable():
        give_key(it, key)


DEFECTS: tuple[Defect, ...] = (
    FAMILY.subtle(
        "missing-credentials-take-the-last-caller",
        "a request without credentials right after a good one passes as its caller's",
        "SEC-01",
        around(_last_caller),
    ),
    FAMILY.subtle(
        "key-known-by-its-first-letters",
        "a key of the right length whose last letters are wrong opens the account",
        "SEC-02",
        before(both(with_stranger, _has_the_prefix), acting_as("good")),
    ),
    FAMILY.subtle(
        "key-accepted-as-access-token",
        "a key counts when it stands in the query as access_token",
        "SEC-03",
        before(without_credentials, _take_access_token),
    ),
    FAMILY.subtle(
        "revoked-key-still-downloads",
        "a revoked key reads images with their bytes, and is refused all else",
        "SEC-05",
        before(both(bytes_form, with_revoked), acting_as("good")),
    ),
)
