"""What is stored: accounts, images and ledger transactions, as plain values.

Records are small on purpose: a million generations are kept in memory, and
strings that repeat (models, ratios, descriptions) should be shared objects.
Times are integers, milliseconds since 1970-01-01 UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class Image:
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


@dataclass(frozen=True, slots=True)
class Transaction:
    """One entry of the ledger; the sum of all ``amount`` is the balance."""

    id: str
    amount: int
    type: TransactionType
    description: str | None
    reference_id: str | None
    created_at: int
