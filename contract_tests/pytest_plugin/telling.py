"""What pytest is told of a verdict: which outcome, and in which words."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from io import StringIO

from rich.console import Console

from contract_tests.judgement.clause import Clause, Need
from contract_tests.judgement.report import ExitCode, Outcome, Report, Verdict
from contract_tests.pytest_plugin.given import spelled
from contract_tests.reports.costs import Cost, costs
from contract_tests.reports.grouping import breaches_worst_first, fails_run
from contract_tests.reports.printable import one_line, shortened
from contract_tests.reports.terminal import print_report
from contract_tests.reports.wording import (
    count,
    duration,
    explanation,
    headline,
    spent,
    target,
)

_MOST = 300


class ContractWarning(UserWarning):
    """A clause that is broken in a way that does not fail the run."""


class Result(Enum):
    """What becomes of the test of a clause."""

    PASSES = "passes"
    WARNS = "warns"
    FAILS = "fails"
    SKIPS = "skips"
    FAILS_AS_KNOWN = "fails as known"


@dataclass(frozen=True, slots=True)
class Told:
    """The result of a clause's test, and its text (empty for one that passes)."""

    result: Result
    text: str = ""


def told(report: Report, clause_id: str) -> Told:
    """Return what pytest is told of a clause."""
    verdict = next((v for v in report.verdicts if v.clause.id == clause_id), None)
    if verdict is None:
        return Told(Result.SKIPS, "the run did not select it")
    if verdict.outcome in (Outcome.SKIPPED, Outcome.INCONCLUSIVE):
        unclear = "inconclusive: " * (verdict.outcome is Outcome.INCONCLUSIVE)
        return Told(Result.SKIPS, unclear + spelled(one_line(verdict.reason)))
    if verdict.accepted is not None:
        reason = f"accepted: {one_line(verdict.accepted)}; {_in_a_line(verdict)}"
        return Told(Result.FAILS_AS_KNOWN, reason)
    if fails_run(report, verdict):
        return Told(Result.FAILS, failure(report, verdict))
    if verdict.outcome is Outcome.WARNED:
        return Told(Result.WARNS, f"{clause_id} {_in_a_line(verdict)}")
    if clause_id in report.stale_accepts:
        return Told(Result.WARNS, f"{clause_id} was accepted, but it passes again")
    return Told(Result.PASSES)


def failure(report: Report, verdict: Verdict) -> str:
    """Return a failure as the terminal report tells it, and how to repeat it."""
    alone = replace(verdict, outcome=Outcome.FAILED, cause=None)
    explained = () if verdict.cause else report.explained_by(verdict)
    written = StringIO()
    console = Console(file=written, force_terminal=False, color_system=None)
    print_report(replace(report, verdicts=(alone, *explained)), console)
    # A failure ends with an empty line, and it is the first thing that is printed.
    lines = [written.getvalue().partition("\n\n")[0].removeprefix("FAILED ")]
    if verdict.cause:
        lines.append(f"  explained by {verdict.cause}")
    lines.append(f"  seed      {report.seed}")
    lines.append(f"  {repeat_command(report)} -k {verdict.clause.id}")
    return "\n".join(lines)


def repeat_command(report: Report) -> str:
    """Return how pytest repeats the run; keys are taken from the environment."""
    words = ["pytest", "--pyargs", "contract_tests", "--contract-url", target(report)]
    words += ["--contract-seed", str(report.seed), "--contract-level", report.level]
    if report.spending.max_credits:
        words += ["--contract-max-credits", str(report.spending.max_credits)]
    return " ".join(map(shlex.quote, words + ["--contract-strict"] * report.strict))


def not_judged(report: Report) -> str | None:
    """Return in one line why the whole was not judged; None if it was."""
    if report.exit_code in (ExitCode.NOT_JUDGED, ExitCode.SPEND_GUARD):
        return spelled(f"{headline(report)}: {explanation(report)}")
    return None


def summary(report: Report) -> Iterator[str]:
    """Yield the lines that stand at the end of pytest's output."""
    requests = f"{count(report.requests, 'request')} to {target(report)}"
    yield f"{requests} in {duration(report.seconds)}, seed {report.seed}"
    yield f"{count(report.spending.images, 'image')}, {spent(report.spending)}"
    yield spelled(f"{headline(report)}: {explanation(report)}")


def properties(report: Report, clause: Clause) -> dict[str, str]:
    """Return what stands beside a clause in JUnit's XML."""
    cost = costs(report).get(clause.id, Cost())
    return {
        "clause": clause.id,
        "level": clause.level.value,
        "pointer": next((each.pointer for each in clause.sources), ""),
        "requests": str(cost.requests),
        "credits": str(cost.credits),
    }


def cost_of(clause: Clause) -> str:
    """Return `paid` for a clause that is judged with a budget only, else `free`."""
    return "paid" if clause.images or Need.BUDGET in clause.needs else "free"


def _in_a_line(verdict: Verdict) -> str:
    parts = [one_line(verdict.clause.text)]
    for breach in breaches_worst_first(verdict)[:1]:
        parts.append(f"expected {shortened(one_line(breach.expected), _MOST)}")
        parts.append(f"observed {shortened(one_line(breach.observed), _MOST)}")
    return "; ".join(parts)
