"""An occasion: one request to an altered mock, with its reply when there is one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlencode

from mockserver.alteration import Parts
from mockserver.media import write_body
from mockserver.messages import Refused, Request
from mockserver.pipeline import Answer
from mockserver.storage.records import Account, Event, Transaction, TransactionType

JSON = "application/json"


@dataclass(slots=True)
class Counts:
    """What happened before, by the mock's own count; ``memory`` is for anything else."""

    requests: int = 0
    by_operation: dict[str, int] = field(default_factory=dict)
    errors: int = 0
    bought: int = 0
    ids: dict[str, list[str]] = field(default_factory=dict)
    memory: dict[Any, Any] = field(default_factory=dict)


class SentRequest:
    """A request that can be changed before the mock reads it."""

    def __init__(self, request: Request) -> None:
        self.method = request.method
        self.path = request.path
        self.query_string = request.query_string
        self.headers: dict[str, str] = dict(request.headers)
        self.content = b""
        self._refused: Refused | None = None
        self._request = request

    async def read(self, limit: int) -> None:
        """Read the body now; one that is too long is refused when the mock asks."""
        try:
            self.content = await self._request.body(limit)
        except Refused as refused:
            self._refused = refused

    async def body(self, limit: int) -> bytes:
        """Return the body as it stands; raise Refused if it was too long."""
        if self._refused is not None:
            raise self._refused
        return self.content


class Occasion:
    """One request, what was before it, and its reply.

    Before the mock answers, ``request`` may be changed; after it, ``status``,
    ``body`` (a JSON value, or bytes that are sent as they are), ``media_type``
    and ``headers`` are those of the reply and may be changed.

    ``number`` counts the requests of this mock from 1, ``nth`` those of the
    operation; ``errors`` and ``bought`` are the refusals and the bought images
    before this request; ``memory`` lasts as long as the mock.
    """

    def __init__(self, request: SentRequest, parts: Parts, counts: Counts) -> None:
        self.request = request
        self.parts = parts
        match = parts.document.match(request.method, request.path)
        self.operation = match.operation.id if match.operation is not None else ""
        self.path_id = match.path_values.get("id", "")
        counts.requests += 1
        self.number = counts.requests
        self.nth = counts.by_operation.get(self.operation, 0) + 1
        counts.by_operation[self.operation] = self.nth
        self.errors = counts.errors
        self.bought = counts.bought
        self._ids = counts.ids
        self.memory = counts.memory
        self.status = 0
        self.body: Any = None
        self.media_type: str | None = JSON
        self.headers: dict[str, str] = {}

    # What was sent

    @property
    def key(self) -> str:
        """The bearer token; empty without one."""
        scheme, _, token = self.request.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    @cached_property
    def account(self) -> Account | None:
        """The account of the key; None for a key that opens none."""
        entry = self.parts.accounts.find(self.key) if self.key else None
        return None if entry is None else entry.account

    @property
    def tenant(self) -> str:
        """The name of a well-known key's account (good, second, poor), or empty."""
        return "" if self.account is None else self.account.email.partition("@")[0]

    @property
    def ids(self) -> list[str]:
        """The ids of the images that the caller's account bought before, oldest first."""
        return self._ids.setdefault(self.tenant, [])

    @property
    def query(self) -> Mapping[str, str]:
        """The parameters of the query, the last of each name."""
        text = self.request.query_string.decode("latin-1")
        return {
            name: values[-1]
            for name, values in parse_qs(text, keep_blank_values=True).items()
        }

    def ask(self, **parameters: object) -> None:
        """Set parameters of the query; None takes one away."""
        query = {**self.query, **parameters}
        kept = {name: value for name, value in query.items() if value is not None}
        self.request.query_string = urlencode(kept).encode("ascii")

    @property
    def sent(self) -> Any:
        """The JSON value of the request's body; None if there is none."""
        try:
            return json.loads(self.request.content)
        except (ValueError, RecursionError):
            return None

    def send(self, value: Any) -> None:
        """Replace the request's body."""
        self.request.content = json.dumps(value).encode()

    # What is answered

    @property
    def ok(self) -> bool:
        """Whether the reply is a success."""
        return 200 <= self.status < 300

    @property
    def images(self) -> list[dict[str, Any]]:
        """Every image of a successful reply; changes are sent."""
        return self._listed("images", "image")

    @property
    def transactions(self) -> list[dict[str, Any]]:
        """Every transaction of a successful reply; changes are sent."""
        return self._listed("transactions", "")

    def _listed(self, many: str, one: str) -> list[dict[str, Any]]:
        if not self.ok or not isinstance(self.body, dict):
            return []
        if one and isinstance(self.body.get(one), dict):
            return [self.body[one]]
        rows = self.body.get(many)
        return rows if isinstance(rows, list) else []

    def reply(
        self, status: int, body: Any, headers: Mapping[str, str] | None = None
    ) -> None:
        """Replace the reply."""
        self.status, self.body, self.media_type = status, body, JSON
        self.headers = dict(headers or {})

    def refuse(
        self, status: int, message: str, *, path: str = "", code: str = "invalid"
    ) -> None:
        """Replace the reply by a refusal in the document's shape."""
        error: dict[str, Any] = {"message": message}
        if path:
            error["details"] = [{"path": path, "message": message, "code": code}]
        self.reply(status, {"error": error})

    # What is kept

    @property
    def balance(self) -> int:
        """The balance of the caller's account."""
        assert self.account is not None, "a request without an account has no balance"
        return self.parts.storage.balance(self.account.number)

    def enter(
        self,
        amount: int,
        kind: TransactionType,
        *,
        reference_id: str | None = None,
        description: str | None = None,
        account: Account | None = None,
    ) -> None:
        """Write a row into the ledger of the caller's account, or of another's.

        A deduction takes no more than there is.
        """
        owner = account or self.account
        assert owner is not None, "a request without an account has no ledger"
        storage, number = self.parts.storage, owner.number
        amount = max(amount, -storage.balance(number))
        rows = storage.transaction_count(number)
        entry = Transaction(
            id=self.parts.draws.uuid("entered", number, rows),
            amount=amount,
            type=kind,
            description=description,
            reference_id=reference_id,
            created_at=self.parts.clock.now(),
        )
        storage.record(number, Event(storage.draws(number), None, (entry,)))

    # Between the mock and the hooks

    def take(self, answer: Answer) -> None:
        """Take the mock's answer apart."""
        self.status, self.media_type = answer.status, answer.media_type
        self.headers = dict(answer.headers)
        self.body = answer.body
        if answer.media_type == JSON:
            self.body = json.loads(answer.body)

    def answer(self) -> Answer:
        """Return the reply as it is sent."""
        content = (
            self.body if isinstance(self.body, bytes) else write_body(self.body, JSON)
        )
        return Answer(self.status, content, self.media_type, list(self.headers.items()))
