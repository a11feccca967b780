"""What a suite does not notice, and the tests that would close the gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contract_tests.catalogue import find
from contract_tests.judgement.clause import Clause, Level, Need
from contract_tests.proof.suites.results import Attempt, SuiteReport
from contract_tests.proof.trial import Trial

_HINTS = {
    Need.SECOND_KEY: "it takes {second_api_key}, a key of another account",
    Need.POOR_KEY: "it takes {poor_api_key}, a key with 1 credit",
    Need.REVOKED_KEY: "it takes {revoked_api_key}",
    Need.HISTORY: "{api_key} has older images to look at (--images)",
    Need.BUDGET: "it buys images, which costs nothing on a mock",
}


@dataclass(frozen=True, slots=True)
class NextTest:
    """One test that is worth writing, and the defects that it would notice.

    `why` is what the document says, or the standard that does; `where` its place.
    `level` is how binding the promise is (`must`, `derived`, `should`).
    """

    clause: str
    level: Level
    promise: str
    why: str
    where: str
    hints: tuple[str, ...]
    closes: tuple[Trial, ...]

    @property
    def instruction(self) -> str:
        """Return what to do, as a sentence without a full stop."""
        return f"test that: {self.promise}"

    @property
    def named(self) -> str:
        """Return the clause, with its level where that is not binding."""
        return self.clause if self.level.binding else f"{self.clause}, {self.level}"

    @property
    def plain(self) -> int:
        """Return how many of the defects are no subtle ones."""
        return sum(not each.subtle for each in self.closes)


@dataclass(frozen=True, slots=True)
class FamilyGaps:
    """One family: what was noticed, and the tests that are missing, best first."""

    family: str
    tried: tuple[Attempt, ...]
    tests: tuple[NextTest, ...]

    @property
    def missed(self) -> int:
        """Return how many defects of the family were not noticed."""
        return sum(not each.noticed for each in self.tried)

    @property
    def share(self) -> float:
        """Return the share that was not noticed, from 0 to 1."""
        return self.missed / len(self.tried)


def families(report: SuiteReport) -> tuple[FamilyGaps, ...]:
    """Return all families that were tried, the one with the widest gap first."""
    tried: dict[str, list[Attempt]] = {}
    for each in report.defects:
        tried.setdefault(each.trial.family, []).append(each)
    gaps = [
        FamilyGaps(
            name, tuple(group), next_tests(e.trial for e in group if not e.noticed)
        )
        for name, group in tried.items()
    ]
    return tuple(sorted(gaps, key=lambda each: (-each.share, -each.missed)))


def next_tests(missed: Iterable[Trial]) -> tuple[NextTest, ...]:
    """Return the tests that would notice these defects.

    First the one that closes most: plain defects of what binds count before all others,
    and plain ones before subtle ones, which a test with a single case may pass by.
    """
    by_clause: dict[str, list[Trial]] = {}
    for each in missed:
        by_clause.setdefault(each.clause, []).append(each)
    tests = [_next_test(name, closes) for name, closes in by_clause.items()]
    return tuple(sorted(tests, key=_rank))


def _rank(test: NextTest) -> tuple[int, int, int]:
    binding = test.plain if test.level.binding else 0
    return -binding, -test.plain, -len(test.closes)


def best_tests(report: SuiteReport) -> tuple[NextTest, ...]:
    """Return the tests that are missing, of all families together, best first."""
    return next_tests(each.trial for each in report.missed)


def _next_test(name: str, closes: list[Trial]) -> NextTest:
    ordered = tuple(sorted(closes, key=lambda each: each.subtle))
    clause = find(name)
    if clause is None:
        promise = f"it does not happen that {ordered[0].text}"
        return NextTest(name, Level.DERIVED, promise, "", "", (), ordered)
    source = clause.sources[0] if clause.sources else None
    return NextTest(
        name,
        clause.level,
        _promise(clause),
        source.quote if source else "",
        source.pointer if source else "",
        tuple(hint for need, hint in _HINTS.items() if need in clause.needs),
        ordered,
    )


def _promise(clause: Clause) -> str:
    """Return the text of a clause as the end of a sentence."""
    text = clause.text.removesuffix(".")
    first = text.partition(" ")[0]
    return (
        text
        if first.upper() == first and len(first) > 1
        else text[0].lower() + text[1:]
    )
