"""Requests and replies as plain values, free of any framework.

What is made anew for each request is a named tuple: a frozen dataclass takes five
times as long to make. The pipeline takes a request apart; a behaviour answers a :class:`Call` with a
:class:`Reply` or raises :class:`Refused`; the edge turns the answer into bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

# Not loaded with this module: the command reads its options, a rate limit among
# them, before it loads what takes time.
if TYPE_CHECKING:
    from mockserver.openapi import Operation, Violation
    from mockserver.storage.records import Account


class Request(Protocol):
    """A request as the edge hands it in."""

    @property
    def method(self) -> str:
        """The method, in upper case."""

    @property
    def path(self) -> str:
        """The path as it was sent, still percent-encoded, without the query."""

    @property
    def query_string(self) -> bytes:
        """What stands behind the question mark, undecoded."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Fields by lower-case name; repeated ones joined by ``", "``."""

    async def body(self, limit: int) -> bytes:
        """Read the body; raise :class:`Refused` when it is longer than ``limit``."""


class Call(NamedTuple):
    """A request that has passed authentication, decoding and validation.

    ``path``, ``query``, ``header`` and ``cookie`` hold decoded values by the
    parameter's name, defaults of the document filled in.
    """

    operation: Operation
    account: Account
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    header: Mapping[str, Any]
    cookie: Mapping[str, Any]
    body: Any


@dataclass(frozen=True, slots=True)
class Deferred:
    """A JSON body that is finished off the event loop, because it costs time.

    ``build`` returns the whole body; it must not touch state.
    """

    build: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A body as it is sent, where its media type is none that a schema can judge."""

    content: bytes


class Reply(NamedTuple):
    """What an operation answers, before it is checked and written.

    A reply without ``media_type`` has no content.
    """

    status: int
    body: Any
    media_type: str | None = "application/json"
    headers: Sequence[tuple[str, str]] = ()


class Reason(Enum):
    """Why a request is refused; the document chooses the status (refusals.py)."""

    INVALID = "invalid"
    NOT_FOUND = "not_found"
    UNAUTHORIZED = "unauthorized"
    RATE_LIMITED = "rate_limited"
    INSUFFICIENT_CREDITS = "insufficient_credits"
    GENERATION_FAILED = "generation_failed"
    TOO_LARGE = "too_large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    INTERNAL = "internal"


class Refused(Exception):
    """A refusal: one message for people, and every problem in ``details``."""

    def __init__(
        self,
        reason: Reason,
        message: str,
        *,
        details: Sequence[Violation] = (),
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.reason = reason
        self.message = message
        self.details = details
        self.headers = headers
        super().__init__(message)


class Behaviour(Protocol):
    """Stateful code bound to an operation id."""

    def __call__(self, call: Call) -> Reply:
        """Answer the call, or raise :class:`Refused`.

        State changes are complete when this returns.
        """


class Check(Protocol):
    """What a behaviour refuses beyond the schemas, told with the rest."""

    def __call__(self, body: Any) -> Sequence[Violation]:
        """Return the problems of a decoded body, which may break its schema."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A behaviour and, where prose adds rules to the schema, its check."""

    behaviour: Behaviour
    check: Check | None = None


class Caller(NamedTuple):
    """Who sent a request: an account, and whether its key is always throttled."""

    account: Account
    throttled: bool = False
