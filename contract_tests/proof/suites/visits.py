"""What a suite asks of the correct mock: what it never asks, it cannot notice."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from contract_tests.contract.document import OPERATIONS, load

_ACCESS = "mockserver.access"


@dataclass(frozen=True, slots=True)
class Visits:
    """How many requests came in all, and for each operation by its id."""

    requests: int
    by_operation: Mapping[str, int]

    @property
    def never(self) -> tuple[str, ...]:
        """Return the operations that were never asked for, as `GET /path`."""
        operations = load().operations
        return tuple(
            f"{operations[name].method} {operations[name].path}"
            for name in OPERATIONS
            if not self.by_operation.get(name)
        )


class _Counting(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.seen: Counter[tuple[str, str]] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        access = getattr(record, "access", {})
        self.seen[access.get("method", ""), access.get("path", "")] += 1

    def visits(self) -> Visits:
        contract = load()
        by_operation: Counter[str] = Counter()
        for (method, path), number in self.seen.items():
            operation = contract.operation_of(method, path)
            if operation is not None:
                by_operation[operation.id] += number
        return Visits(self.seen.total(), MappingProxyType(dict(by_operation)))


@contextmanager
def counted() -> Iterator[_Counting]:
    """Count the requests that mocks of this process log while the block lasts."""
    log, counting = logging.getLogger(_ACCESS), _Counting()
    level, passes_on = log.level, log.propagate
    log.addHandler(counting)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        yield counting
    finally:
        log.removeHandler(counting)
        log.setLevel(level)
        log.propagate = passes_on


@contextmanager
def quiet_mocks() -> Iterator[None]:
    """Keep mocks of this process from telling of their defects, which are meant."""
    logs = [logging.getLogger(name) for name in ("mockserver", "uvicorn", "asyncio")]
    levels = [each.level for each in logs]
    for each in logs:
        each.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for each, level in zip(logs, levels, strict=True):
            each.setLevel(level)
