"""How a state file writes an account or an event: one JSON array each.

``["account", number, user_id, email, key_digest, opening]`` with the digest in
hexadecimal digits, or ``[account_number, draws, image, transactions]``; an image
and a transaction are arrays in the order of their record's fields.
"""

from __future__ import annotations

import json
from typing import Any
from zlib import crc32

import orjson

from mockserver.storage.records import Account, Event, Image, Transaction

# An account with the event of its opening grant, or an account's number with an event.
Entry = tuple[Account | int, Event]


def encode_account(account: Account, opening: Transaction) -> bytes:
    """Return the entry of an account with its opening grant."""
    digest = account.key_digest.hex()
    owner = (account.user_id, account.email)
    return _dump(("account", account.number, *owner, digest, tuple(opening)))


def encode_event(account_number: int, event: Event) -> bytes:
    """Return the entry of an event."""
    draws, image, transactions = event
    picture = None if image is None else tuple(image)
    return _dump((account_number, draws, picture, list(map(tuple, transactions))))


def decode(content: bytes) -> Entry:
    """Return what an entry holds.

    Raises ValueError or TypeError for anything that the encoders do not write.
    """
    values = _load(content)
    if values[0] == "account":
        _, number, user_id, email, digest, opening = values
        account = Account(number, user_id, email, bytes.fromhex(digest))
        return account, Event(0, None, (Transaction(*opening),))
    number, draws, image, transactions = values
    picture = None if image is None else Image(*image)
    return number, Event(draws, picture, [Transaction(*one) for one in transactions])


def checksum(salt: int, number: int, content: bytes) -> int:
    """Return the checksum of the entry at this place of the file with this salt."""
    return crc32(content, crc32(b"%d:" % number, salt))


def _dump(values: tuple[object, ...]) -> bytes:
    try:
        return orjson.dumps(values)
    except TypeError:  # orjson refuses lone surrogates; escaped, they are JSON
        return json.dumps(values, separators=(",", ":")).encode("ascii")


def _load(content: bytes) -> list[Any]:
    try:
        values = orjson.loads(content)
    except ValueError:
        values = json.loads(content)
    if not isinstance(values, list) or not values:
        raise ValueError("an entry is an array with values in it")
    return values
