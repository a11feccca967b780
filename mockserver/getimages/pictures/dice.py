"""Numbers for a composition, drawn one after another from one digest."""

from __future__ import annotations

import random


class Dice:
    """Draws numbers that depend on a digest alone.

    Only ``Random.random`` is used: it is the one method whose sequence Python
    promises to keep from version to version.
    """

    def __init__(self, digest: bytes) -> None:
        self._random = random.Random(int.from_bytes(digest, "big")).random

    def between(self, low: float, high: float) -> float:
        """Return a number in low <= n < high."""
        return low + (high - low) * self._random()

    def below(self, count: int) -> int:
        """Return an integer in 0 <= n < count."""
        return int(self._random() * count)

    def chance(self, probability: float) -> bool:
        """Return True with this probability."""
        return self._random() < probability
