"""What one account holds: its images, its transactions, and its two counters.

Text that is an image's or a transaction's own stands in a row; the rest repeats and is shared.
Within a row, the fields are told apart by U+0000, which no id holds.
"""

from __future__ import annotations

from typing import NamedTuple

from mockserver.storage.records import Event, Image, Transaction, TransactionType
from mockserver.storage.rows import Row, Rows, Shared

# Shards keep the pause short when a dictionary of ids grows: one of a million
# entries stops everything for a good part of a tenth of a second.
ID_SHARDS = 64
SMALLEST, LARGEST = -(2**63), 2**63 - 1


# What images have in common: model, provider, aspect ratio, thinking level, media
# type, cost, look, and whether a style stands in the row.
ImageShape = tuple[str, str, str, str | None, str, int, str, bool]

# What transactions have in common: amount, type, description, and whether a
# reference stands in the row.
TransactionShape = tuple[int, TransactionType, str | None, bool]


class Shapes:
    """The shapes that the accounts of one storage share."""

    __slots__ = ("images", "transactions")

    def __init__(self) -> None:
        self.images: Shared[ImageShape] = Shared()
        self.transactions: Shared[TransactionShape] = Shared()


class Mark(NamedTuple):
    """A point to which holdings can go back."""

    images: int
    transactions: int
    balance: int
    draws: int


class Holdings:
    """One account's images and transactions in the order of recording."""

    __slots__ = ("_ids", "_shapes", "balance", "draws", "images", "transactions")

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._ids: list[dict[str, int]] = [{} for _ in range(ID_SHARDS)]
        self.images = Rows()
        self.transactions = Rows()
        self.balance = 0
        self.draws = 0

    def objection(self, event: Event) -> str | None:
        """Say why an event cannot follow what is held, or None if it can."""
        draws, image, transactions = event
        if not self.draws <= draws <= LARGEST:
            return f"the counter of draws goes from {self.draws} to {draws}"
        if image is not None and image.id in self._shard(image.id):
            return f"image {image.id} is already there"
        balance = self.balance
        for transaction in transactions:
            balance += transaction.amount
        if not 0 <= balance <= LARGEST:
            return f"the balance would be {balance}"
        return None

    def add(self, event: Event) -> None:
        """Add an event that is known to be sound."""
        draws, image, transactions = event
        if image is not None:
            self._add_image(image)
        for transaction in transactions:
            self._add_transaction(transaction)
        self.draws = draws

    def image_page(self, *, limit: int, offset: int) -> list[Image]:
        """Return images, newest first."""
        rows = self.images.newest(limit=limit, offset=offset)
        return [self._image(row) for row in rows]

    def transaction_page(self, *, limit: int, offset: int) -> list[Transaction]:
        """Return transactions, newest first."""
        rows = self.transactions.newest(limit=limit, offset=offset)
        return [self._transaction(row) for row in rows]

    def image(self, image_id: str) -> Image | None:
        """Return the image with this id, or None."""
        position = self._shard(image_id).get(image_id)
        if position is None:
            return None
        return self._image(self.images.read(position, position + 1)[0])

    def mark(self) -> Mark:
        """Return the present point, for :meth:`go_back`."""
        return Mark(len(self.images), len(self.transactions), self.balance, self.draws)

    def go_back(self, mark: Mark) -> None:
        """Drop all that was added after the mark."""
        for text, _, _ in self.images.read(mark.images, len(self.images)):
            image_id = text.partition("\0")[0]
            del self._shard(image_id)[image_id]
        self.images.truncate(mark.images)
        self.transactions.truncate(mark.transactions)
        self.balance, self.draws = mark.balance, mark.draws

    def _shard(self, image_id: str) -> dict[str, int]:
        return self._ids[hash(image_id) % ID_SHARDS]

    def _add_image(self, image: Image) -> None:
        (
            image_id,
            prompt,
            model,
            provider,
            ratio,
            style,
            thinking,
            media,
            cost,
            created_at,
            look,
        ) = image
        if style is None:
            text = f"{image_id}\0{prompt}"
        else:
            text = f"{image_id}\0{len(style)}\0{style}{prompt}"
        shape = (model, provider, ratio, thinking, media, cost, look, style is not None)
        self._shard(image_id)[image_id] = len(self.images)
        self.images.append(text, created_at, self._shapes.images.number(shape))

    def _image(self, row: Row) -> Image:
        text, created_at, number = row
        image_id, _, prompt = text.partition("\0")
        model, provider, ratio, thinking, media, cost, look, styled = (
            self._shapes.images[number]
        )
        style = None
        if styled:
            length, _, rest = prompt.partition("\0")
            style, prompt = rest[: int(length)], rest[int(length) :]
        return Image(
            image_id,
            prompt,
            model,
            provider,
            ratio,
            style,
            thinking,
            media,
            cost,
            created_at,
            look,
        )

    def _add_transaction(self, transaction: Transaction) -> None:
        own_id, amount, kind, description, reference, created_at = transaction
        text = own_id if reference is None else f"{own_id}\0{reference}"
        shape = (amount, kind, description, reference is not None)
        number = self._shapes.transactions.number(shape)
        self.transactions.append(text, created_at, number)
        self.balance += amount

    def _transaction(self, row: Row) -> Transaction:
        text, created_at, number = row
        amount, kind, description, referring = self._shapes.transactions[number]
        own_id, _, reference = text.partition("\0")
        return Transaction(
            own_id,
            amount,
            kind,
            description,
            reference if referring else None,
            created_at,
        )
