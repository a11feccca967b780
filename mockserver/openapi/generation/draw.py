"""Draws: a short stream of numbers for one place, from a seed of its own.

The seed of a child derives from its parent's seed and a label, so a value does
not depend on how many draws its siblings needed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1
_LONGEST_KEY = 64  # of BLAKE2b, in bytes


def derive(seed: bytes, label: str) -> bytes:
    """Return the 16 byte seed of the child called ``label``."""
    if len(seed) > _LONGEST_KEY:
        seed = hashlib.blake2b(seed).digest()
    text = label.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16, key=seed).digest()


class Draw:
    """A stream of pseudo-random numbers (SplitMix64) for one place only."""

    __slots__ = ("_state",)

    def __init__(self, seed: bytes) -> None:
        self._state = int.from_bytes(hashlib.blake2b(seed, digest_size=8).digest())

    def word(self) -> int:
        """Return an integer in 0 <= n < 2**64."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, bound: int) -> int:
        """Return an integer in 0 <= n < bound; ``bound`` may be of any size."""
        number = self.word()
        for _ in range(bound.bit_length() // 64):
            number = number << 64 | self.word()
        return number % bound

    def between(self, low: int, high: int) -> int:
        """Return an integer in low <= n <= high."""
        return low + self.below(high - low + 1)

    def choice(self, options: Sequence[T]) -> T:
        """Return one of ``options``, which must not be empty."""
        return options[self.word() % len(options)]

    def letters(self, alphabet: str, count: int) -> str:
        """Return ``count`` characters of ``alphabet``."""
        return "".join([self.choice(alphabet) for _ in range(count)])

    def octets(self, count: int) -> bytes:
        """Return ``count`` bytes."""
        words = range(-(-count // 8))
        return b"".join([self.word().to_bytes(8) for _ in words])[:count]
