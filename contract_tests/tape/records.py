"""What stands on a tape beside the exchanges: how the run began, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from contract_tests.judgement.report import Spending
from contract_tests.tape.exchange import Json

FORMAT = 1
"""The version of the tape's format; another one is refused."""


class Mode(StrEnum):
    """What a run may send."""

    READ_ONLY = "read-only"
    FREE = "free"
    PAID = "paid"


class Ending(StrEnum):
    """How a run ended."""

    COMPLETE = "complete"
    NOT_JUDGEABLE = "not judgeable"
    SPEND_GUARD = "spend guard"
    OUT_OF_TIME = "out of time"
    INTERRUPTED = "interrupted"
    BROKEN_OFF = "broken off"
    """The target went away, or this tool failed."""


@dataclass(frozen=True, slots=True)
class Run:
    """How a run began: all that the judge needs beside the exchanges.

    `roles` are those for which a key was given; `nonce` stands in each prompt of the
    run; `earlier` is what `--state` remembered of an earlier run.
    """

    tool_version: str
    target: str
    document_path: str
    document_sha256: str
    seed: int
    nonce: str
    level: str
    mode: Mode
    max_credits: int
    roles: tuple[str, ...]
    started_at: float
    strict: bool = False
    select: tuple[str, ...] = ()
    deselect: tuple[str, ...] = ()
    accept: dict[str, str] = field(default_factory=dict)
    earlier: dict[str, Json] | None = None
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was left out, and why: a probe that the budget did not allow."""

    probe: str
    reason: str


@dataclass(frozen=True, slots=True)
class Check:
    """What a check of Schemathesis said of an exchange: its code and its message."""

    exchange: int
    code: str
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class End:
    """How a run ended; `cause` is one line, empty when it is complete."""

    ending: Ending
    cause: str
    at: float
    spending: Spending
