"""What goes in and out: a call, a reply, a refusal."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.adversary.world import Account, Image

Json = Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One item of `details`; `value` is what the client sent."""

    path: str
    code: str
    message: str
    value: Json = None


@dataclass(slots=True)
class Call:
    """One request, and what the deployment learned while it answered.

    `number` counts requests from 1; `errors` and `generated` count the refusals
    and the images before this call.
    """

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    data: bytes
    operation: str = ""
    number: int = 0
    errors: int = 0
    generated: int = 0
    account: Account | None = None
    payload: Json = None
    image: Image | None = None
    problems: tuple[Problem, ...] = ()
    notes: dict[str, Json] = field(default_factory=dict)

    def values(self, name: str) -> list[str]:
        """List the values of a query parameter."""
        return [value for key, value in self.query if key == name]

    def whole(self, name: str, default: int) -> int:
        """Read a whole number of the query, the default when there is none."""
        try:
            return int(self.values(name)[-1])
        except (IndexError, ValueError):
            return default

    @property
    def caller(self) -> Account:
        """The account that authentication found."""
        assert self.account is not None
        return self.account

    @property
    def metadata(self) -> bool:
        """Whether bytes are left out: `format=metadata`."""
        return self.values("format") == ["metadata"]

    @property
    def form(self) -> str:
        """The place where an image is shown: generate, get, metadata or list."""
        if self.operation == "getImage":
            return "metadata" if self.metadata else "get"
        return {"generateImage": "generate", "listImages": "list"}[self.operation]

    @property
    def path_id(self) -> str:
        """The last segment of the path."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(slots=True)
class Reply:
    """One reply; `raw` replaces the encoded body when a defect sets it."""

    status: int
    body: Json
    headers: dict[str, str] = field(default_factory=dict)
    media: str | None = "application/json"
    raw: bytes | None = None
    ascii_only: bool = False
    indent: int | None = None
    chunk: int | None = None

    @property
    def good(self) -> bool:
        """Whether the status is 200 as the deployment first meant it."""
        return self.status == 200

    def encoded(self) -> bytes:
        """Encode the body."""
        if self.raw is not None:
            return self.raw
        separators = (",", ":") if self.indent is None else None
        return json.dumps(
            self.body,
            ensure_ascii=self.ascii_only,
            indent=self.indent,
            separators=separators,
        ).encode()


class Refusal(Exception):
    """An error reply: the status, the message, and the problems for `details`."""

    def __init__(
        self, status: int, message: str, problems: tuple[Problem, ...] = ()
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.problems = problems
