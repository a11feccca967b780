"""The tape as NDJSON: one JSON object a line, the kind of record in `type`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO, TypeAlias

from contract_tests.errors import TapeError, UsageError
from contract_tests.judgement.report import Spending
from contract_tests.tape.exchange import (
    Exchange,
    Expects,
    Failure,
    FailureKind,
    Fields,
    Intent,
    Picture,
    Reply,
    Role,
    SentRequest,
)
from contract_tests.tape.records import FORMAT, Check, End, Ending, Mode, Note, Run

Record: TypeAlias = Run | Exchange | Note | Check | End

_NAMES: dict[type, str] = {
    Run: "run",
    Exchange: "exchange",
    Note: "note",
    Check: "check",
    End: "end",
}


@dataclass(frozen=True, slots=True)
class Tape:
    """All that a run left behind; the only thing that a verdict rests on."""

    run: Run
    exchanges: tuple[Exchange, ...]
    notes: tuple[Note, ...]
    checks: tuple[Check, ...]
    end: End


def tape_of(records: Iterable[Record]) -> Tape:
    """Return the tape that these records make.

    A run that was killed has no end: it counts as interrupted.
    """
    kept = list(records)
    run = next((each for each in kept if isinstance(each, Run)), None)
    if run is None:
        raise TapeError("the tape has no record of how the run began")
    exchanges = tuple(each for each in kept if isinstance(each, Exchange))
    end = next((each for each in kept if isinstance(each, End)), None)
    if end is None:
        at = exchanges[-1].ended if exchanges else run.started_at
        spending = Spending(0, 0, 0, run.max_credits, 0)
        end = End(Ending.INTERRUPTED, "the tape ends before the run did", at, spending)
    return Tape(
        run,
        exchanges,
        tuple(each for each in kept if isinstance(each, Note)),
        tuple(each for each in kept if isinstance(each, Check)),
        end,
    )


class Recorder:
    """Keeps the records of a run, and writes each to a file as it happens."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file, if there is one; raises UsageError if it can't be written."""
        self.records: list[Record] = []
        self._file: TextIO | None = None
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._file = path.open("w", encoding="utf-8")
            except OSError as error:
                raise UsageError(f"cannot write the tape {path}: {error}") from error

    def __enter__(self) -> Self:
        """Return the recorder."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        if self._file:
            self._file.close()

    def add(self, record: Record) -> None:
        """Keep a record."""
        self.records.append(record)
        if self._file:
            try:
                self._file.write(line_of(record) + "\n")
                self._file.flush()
            except OSError as error:
                self._file = None
                raise UsageError(f"cannot write the tape: {error}") from error

    def tape(self) -> Tape:
        """Return the tape so far."""
        return tape_of(self.records)


def line_of(record: Record) -> str:
    """Return a record as one line of JSON."""
    value = {"type": _NAMES[type(record)]} | asdict(record)
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def read(path: Path) -> Tape:
    """Read a tape; raises TapeError that names the line that is wrong."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TapeError(f"cannot read the tape {path}: {error}") from error
    records = []
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        try:
            records.append(_record(json.loads(line)))
        except TapeError as error:
            raise TapeError(f"{path}, line {number}: {error}") from None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if number == len(lines):
                break  # the run was killed while it wrote this line
            raise TapeError(
                f"{path}, line {number}: no record of a tape ({error})"
            ) from error
    try:
        return tape_of(records)
    except TapeError as error:
        raise TapeError(f"{path}: {error}") from None


def _record(value: dict[str, Any]) -> Record:
    kind = value.pop("type")
    if kind == "run":
        if value.get("format") != FORMAT:
            raise TapeError(
                f"a tape of format {value.get('format')}; this version reads {FORMAT}"
            )
        value["mode"] = Mode(value["mode"])
        return Run(**_tuples(value, "roles", "select", "deselect"))
    if kind == "exchange":
        return _exchange(value)
    if kind == "note":
        return Note(**value)
    if kind == "check":
        return Check(**value)
    if kind == "end":
        value["spending"] = Spending(**value["spending"])
        value["ending"] = Ending(value["ending"])
        return End(**value)
    raise ValueError(f"unknown type {kind!r}")


def _exchange(value: dict[str, Any]) -> Exchange:
    intent = value["intent"]
    intent["expects"] = Expects(intent["expects"])
    request = value["request"]
    request["headers"] = _headers(request["headers"])
    reply = value["reply"]
    if reply is not None:
        reply["headers"] = _headers(reply["headers"])
        reply["flaws"] = tuple(reply["flaws"])
        reply["pictures"] = tuple(
            (p, Picture(**facts)) for p, facts in reply["pictures"]
        )
    failure = value["failure"]
    if failure is not None:
        failure["kind"] = FailureKind(failure["kind"])
    return Exchange(
        **{
            each.name: value[each.name]
            for each in fields(Exchange)
            if each.name not in ("intent", "role", "request", "reply", "failure")
        },
        role=Role(value["role"]),
        intent=Intent(**intent),
        request=SentRequest(**request),
        reply=None if reply is None else Reply(**reply),
        failure=None if failure is None else Failure(**failure),
    )


def _headers(pairs: list[list[str]]) -> Fields:
    return tuple((name, value) for name, value in pairs)


def _tuples(value: dict[str, Any], *names: str) -> dict[str, Any]:
    return value | {name: tuple(value[name]) for name in names}
