"""The proof of a suite as text: what a terminal shows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from contract_tests.proof.deployments import OLDER_IMAGES
from contract_tests.proof.suites.command import by_hand
from contract_tests.proof.suites.excerpt import barred, excerpt
from contract_tests.proof.suites.gaps import (
    FamilyGaps,
    NextTest,
    best_tests,
    families,
)
from contract_tests.proof.suites.results import (
    Attempt,
    Rehearsal,
    Stage,
    SuiteReport,
)
from contract_tests.proof.suites.shell import Ending
from contract_tests.proof.suites.visits import Visits
from contract_tests.proof.trial import Deployment, TrialKind
from contract_tests.reports.wording import count, duration

_BEST = 5
_NAMED = 3
_ALARMS = 5
_BAR = 20
_SHORT = 100

_HERE = Deployment(
    "http://127.0.0.1:4010",
    api_key="gi_mock_good",
    second_api_key="gi_mock_second",
    poor_api_key="gi_mock_poor",
    revoked_api_key="gi_mock_revoked",
)


def to_text(report: SuiteReport, *, width: int) -> str:
    """Return the summary, without the verdict that stands below it."""
    return "\n\n".join(_parts(report, max(60, min(width, 110))))


def _parts(report: SuiteReport, width: int) -> Iterator[str]:
    failed = report.failed_rehearsal
    if failed is not None:
        yield failure(failed)
    if not report.attempts:
        if failed is None:
            yield "Nothing was tried: there is nothing to say of the suite."
        return
    yield _table(families(report), report)
    if report.alarms:
        yield "\n".join(_alarms(report, width))
    unusual = unusual_endings(report)
    if unusual:
        yield _indented(unusual, width, "", "")
    if report.missed:
        yield "\n".join(_next(report, width))
    for note in notes(report):
        yield _indented(note, width, "", "")


def notes(report: SuiteReport) -> Iterator[str]:
    """Yield what the numbers do not say: what was never asked for, and not tried."""
    unvisited = unasked(report.visits)
    if unvisited:
        yield unvisited
    if report.left_out:
        yield left_out(report)


def failure(rehearsal: Rehearsal) -> str:
    """Return that the suite fails on the correct mock, and its last words."""
    why = {
        Stage.ALONE: "Nothing else was tried: mend that first.",
        Stage.AGAIN: "It passed before, on a mock like that one: it is not steady.",
        Stage.BESIDE: "It passes alone: it is not steady, or cannot run beside"
        " itself (then try --jobs 1).",
        Stage.LAST: "It passed before: something that it leaves behind makes it fail,"
        " so what it noticed may be that.",
    }
    ending = rehearsal.run.told
    if rehearsal.stage is not Stage.ALONE:
        ending += f", {rehearsal.stage}"
    return (
        f"THE SUITE FAILS ON THE CORRECT MOCK ({ending})\n"
        f"{why[rehearsal.stage]}\n{barred(excerpt(rehearsal.run, lines=20, ends=12))}"
    )


def unasked(visits: Visits) -> str:
    """Return what the suite never asks the mock for; empty if there is nothing."""
    if not visits.requests:
        return (
            "The suite sent no request to the mock: it can notice nothing. Let it use"
            " {url} and {api_key}, or the variables CONTRACT_TESTS_URL and"
            " CONTRACT_TESTS_API_KEY."
        )
    if visits.never:
        return (
            f"The suite never asks for {', '.join(visits.never)}: what is wrong there"
            " it cannot notice."
        )
    return ""


def left_out(report: SuiteReport) -> str:
    """Return how much was not tried."""
    defects = sum(each.kind is TrialKind.DEFECT for each in report.left_out)
    variants = len(report.left_out) - defects
    return (
        f"Not tried: {defects} of {report.catalogue[TrialKind.DEFECT]} defects and"
        f" {variants} of {report.catalogue[TrialKind.VARIANT]} lawful variants."
    )


def unusual_endings(report: SuiteReport) -> str:
    """Return which defects were noticed by other than an exit code."""
    told = []
    for ending in (Ending.TIMED_OUT, Ending.FLOODED, Ending.SIGNALLED):
        names = [e.trial.name for e in report.defects if e.run.ending is ending]
        if names:
            told.append(f"{ending}: {_named(names)}")
    return f"Noticed, but not by an exit code: {'; '.join(told)}." if told else ""


def mock_command(report: SuiteReport, name: str, *, option: str = "--defect") -> str:
    """Return the command that serves a defect as it was served to the suite."""
    images = f" --images {report.images}" if report.images else ""
    plain = " --picture plain --picture-size 64"
    return f"mockserver {option} {name}{images} --seed {report.seed}{plain}"


def suite_command(report: SuiteReport) -> str:
    """Return the command of the suite against a mock on the port that is usual."""
    return by_hand(report.command, _HERE)


def again_command(report: SuiteReport, glob: str) -> str:
    """Return how to prove the suite against these defects alone."""
    quoted = report.command.replace("'", "'\\''")
    changed = "" if report.images == OLDER_IMAGES else f" --images {report.images}"
    return f"contract-tests prove --command '{quoted}' --select {glob}{changed}"


def _table(gaps: tuple[FamilyGaps, ...], report: SuiteReport) -> str:
    lines = [f"{'FAMILY':20} {'noticed':>9}   not noticed: plain  subtle"]
    for each in gaps:
        plain = sum(test.plain for test in each.tests)
        lines.append(_row(each.family, len(each.tried), each.missed, plain))
    missed = report.missed
    plain = sum(not each.trial.subtle for each in missed)
    lines.append(_row("all", len(report.defects), len(missed), plain))
    passed = len(report.variants) - len(report.alarms)
    lines.append(
        f"{'lawful variants':20} {passed:>3} of {len(report.variants):>3} pass"
    )
    return "\n".join(lines)


def _row(name: str, tried: int, missed: int, plain: int) -> str:
    noticed = tried - missed
    bar = "#" * round(_BAR * noticed / tried) if tried else ""
    return (
        f"{name:20} {noticed:>3} of {tried:>3}   {plain or '-':>18}"
        f" {missed - plain or '-':>7}  {bar:.<{_BAR}}"
    )


def _alarms(report: SuiteReport, width: int) -> Iterator[str]:
    number = len(report.alarms)
    yield (
        f"THE SUITE IS STRICTER THAN THE CONTRACT: it fails on"
        f" {count(number, 'lawful variant')}"
    )
    for attempt in report.alarms[:_ALARMS]:
        yield from _alarm(attempt, width)
    if number > _ALARMS:
        yield f"  and {number - _ALARMS} more: {_names(report.alarms[_ALARMS:])}"


def _alarm(attempt: Attempt, width: int) -> Iterator[str]:
    trial, run = attempt.trial, attempt.run
    yield _indented(f"{trial.name} ({run.told}): {trial.text}", width, "  ")
    yield textwrap.indent(barred(excerpt(run, lines=4)), "  ")


def _next(report: SuiteReport, width: int) -> Iterator[str]:
    tests = best_tests(report)
    more = f", of {len(tests)} that are missing" if len(tests) > _BEST else ""
    yield f"THE BEST NEXT TESTS{more}"
    for number, test in enumerate(tests[:_BEST], start=1):
        yield from _test(number, test, width)
    first = tests[0]
    name = first.closes[0].name
    yield ""
    yield f"See one by hand:  {mock_command(report, name)}"
    if _short(report.command):
        yield f"            then  {suite_command(report)}"
        yield f"Prove a new test: {again_command(report, first.clause)}"
    else:
        yield f"            then  the suite, against {_HERE.url}"
        yield f"Prove a new test: add --select {first.clause} to this command"


def _short(command: str) -> bool:
    return len(command) <= _SHORT and command.isprintable()


def _test(number: int, test: NextTest, width: int) -> Iterator[str]:
    closes = count(len(test.closes), "defect")
    lead = f"{number:>2}. "
    instruction = f"{test.instruction} ({test.named}; would notice {closes})"
    yield _indented(lead + instruction, width, "", "    ")
    for trial in test.closes[:_NAMED]:
        yield _indented(f"{trial.name}: {trial.text}", width, "      ")
    if len(test.closes) > _NAMED:
        yield f"      and {len(test.closes) - _NAMED} more"


def _names(attempts: tuple[Attempt, ...]) -> str:
    return _named([each.trial.name for each in attempts])


def _named(names: list[str], most: int = 6) -> str:
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


def _indented(text: str, width: int, first: str, rest: str | None = None) -> str:
    return textwrap.fill(
        text,
        width,
        initial_indent=first,
        subsequent_indent=f"{first}  " if rest is None else rest,
        break_on_hyphens=False,
        break_long_words=False,
    )


def forecast(report: SuiteReport, left: int) -> str:
    """Return how long a run takes, and how long all that is left will."""
    longest = max(each.run.seconds for each in report.rehearsals)
    seconds = longest * left / min(report.jobs, left or 1)
    jobs = count(report.jobs, "job")
    return (
        f"the suite passes on the correct mock in {duration(longest)}, with"
        f" {count(report.visits.requests, 'request')}; {count(left, 'deployment')} to go, about {duration(seconds)} with {jobs}"
    )
