"""A mock on a free port, for tests, scripts and notebooks."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, Unpack

from mockserver.app import Mock, build
from mockserver.clock import Clock
from mockserver.getimages.behaviours import image_body, transaction_body
from mockserver.getimages.generations import Provider, reliable_provider
from mockserver.getimages.keys import WELL_KNOWN_KEYS
from mockserver.server import ServerThread
from mockserver.settings import Options, Settings
from mockserver.storage.protocol import Storage
from mockserver.storage.records import Account


class MockAccount:
    """An account of a running mock: its key, and what the mock knows of it.

    Rows are as the API writes them, newest first.
    """

    def __init__(
        self, url: str, api_key: str, account: Account, storage: Storage
    ) -> None:
        self.url = url
        self.api_key = api_key
        self._account = account
        self._storage = storage

    def __repr__(self) -> str:
        return f"MockAccount(url={self.url!r}, user_id={self.user_id!r})"

    @property
    def user_id(self) -> str:
        """The account's userId."""
        return self._account.user_id

    @property
    def credits(self) -> int:
        """The credits that are left."""
        return self._storage.balance(self._account.number)

    @property
    def images(self) -> Sequence[Mapping[str, Any]]:
        """The metadata of every image of the account."""
        number = self._account.number
        total = self._storage.image_count(number)
        rows = self._storage.images(number, limit=total, offset=0)[1]
        return [image_body(row) for row in rows]

    @property
    def transactions(self) -> Sequence[Mapping[str, Any]]:
        """Every transaction of the account, the opening grant last."""
        number = self._account.number
        total = self._storage.transaction_count(number)
        rows = self._storage.transactions(number, limit=total, offset=0)[1]
        return [transaction_body(row) for row in rows]


class MockServer:
    """A mock in a thread of its own, as a context manager (``with``, ``async with``).

    ``document``, ``clock``, ``provider`` and ``options`` are those of
    :func:`mockserver.create_app`; ``port`` 0 is a free one. Usable from
    synchronous and asynchronous code, and from several threads.
    """

    def __init__(
        self,
        document: str | Path | Mapping[str, Any] | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Clock | None = None,
        provider: Provider = reliable_provider,
        **options: Unpack[Options],
    ) -> None:
        self._mock: Mock = build(
            document, settings=Settings(**options), clock=clock, provider=provider
        )
        self._thread = ServerThread(self._mock.app, host=host, port=port)

    @property
    def url(self) -> str:
        """The base URL, such as ``http://127.0.0.1:49152``; ServerError when stopped."""
        return self._thread.url

    @property
    def port(self) -> int:
        """The port that is listened on; ServerError when stopped."""
        return self._thread.port

    @property
    def api_key(self) -> str:
        """A good key: the well-known one, or else the first of ``api_keys``."""
        if self._mock.settings.magic:
            return WELL_KNOWN_KEYS[0].key
        return next(iter(self._mock.settings.api_keys), "any-key")

    @property
    def seed(self) -> int:
        """The seed, given or drawn."""
        return self._mock.seed

    def create_account(self, *, credits: int | None = None) -> MockAccount:
        """Open an account with a new key; ``credits`` are those of the options."""
        api_key = f"gi_mock_{secrets.token_hex(12)}"
        return self.account(api_key, credits=credits)

    def account(self, api_key: str, *, credits: int | None = None) -> MockAccount:
        """Return the account of a key, which is opened if it is new."""
        account = self._mock.accounts.open(api_key, credits=credits)
        return MockAccount(self.url, api_key, account, self._mock.storage)

    def start(self) -> Self:
        """Start to serve; return when a request would be answered."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Answer what is under way and end; harmless when it is stopped."""
        self._thread.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        await self._thread.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._thread.__aexit__(kind, error, traceback)
