"""What is stored: accounts, images and ledger transactions, as plain values.

Times are integers, milliseconds since 1970-01-01 UTC. Every integer fits in 64
bits with its sign, and no id holds U+0000; other text may hold anything.

Images, transactions and events are named tuples rather than frozen
dataclasses, because a page makes twenty of them at a time and a start with a
large state millions: a frozen dataclass of eleven fields takes five times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

# Credits are JSON integers; beyond 2**53 JavaScript clients lose the last digits.
CREDITS = range(2**53)

TransactionType = Literal["addition", "deduction", "refund"]


@dataclass(frozen=True, slots=True)
class Account:
    """An account; ``number`` counts from 0 and never changes.

    Every draw of an account derives from its number, so the number is part of
    the state. ``key_digest`` is the SHA-256 of its API key: the key itself is
    stored nowhere.
    """

    number: int
    user_id: str
    email: str
    key_digest: bytes


class Image(NamedTuple):
    """The metadata of one generation; its picture is drawn from it on demand.

    ``look`` names how the picture is drawn (style and size), so that the same
    image shows the same bytes whatever the options of a later start.
    """

    id: str
    prompt: str
    model_id: str
    provider_id: str
    aspect_ratio: str
    style: str | None
    thinking_level: str | None
    media_type: str
    credit_cost: int
    created_at: int
    look: str


class Transaction(NamedTuple):
    """One entry of the ledger; the sum of all ``amount`` is the balance."""

    id: str
    amount: int
    type: TransactionType
    description: str | None
    reference_id: str | None
    created_at: int


class Event(NamedTuple):
    """What is recorded as a whole: an image, or none, and its transactions.

    ``draws`` is the account's counter of draws after the event.
    """

    draws: int
    image: Image | None
    transactions: Sequence[Transaction]
