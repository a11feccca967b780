"""From a tape to a report: no network, no clock, no randomness."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from contract_tests.catalogue import selected
from contract_tests.contract.document import LIST, Contract
from contract_tests.contract.errata import ERRATA
from contract_tests.judgement.clause import (
    Broken,
    Clause,
    Finding,
    Held,
    Level,
    Need,
    Unclear,
)
from contract_tests.judgement.evidence import Evidence
from contract_tests.judgement.report import (
    Breach,
    ExitCode,
    Outcome,
    Report,
    Verdict,
)
from contract_tests.tape.exchange import Exchange, Role
from contract_tests.tape.ndjson import Tape
from contract_tests.tape.records import Ending, Mode

JUDGED = 0.9
"""So large a part of the MUST clauses that were not skipped must have been judged."""
_MOST_BREACHES = 5
"""So many different breaches of one clause are told; the rest is counted."""


def judge(tape: Tape, contract: Contract) -> Report:
    """Return the report of a tape."""
    evidence = Evidence(tape, contract)
    clauses = selected(tape.run.select, tape.run.deselect)
    verdicts = tuple(_verdict(each, evidence) for each in clauses)
    if tape.end.ending is Ending.NOT_JUDGEABLE:
        verdicts = tuple(_not_judged(each, tape.end.cause) for each in verdicts)
    verdicts = _explained(tuple(_accepted(each, tape) for each in verdicts))
    code, cause = _exit(tape, verdicts)
    stale = tuple(
        each.clause.id
        for each in verdicts
        if each.clause.id in tape.run.accept and each.outcome is Outcome.PASSED
    )
    return Report(
        exit_code=code,
        cause=cause,
        target=tape.run.target,
        document=contract.title,
        document_sha256=contract.sha256,
        document_path=tape.run.document_path,
        tool_version=tape.run.tool_version,
        seed=tape.run.seed,
        level=tape.run.level,
        started_at=datetime.fromtimestamp(tape.run.started_at, UTC).isoformat(
            timespec="seconds"
        ),
        seconds=round(tape.end.at - tape.run.started_at, 3),
        requests=len(tape.exchanges),
        spending=tape.end.spending,
        verdicts=verdicts,
        errata=ERRATA,
        exchanges=tape.exchanges,
        strict=tape.run.strict,
        stale_accepts=stale,
    )


def _verdict(clause: Clause, evidence: Evidence) -> Verdict:
    held: set[int] = set()
    broken: list[Broken] = []
    unclear: list[Unclear] = []
    judged = 0
    for finding in _findings(clause, evidence):
        if isinstance(finding, Held):
            held.update(finding.exchanges)
            judged += 1
        elif isinstance(finding, Broken):
            broken.append(finding)
            judged += 1
        else:
            unclear.append(finding)
    breaches = _breaches(clause, broken, evidence)
    if breaches:
        outcome, reason = _worst(breaches), ""
    elif judged:
        outcome, reason = Outcome.PASSED, ""
    elif unclear:
        outcome, reason = Outcome.INCONCLUSIVE, unclear[0].reason
    else:
        outcome, reason = _not_seen(clause, evidence)
    numbers = held.union(
        *(each.exchanges for each in broken), *(each.exchanges for each in unclear)
    )
    return Verdict(clause, outcome, reason, breaches, judged, tuple(sorted(numbers)))


def _findings(clause: Clause, evidence: Evidence) -> Iterator[Finding]:
    """Yield what a clause finds; a failure of its own judge is no word on the target."""
    try:
        yield from clause.judge(evidence)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        yield Unclear(
            (),
            f"a failure of contract-tests itself, please report it:"
            f" {type(error).__name__} in {clause.id}",
        )


def _worst(breaches: tuple[Breach, ...]) -> Outcome:
    if any(each.level.binding for each in breaches):
        return Outcome.FAILED
    if any(each.level is Level.SHOULD for each in breaches):
        return Outcome.WARNED
    return Outcome.PASSED


def _breaches(
    clause: Clause, broken: Sequence[Broken], evidence: Evidence
) -> tuple[Breach, ...]:
    """Return the different breaches, the most binding first, equal ones as one."""
    groups: dict[tuple[str, Level], list[Broken]] = {}
    for each in broken:
        level = each.level or clause.level
        groups.setdefault((_kind(each.expected), level), []).append(each)
    order = list(Level)
    found = [
        _breach(level, group, evidence)
        for (_, level), group in sorted(
            groups.items(), key=lambda item: order.index(item[0][1])
        )
    ]
    return tuple(found[:_MOST_BREACHES])


def _kind(expected: str) -> str:
    """Return what is expected without numbers and ids, so that equal breaches are one."""
    return "".join("#" if each.isdigit() else each for each in expected)


def _breach(level: Level, group: list[Broken], evidence: Evidence) -> Breach:
    first = group[0]
    number = first.exchanges[0] if first.exchanges else None
    numbers = tuple(sorted({each for one in group for each in one.exchanges}))
    exchange = next(
        (each for each in evidence.exchanges if each.number == number), None
    )
    return Breach(
        level=level,
        expected=first.expected,
        observed=first.observed,
        exchange=number,
        exchanges=numbers,
        count=len(group),
        curl=curl(exchange, evidence.run.target) if exchange else None,
    )


def _not_seen(clause: Clause, evidence: Evidence) -> tuple[Outcome, str]:
    """Return why a clause was not looked at: what was not given, or did not come about."""
    note = next((each for each in evidence.tape.notes if each.probe == clause.id), None)
    if note is not None:
        return Outcome.SKIPPED, note.reason
    short = next((each for each in evidence.tape.notes if each.probe == "budget"), None)
    if short is not None and Need.BUDGET in clause.needs:
        return Outcome.SKIPPED, short.reason
    for need in clause.needs:
        if not _given(need, evidence):
            return Outcome.SKIPPED, f"it needs {need}"
    if evidence.run.level == "smoke":
        return Outcome.SKIPPED, f"it needs {Need.STANDARD}"
    if Need.NATURAL in clause.needs:
        return Outcome.SKIPPED, "nothing in this run could show it"
    return Outcome.INCONCLUSIVE, "nothing that came back could show it"


def _given(need: Need, evidence: Evidence) -> bool:
    run = evidence.run
    skipped = {each.probe.removeprefix("key:") for each in evidence.tape.notes}
    given = {Role(each) for each in run.roles if each not in skipped}
    answers = {
        Need.POST: run.mode is not Mode.READ_ONLY,
        Need.BUDGET: run.mode is Mode.PAID,
        Need.SECOND_KEY: Role.SECOND in given,
        Need.POOR_KEY: Role.POOR in given,
        Need.REVOKED_KEY: Role.REVOKED in given,
        Need.HISTORY: any(page.total for page in evidence.pages(LIST)[:1]),
        Need.STATE: run.earlier is not None,
        Need.STANDARD: run.level != "smoke",
        Need.DEEP: run.level == "deep",
        Need.NATURAL: True,
    }
    return answers[need]


def _not_judged(verdict: Verdict, cause: str) -> Verdict:
    """Take breaches away from a target that can't be judged: it has said nothing."""
    if verdict.outcome is Outcome.SKIPPED:
        return verdict
    return replace(
        verdict, outcome=Outcome.INCONCLUSIVE, reason=cause, breaches=(), judged=0
    )


