"""Accounts, events and snapshots for the tests of the storage."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from mockserver.storage.protocol import Storage
from mockserver.storage.records import Account, Event, Image, Transaction

GRANT = 1_000_000
NOW = 1_767_225_600_000


def uuid(kind: int, number: int) -> str:
    return str(UUID(int=(kind << 96) + number, version=4))


def account(number: int = 0) -> Account:
    return Account(
        number, f"user-{number}", f"{number}@example.com", bytes([number] * 32)
    )


def opening(number: int = 0, amount: int = GRANT) -> Transaction:
    return Transaction(
        uuid(1, number), amount, "addition", "Opening grant", None, NOW + number
    )


def image(number: int, **changes: Any) -> Image:
    made = Image(
        id=uuid(2, number),
        prompt=f"a lighthouse in the fog, no. {number}",
        model_id=("openai:gpt-image-2", "google:gemini-3-pro-image-preview")[
            number % 2
        ],
        provider_id=("openai", "google")[number % 2],
        aspect_ratio=("1:1", "16:9", "3:4")[number % 3],
        style=None,
        thinking_level=(None, "deep")[number % 2],
        media_type="image/png",
        credit_cost=5,
        created_at=NOW + number,
        look="flat-256",
    )
    return made._replace(**changes)


def transaction(number: int, **changes: Any) -> Transaction:
    made = Transaction(
        uuid(3, number), -5, "deduction", "Image generation", uuid(2, number), NOW
    )
    return made._replace(**changes)


def generation(number: int, **changes: Any) -> Event:
    return Event(number + 1, image(number, **changes), (transaction(number),))


def failure(number: int) -> Event:
    refund = transaction(number, id=uuid(4, number), amount=5, type="refund")
    return Event(number + 1, None, (transaction(number), refund))


def filled(storage: Storage, count: int) -> Storage:
    storage.add_account(account(), opening())
    for number in range(count):
        storage.record(0, generation(number))
    return storage


def contents(storage: Storage) -> list[Any]:
    """Return everything that can be read from the storage."""
    return [
        (
            owner,
            storage.draws(owner.number),
            storage.balance(owner.number),
            storage.image_count(owner.number),
            storage.images(owner.number, limit=10**9, offset=0),
            storage.transactions(owner.number, limit=10**9, offset=0),
        )
        for owner in storage.accounts()
    ]


def files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file in the folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
