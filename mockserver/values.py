"""Values made from the schemas of replies, by a generator that is loaded late.

A mock of this API needs none before something unusual is asked of it, and
loading the generator takes a fifth of the time from start to first answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mockserver.clock import Clock
from mockserver.openapi import Document

if TYPE_CHECKING:
    from mockserver.openapi.generation import Generator


class NoValueError(Exception):
    """No valid value of a schema was found; the message says where and why."""


class Values:
    """Makes valid values; the same seed makes the same value, in one thread."""

    def __init__(self, document: Document, clock: Clock) -> None:
        self._document = document
        # Moments lie before the start, so that they stay the same in each reply.
        self._started = datetime.fromtimestamp(clock.now() / 1000, UTC)

    def make(self, schema: Any, *, seed: bytes, name: str = "") -> Any:
        """Return a value; ``name`` is what it is called. Raises NoValueError."""
        return self._made(
            lambda: self._generator.generate(schema, seed=seed, name=name)
        )

    def make_reply(self, schema: Any, *, examples: Sequence[Any], seed: bytes) -> Any:
        """Return the first example that is valid, or a value. Raises NoValueError."""
        return self._made(
            lambda: self._generator.generate_reply(schema, examples=examples, seed=seed)
        )

    @cached_property
    def _generator(self) -> Generator:
        from mockserver.openapi.generation import Generator  # see the docstring

        return Generator(
            resolve=self._document.resolve_reference,
            is_valid=self._document.is_valid_reply,
            now=lambda: self._started,
        )

    def _made(self, make: Callable[[], Any]) -> Any:
        from mockserver.openapi.generation import GenerationError

        try:
            return make()
        except GenerationError as error:
            raise NoValueError(str(error)) from error