def _accepted(verdict: Verdict, tape: Tape) -> Verdict:
    reason = tape.run.accept.get(verdict.clause.id)
    if reason is None or verdict.outcome not in (Outcome.FAILED, Outcome.WARNED):
        return verdict
    return replace(verdict, accepted=reason)


def _explained(verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """Name for each failure the one before it that the same exchange shows."""
    shown: dict[int, str] = {}
    found = []
    for verdict in verdicts:
        if verdict.outcome is Outcome.FAILED:
            numbers = {each.exchange for each in verdict.breaches if each.level.binding}
            cause = next(
                (
                    shown[each]
                    for each in sorted(filter(None, numbers))
                    if each in shown
                ),
                None,
            )
            if cause is None:
                shown.update(dict.fromkeys(filter(None, numbers), verdict.clause.id))
            verdict = replace(verdict, cause=cause)
        found.append(verdict)
    return tuple(found)


def _exit(tape: Tape, verdicts: tuple[Verdict, ...]) -> tuple[ExitCode, str]:
    ending, cause = tape.end.ending, tape.end.cause
    failed = [
        each
        for each in verdicts
        if each.outcome is Outcome.FAILED and not each.accepted
    ]
    if tape.run.strict:
        failed += [
            each
            for each in verdicts
            if each.outcome is Outcome.WARNED and not each.accepted
        ]
    if ending is Ending.INTERRUPTED:
        return ExitCode.INTERRUPTED, cause or "interrupted"
    if failed:
        return ExitCode.BREACHED, cause
    if ending is Ending.SPEND_GUARD:
        return ExitCode.SPEND_GUARD, cause
    if ending in (Ending.NOT_JUDGEABLE, Ending.BROKEN_OFF):
        return ExitCode.NOT_JUDGED, cause
    due = [
        each
        for each in verdicts
        if each.clause.level is Level.MUST and each.outcome is not Outcome.SKIPPED
    ]
    open_ = [each for each in due if each.outcome is Outcome.INCONCLUSIVE]
    if due and len(due) - len(open_) < JUDGED * len(due):
        reason = open_[0].reason
        return ExitCode.NOT_JUDGED, (
            f"only {len(due) - len(open_)} of {len(due)} MUST clauses could be judged"
            f" ({open_[0].clause.id}: {reason})"
        )
    if not any(each.outcome is Outcome.PASSED for each in verdicts) and not due:
        return ExitCode.NOT_JUDGED, "no clause that was selected could be judged"
    return ExitCode.KEPT, cause


def curl(exchange: Exchange, target: str) -> str:
    """Return a command that sends the same request, keys as environment variables."""
    request = exchange.request
    parts = ["curl", "-i"]
    if request.method != "GET":
        parts += ["-X", request.method]
    for name, value in request.headers:
        parts += ["-H", f"{name}: {value}"]
    if request.body is not None or request.text is not None:
        text = (
            request.text
            if request.body is None
            else json.dumps(request.body, ensure_ascii=True)
        )
        parts += ["--data-raw", str(text)]
    elif request.size:
        parts += ["--data-binary", f"<{request.size} bytes>"]
    base = urlsplit(target)
    parts.append(
        f"{base.scheme}://{base.netloc}{base.path.rstrip('/')}{request.target}"
    )
    return _with_variables(" ".join(map(shlex.quote, parts)))


_VARIABLES = {
    "[key:main]": "CONTRACT_TESTS_API_KEY",
    "[key:second]": "CONTRACT_TESTS_SECOND_API_KEY",
    "[key:poor]": "CONTRACT_TESTS_POOR_API_KEY",
    "[key:revoked]": "CONTRACT_TESTS_REVOKED_API_KEY",
}


def _with_variables(command: str) -> str:
    """Put variables where the marks of keys stand, outside the single quotes."""
    for mark, name in _VARIABLES.items():
        command = command.replace(mark, f"'\"${name}\"'")
    return command
