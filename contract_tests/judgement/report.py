"""The report of a run: outcomes of all clauses, and the verdict.

A report is a function of the tape alone: judging the same tape again gives the
same report, byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from contract_tests.judgement.clause import Clause, Level
from contract_tests.tape.exchange import Exchange


class Outcome(StrEnum):
    """What became of a clause."""

    FAILED = "failed"
    WARNED = "warned"
    PASSED = "passed"
    INCONCLUSIVE = "inconclusive"
    SKIPPED = "skipped"


class ExitCode(IntEnum):
    """The exit codes of `contract-tests`; the code alone is the verdict."""

    KEPT = 0
    BREACHED = 1
    USAGE = 2
    NOT_JUDGED = 3
    SPEND_GUARD = 4
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Breach:
    """One way in which a clause was broken, with how often it was seen.

    `level` is that of this breach; `exchange` the number of the exchange that shows it
    best, `exchanges` the numbers of all that show it.
    """

    level: Level
    expected: str
    observed: str
    exchange: int | None
    exchanges: tuple[int, ...]
    count: int
    curl: str | None
    """A command that sends the same request, the key as `$CONTRACT_TESTS_API_KEY`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one clause.

    `reason` is never empty for inconclusive and skipped. `accepted` is the reason that was
    given with `--accept`. `cause` is the id of the clause whose failure
    explains this one (both are shown as one failure), or None.
    """

    clause: Clause
    outcome: Outcome
    reason: str = ""
    breaches: tuple[Breach, ...] = ()
    judged: int = 0
    """How many times the clause was looked at with a clear result."""
    exchanges: tuple[int, ...] = ()
    accepted: str | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Spending:
    """What the run cost: credits charged, images bought, and what was granted.

    `reserved` are credits whose fate is not known (a timeout, a dropped connection).
    """

    credits: int
    images: int
    reserved: int
    max_credits: int
    accidents: int
    """Requests that had to be refused and were charged."""


@dataclass(frozen=True, slots=True)
class Erratum:
    """A place where the document contradicts or under-says itself."""

    id: str
    pointer: str
    problem: str
    reading: str
    """How the contract tests read it."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a reader of the verdict needs.

    `cause` is one line that says why a run could not be judged, or was stopped; empty
    otherwise. `stale_accepts` are ids given with `--accept` whose clause passes again.
    """

    exit_code: ExitCode
    cause: str
    target: str
    document: str
    """Title and version of the document."""
    document_sha256: str
    document_path: str
    """What the locations in SARIF and annotations name (`openapi.json`)."""
    tool_version: str
    seed: int
    level: str
    started_at: str
    """RFC 3339, UTC."""
    seconds: float
    requests: int
    spending: Spending
    verdicts: tuple[Verdict, ...]
    errata: tuple[Erratum, ...]
    exchanges: tuple[Exchange, ...]
    strict: bool = False
    stale_accepts: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Tell whether the contract was judged and is kept."""
        return self.exit_code == ExitCode.KEPT

    def of(self, *outcomes: Outcome) -> tuple[Verdict, ...]:
        """Return the verdicts with one of these outcomes, in the catalogue's order."""
        return tuple(each for each in self.verdicts if each.outcome in outcomes)

    def outcome(self, clause_id: str) -> Outcome | None:
        """Return the outcome of a clause, None if it was not judged at all."""
        found = (each for each in self.verdicts if each.clause.id == clause_id)
        return next((each.outcome for each in found), None)

    @property
    def failures(self) -> tuple[Verdict, ...]:
        """Return the failures that are causes of their own, in the catalogue's order."""
        return tuple(each for each in self.of(Outcome.FAILED) if each.cause is None)

    def explained_by(self, verdict: Verdict) -> tuple[Verdict, ...]:
        """Return the verdicts whose failure this one explains."""
        return tuple(each for each in self.verdicts if each.cause == verdict.clause.id)
