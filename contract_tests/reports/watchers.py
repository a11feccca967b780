"""Several watchers as one."""

from __future__ import annotations

from contract_tests.judgement.report import Spending
from contract_tests.progress import Watcher
from contract_tests.tape.exchange import Exchange, Picture


class Together:
    """A watcher that tells others, in the order in which they were given."""

    def __init__(self, *watchers: Watcher) -> None:
        self._watchers = watchers

    def phase(self, name: str, *, number: int, of: int) -> None:
        """Tell all."""
        for watcher in self._watchers:
            watcher.phase(name, number=number, of=of)

    def exchange(self, exchange: Exchange, spending: Spending) -> None:
        """Tell all."""
        for watcher in self._watchers:
            watcher.exchange(exchange, spending)

    def picture(self, picture: Picture, content: bytes) -> None:
        """Tell all."""
        for watcher in self._watchers:
            watcher.picture(picture, content)

    def waiting(self, seconds: float, reason: str) -> None:
        """Tell all."""
        for watcher in self._watchers:
            watcher.waiting(seconds, reason)
