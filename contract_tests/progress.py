"""Who watches a run: told of each phase and exchange while it happens."""

from __future__ import annotations

from typing import Protocol

from contract_tests.judgement.report import Spending
from contract_tests.tape.exchange import Exchange, Picture


class Watcher(Protocol):
    """Told what happens in a run; must not raise and must not be slow."""

    def phase(self, name: str, *, number: int, of: int) -> None:
        """Say that a phase begins; `number` counts from 1."""

    def exchange(self, exchange: Exchange, spending: Spending) -> None:
        """Say that an exchange has ended, and what was spent so far."""

    def picture(self, picture: Picture, content: bytes) -> None:
        """Hand over the bytes of a picture; they are kept nowhere else."""

    def waiting(self, seconds: float, reason: str) -> None:
        """Say that the run waits, and why (`429, Retry-After`)."""


class Silent:
    """A watcher that does nothing."""

    def phase(self, name: str, *, number: int, of: int) -> None:
        """Do nothing."""

    def exchange(self, exchange: Exchange, spending: Spending) -> None:
        """Do nothing."""

    def picture(self, picture: Picture, content: bytes) -> None:
        """Do nothing."""

    def waiting(self, seconds: float, reason: str) -> None:
        """Do nothing."""
