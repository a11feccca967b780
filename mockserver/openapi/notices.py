"""Notices: what a document says that is not honoured to the letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning about the document; ``pointer`` names the place (RFC 6901).

    The pointer of a place in another file starts with the name of that file
    and ``#``.
    """

    pointer: str
    message: str

    def __str__(self) -> str:
        place = self.pointer if "#" in self.pointer else f"#{self.pointer}"
        return f"{place}: {self.message}"


Notify = Callable[[str, str], None]
"""Takes the pointer and the message of a notice."""
