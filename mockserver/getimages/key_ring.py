"""The key ring: which account a secret opens, for whoever authenticates."""

from __future__ import annotations

from mockserver.getimages.accounts import Accounts
from mockserver.getimages.keys import Standing
from mockserver.messages import Caller


class AccountKeyRing:
    """Answers for accounts; the work is the same for every kind of key."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def caller(self, secret: str) -> Caller | None:
        """Return who owns the key; None for a wrong, unknown or revoked one."""
        entry = self._accounts.find(secret)
        if entry is None or entry.account is None:
            return None
        return Caller(entry.account, throttled=entry.standing is Standing.THROTTLED)

    def is_revoked(self, secret: str) -> bool:
        """Tell whether the key was good once."""
        entry = self._accounts.find(secret)
        return entry is not None and entry.standing is Standing.REVOKED

    def anonymous(self) -> Caller:
        """Return the first account: it answers where nobody has to say who calls."""
        return Caller(self._accounts.first())
