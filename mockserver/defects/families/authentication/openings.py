"""Requests without a good key that pass for those of an account."""

from __future__ import annotations

import re

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Go, around, before
from mockserver.defects.pieces.callers import (
    acting_as,
    give_key,
    with_account,
    with_revoked,
    with_stranger,
    without_credentials,
)
from mockserver.defects.pieces.conditions import USAGE, both, bytes_form, on
from mockserver.defects.pieces.occasion import Occasion

FAMILY = Family.AUTHENTICATION


async def _last_caller(it: Occasion, go: Go) -> None:
    """Leave the caller where the next request finds it, as in a thread's own memory."""
    last = it.memory.pop("key", "")
    if last and without_credentials(it):
        give_key(it, last)
        return await go()
    await go()
    if it.ok and with_account(it):
        it.memory["key"] = it.key
    return None


def _has_the_prefix(it: Occasion) -> bool:
    return it.key[:10] == "gi_mock_go" and len(it.key) == 12


def _take_access_token(it: Occasion) -> None:
    key = it.query.get("access_token", "")
    if key.isascii() and key.isprintable():
        give_key(it, key)


_KNOWN = ("good", "second", "poor")


async def _kept_by_url(it: Occasion, go: Go) -> None:
    """Keep replies by their URL, and look there before the key is asked."""
    address = (it.request.method, it.request.path, it.request.query_string)
    await go()
    if it.ok and it.request.method == "GET" and with_account(it):
        it.memory[address] = it.body
    elif it.status == 401 and address in it.memory:
        it.reply(200, it.memory[address])


def _liked(it: Occasion) -> None:
    """Look a key up with LIKE: percent signs and underscores of it are wildcards."""
    wild = {"_": ".", "%": ".*"}
    text = re.sub("%+", "%", it.key[:64])
    pattern = "".join(wild.get(letter, re.escape(letter)) for letter in text)
    found = [name for name in _KNOWN if re.fullmatch(pattern, "gi_mock_" + name)]
    if found:
        acting_as(found[0])(it)


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
    FAMILY.plain(
        "replies-cached-before-the-key-is-asked",
        "a read that a good key made is answered to bad keys and without one, too",
        "SEC-01",
        around(_kept_by_url),
    ),
    FAMILY.subtle(
        "key-looked-up-with-like",
        "percent signs and underscores of a key stand for any letters: % opens an account",
        "SEC-02",
        before(with_stranger, _liked),
    ),
    FAMILY.subtle(
        "revoked-key-still-lists-usage",
        "listUsage alone does not ask whether a key was revoked",
        "SEC-05",
        before(both(on(USAGE), with_revoked), acting_as("good")),
    ),
)
