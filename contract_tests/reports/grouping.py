"""What a report tells first: which verdicts belong together, and which are worse.

A failure that another one explains is told with it, so that one broken thing
reads as one failure. A failure that fails the run is never told under one that
does not, and none is lost because its cause is not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contract_tests.judgement.clause import Level
from contract_tests.judgement.report import Breach, Outcome, Report, Verdict

_ORDER = (Level.MUST, Level.DERIVED, Level.SHOULD, Level.INFO)


@dataclass(frozen=True, slots=True)
class Case:
    """A verdict, with those that it explains."""

    verdict: Verdict
    also: tuple[Verdict, ...] = ()


def failed(report: Report) -> tuple[Case, ...]:
    """Return the failures that are not accepted, the worst first."""
    return _cases(each for each in report.of(Outcome.FAILED) if each.accepted is None)


def accepted(report: Report) -> tuple[Verdict, ...]:
    """Return the failures and warnings that were accepted, the worst first."""
    verdicts = report.of(Outcome.FAILED, Outcome.WARNED)
    return worst_first(each for each in verdicts if each.accepted is not None)


def warned(report: Report) -> tuple[Verdict, ...]:
    """Return the warnings that are not accepted, the worst first."""
    return worst_first(
        each for each in report.of(Outcome.WARNED) if each.accepted is None
    )


def fails_run(report: Report, verdict: Verdict) -> bool:
    """Tell whether a verdict alone makes the exit code 1."""
    if verdict.accepted is not None:
        return False
    if verdict.outcome == Outcome.WARNED:
        return report.strict and worst_level(verdict) != Level.INFO
    return verdict.outcome == Outcome.FAILED


def worst_level(verdict: Verdict) -> Level:
    """Return the level of the worst breach, the clause's own if there is none."""
    levels = [each.level for each in verdict.breaches]
    return min(levels or [verdict.clause.level], key=_ORDER.index)


def worst_first(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return verdicts by the level of their worst breach, else as they came."""
    return tuple(
        sorted(verdicts, key=lambda verdict: _ORDER.index(worst_level(verdict)))
    )


def breaches_worst_first(verdict: Verdict) -> tuple[Breach, ...]:
    """Return the breaches of a verdict by their level, else as they came."""
    return tuple(sorted(verdict.breaches, key=lambda each: _ORDER.index(each.level)))


def by_reason(verdicts: Iterable[Verdict]) -> tuple[tuple[str, list[Verdict]], ...]:
    """Return verdicts by their reason, the most common reason first."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(verdict.reason, []).append(verdict)
    return tuple(sorted(groups.items(), key=lambda group: -len(group[1])))


def by_family(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    """Return verdicts by the family of their clause, as the families first come."""
    families: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        families.setdefault(verdict.clause.family, []).append(verdict)
    return families


def _cases(verdicts: Iterable[Verdict]) -> tuple[Case, ...]:
    failures = {each.clause.id: each for each in verdicts}
    explained: dict[str, list[Verdict]] = {}
    for verdict in failures.values():
        explained.setdefault(_root(verdict, failures), []).append(verdict)
    roots = worst_first(failures[each] for each in explained)
    return tuple(
        Case(
            root,
            tuple(each for each in explained[root.clause.id] if each is not root),
        )
        for root in roots
    )


def _root(verdict: Verdict, failures: dict[str, Verdict]) -> str:
    """Return the id of the first cause; the verdict's own if its causes go in a circle."""
    seen = {verdict.clause.id}
    current = verdict
    while current.cause in failures:
        if current.cause in seen:
            return verdict.clause.id
        seen.add(current.cause)
        current = failures[current.cause]
    return current.clause.id
