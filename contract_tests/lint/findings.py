"""What a rule is, what it finds, and how grave that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contract_tests.lint.survey import Survey


class Severity(StrEnum):
    """How grave a finding is.

    ERROR: the document contradicts itself, or cannot be satisfied. WARNING: it will
    mislead the author of a client or a server. INFO: worth knowing.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check says of one place; the rule's id is added by `lint`."""

    severity: Severity
    pointer: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect of a document: which rule found it, where, what it is, the way out.

    `pointer` is a JSON pointer into the document (RFC 6901).
    """

    rule: str
    severity: Severity
    pointer: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of defect: what is asked of a document, and why it matters."""

    id: str
    text: str
    why: str
    check: Callable[[Survey], Iterator[Remark]]


def error(pointer: str, message: str, advice: str) -> Remark:
    """Return a remark on a contradiction."""
    return Remark(Severity.ERROR, pointer, message, advice)


def warning(pointer: str, message: str, advice: str) -> Remark:
    """Return a remark on what misleads."""
    return Remark(Severity.WARNING, pointer, message, advice)


def info(pointer: str, message: str, advice: str) -> Remark:
    """Return a remark on what is worth knowing."""
    return Remark(Severity.INFO, pointer, message, advice)
