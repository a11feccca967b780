"""What each account should hold, as far as the run itself can know.

It serves the spend guard alone: verdicts are made from the tape.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from contract_tests.contract.document import ACCOUNT, LIST
from contract_tests.contract.formats import parse_date_time
from contract_tests.tape.exchange import Exchange, Role

# A balance may show a purchase so many seconds late.
_LATE = 15.0
# A Date field has no fractions of a second, and clocks are read at other moments.
_EARLY = 2.0


@dataclass(slots=True)
class Book:
    """Balances that are expected, by role."""

    started: float = 0.0
    """When the run began, in seconds since 1970."""
    expected: dict[Role, int] = field(default_factory=dict)
    shared: set[Role] = field(default_factory=set)
    """Accounts on which another client is at work."""
    totals: dict[tuple[Role, str], int] = field(default_factory=dict)
    """The first total that each list of each account told."""
    open: dict[Role, int] = field(default_factory=dict)
    """Credits that requests without a clear end may have cost, by role."""
    _prompts: set[str] = field(default_factory=set)
    _asked: set[Role] = field(default_factory=set)
    _mine: set[str] = field(default_factory=set)
    _last_purchase: float = 0.0

    def sent(self, body: bytes) -> None:
        """Take note of a prompt that was sent, whatever became of it."""
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            return
        if isinstance(value, dict):
            self._prompts.add(str(value.get("prompt", "")))

    def asked(self, role: Role) -> None:
        """Take note that a role sent a POST that may have been charged."""
        # What nobody sends could only be charged to the account whose key it imitates.
        self._asked.add(Role.MAIN if role in (Role.NOBODY, Role.REVOKED) else role)

    def uncertain(self, role: Role, credits: int) -> None:
        """Take note that nobody knows whether a request was charged so much."""
        self.open[role] = self.open.get(role, 0) + credits

    def unsettled(self) -> list[Role]:
        """Return the roles whose balance is to be looked at."""
        return sorted(self._asked & self.expected.keys())

    def charged(self, role: Role, exchange: Exchange) -> None:
        """Take note of an image and its charge."""
        image, credits = exchange.value.get("image"), exchange.value.get("credits")
        if isinstance(image, dict):
            self._mine.add(str(image.get("id")).lower())
        charged = credits.get("charged") if isinstance(credits, dict) else None
        if isinstance(charged, int) and role in self.expected:
            self.expected[role] -= charged
        self._last_purchase = exchange.ended

    def agrees(self, role: Role, exchange: Exchange) -> bool:
        """Tell whether the balance that an image came with is the expected one.

        Nothing else was charged to this account then; it need not be looked at.
        """
        credits = exchange.value.get("credits")
        remaining = credits.get("remaining") if isinstance(credits, dict) else None
        if remaining != self.expected.get(role):
            return False
        self._asked.discard(role)
        return True

    @property
    def settled(self) -> bool:
        """Tell whether every balance was looked at since a request could have cost."""
        return not self.unsettled()

    def saw(self, exchange: Exchange) -> None:
        """Learn from a read: the first balance, and images of other clients."""
        if not exchange.succeeded():
            return
        if exchange.operation == ACCOUNT and exchange.role not in self.expected:
            balance = balance_of(exchange)
            if balance is not None:
                self.expected[exchange.role] = balance
        total = exchange.value.get("total")
        if exchange.operation and isinstance(total, int):
            self.totals.setdefault((exchange.role, exchange.operation), total)
        if exchange.operation == LIST:
            self._compare(exchange)

    def _compare(self, exchange: Exchange) -> None:
        """Look for images that another client has made since the run began."""
        if exchange.role in self.shared:
            return
        rows = exchange.value.get("images")
        began = self.started + _skew(exchange) - _EARLY
        for row in rows if isinstance(rows, list) else []:
            if not isinstance(row, dict) or str(row.get("id")).lower() in self._mine:
                continue
            created = parse_date_time(str(row.get("createdAt")))
            new = created is not None and created.timestamp() >= began
            prompt = str(row.get("prompt"))
            if new and "[ct:" not in prompt and prompt not in self._prompts:
                self.shared.add(exchange.role)

    def is_as_expected(self, account: Exchange) -> bool:
        """Tell whether an account reply shows that nothing is missing."""
        expected, balance = self.expected.get(account.role), balance_of(account)
        if expected is None or balance is None:
            return False
        return balance >= expected - self.open.get(account.role, 0)

    def missing(self, role: Role, account: Exchange) -> int:
        """Return the credits that are missing and that no other client spent."""
        balance = balance_of(account)
        if balance is None or role in self.shared:
            return 0
        return max(0, self.expected[role] - self.open.get(role, 0) - balance)

    def looked(self, role: Role, account: Exchange) -> None:
        """Take a balance as the one that is expected from now on."""
        self._asked.discard(role)
        balance = balance_of(account)
        if balance is None:
            return
        # A balance above the expected one may be a purchase that is not shown yet.
        open_, fell = self.open.get(role, 0), self.expected[role] - balance
        if fell > open_ or account.at - self._last_purchase > _LATE:
            # What an open request explains once, it does not explain again.
            self.open[role] = max(0, open_ - max(0, fell))
            self.expected[role] = balance


def _skew(exchange: Exchange) -> float:
    """Return how many seconds the target's clock is ahead, as far as it says."""
    date = exchange.reply.date if exchange.reply else None
    return 0.0 if date is None else date - exchange.ended


def balance_of(exchange: Exchange) -> int | None:
    """Return the balance that an account reply tells, if it does."""
    balance = exchange.value.get("creditBalance")
    return (
        balance if isinstance(balance, int) and not isinstance(balance, bool) else None
    )
