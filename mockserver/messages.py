"""Requests and replies as plain values, free of any framework.

The pipeline takes a request apart, a behaviour answers a :class:`Call` with a
:class:`Reply` or a :class:`Refusal`, and the edge turns that into bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from mockserver.openapi import Operation, Violation
from mockserver.storage.records import Account



@dataclass(frozen=True, slots=True)
class Call:
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
    """A body that is finished off the event loop, because it costs time.

    ``build`` returns the whole JSON body and must not touch state.
    """

    build: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """A success, with a JSON body (or a deferred one)."""

    status: int
    body: Any | Deferred
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


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal: one message for people, and every problem in ``details``."""

    reason: Reason
    message: str
    details: Sequence[Violation] = ()
    headers: Sequence[tuple[str, str]] = field(default=())


class Behaviour(Protocol):
    """Stateful code bound to an operation id."""

    def __call__(self, call: Call) -> Reply | Refusal:
        """Answer the call; state changes are complete when this returns."""
