"""The verdict and its numbers in plain words, the same in every report."""

from __future__ import annotations

import shlex
from urllib.parse import urlsplit, urlunsplit

from contract_tests.judgement.report import ExitCode, Outcome, Report, Spending
from contract_tests.reports.grouping import accepted, failed, warned
from contract_tests.reports.printable import one_line, shortened

# A cause is one line; what a target said in it may be longer than a reader is patient.
_MOST = 300
_HEADLINES = {
    ExitCode.KEPT: "The contract is kept",
    ExitCode.BREACHED: "The contract is broken",
    ExitCode.USAGE: "Wrong usage",
    ExitCode.NOT_JUDGED: "The target could not be judged",
    ExitCode.SPEND_GUARD: "Stopped by the spend guard",
    ExitCode.INTERRUPTED: "Interrupted",
}


def headline(report: Report) -> str:
    """Return the verdict in a few words."""
    return _HEADLINES[report.exit_code]


def explanation(report: Report) -> str:
    """Return what the verdict rests on, in one line without a full stop."""
    cause = shortened(one_line(report.cause).rstrip("."), _MOST)
    parts = [cause] if cause else []
    if report.exit_code == ExitCode.BREACHED:
        parts.insert(0, _broken(report))
    elif not nothing_judged(report):
        parts.append(totals(report))
    known = len(accepted(report))
    if known:
        parts.append(f"{count(known, 'known failure')} accepted")
    return "; ".join(parts)


def verdict_line(report: Report) -> str:
    """Return the verdict as one sentence that names the exit code."""
    return f"{headline(report)}: {explanation(report)}. (exit {int(report.exit_code)})"


def nothing_judged(report: Report) -> bool:
    """Tell whether one cause kept every clause from being judged."""
    due = report.of(Outcome.INCONCLUSIVE)
    return bool(due) and all(each.reason == report.cause for each in due)


def totals(report: Report) -> str:
    """Return how many clauses have which outcome, those that none has left out."""
    numbers = [(len(report.of(outcome)), outcome.value) for outcome in Outcome]
    return ", ".join(f"{number} {name}" for number, name in numbers if number) or (
        "no clause was looked at"
    )


def spent(spending: Spending) -> str:
    """Return what was spent of which budget, with what is not known."""
    parts = [f"{spending.credits} of {count(spending.max_credits, 'credit')} spent"]
    if spending.reserved:
        parts.append(f"{spending.reserved} reserved (their fate is not known)")
    if spending.accidents:
        parts.append(f"{count(spending.accidents, 'refusal')} charged")
    return ", ".join(parts)


def count(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural if need be."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def duration(seconds: float) -> str:
    """Return a time span as a person says it."""
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def target(report: Report) -> str:
    """Return the base URL without a user name or password in it."""
    try:
        parts = urlsplit(report.target)
    except ValueError:
        return report.target
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    return urlunsplit(bare) if "@" in parts.netloc else report.target


def repeat_command(report: Report) -> str:
    """Return the command that repeats the run; keys are taken from the environment."""
    words = ["contract-tests", "run", target(report), "--seed", str(report.seed)]
    words += ["--level", report.level]
    if report.spending.max_credits:
        words += ["--max-credits", str(report.spending.max_credits)]
    return " ".join(map(shlex.quote, words + ["--strict"] * report.strict))


def _broken(report: Report) -> str:
    failures = failed(report)
    clauses = sum(1 + len(case.also) for case in failures)
    if not clauses:
        return f"{count(len(warned(report)), 'clause')} warned, and --strict was given"
    words = f"{count(clauses, 'clause')} failed"
    if len(failures) < clauses:
        words += f" for {count(len(failures), 'cause')}"
    return words
