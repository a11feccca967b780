"""The report as GitHub Flavored Markdown, also the summary of a step.

Text of the target stands in fences that are longer than any run of backticks in it,
or with every mark escaped; it can end neither a fence nor a cell nor an element.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from contract_tests.judgement.report import Breach, Outcome, Report, Verdict
from contract_tests.reports.excerpts import reply_text
from contract_tests.reports.grouping import (
    Case,
    accepted,
    breaches_worst_first,
    by_family,
    by_reason,
    failed,
    warned,
    worst_level,
)
from contract_tests.reports.printable import one_line, printable, shortened
from contract_tests.reports.wording import (
    count,
    duration,
    explanation,
    headline,
    repeat_command,
    spent,
    target,
)

MOST_BYTES = 1024 * 1024
"""GitHub refuses the summary of a step that is larger (1 MiB)."""

_MOST = 600
_MOST_BREACHES = 3
_CUT = "\n*The report was cut here; the JSON and HTML reports hold the rest.*\n"
_MARKS = re.compile(r"([\\`*_\[\]~])")
# What makes a heading, a list or an underline of the beginning of a line.
_LIST = re.compile(r"^(\d*)([#+=.)-])")


def to_markdown(report: Report, *, most_bytes: int = MOST_BYTES) -> str:
    """Return the report as Markdown of at most so many bytes, the verdict first."""
    room = most_bytes - len(_CUT.encode())
    kept: list[str] = []
    for block in _blocks(report):
        text = f"{block}\n"
        room -= len(text.encode("utf-8"))
        if room < 0:
            return "\n".join([*kept, _CUT])
        kept.append(text)
        room -= 1  # the line feed between blocks
    return "\n".join(kept)


def _blocks(report: Report) -> Iterator[str]:
    """Yield blocks that each stand for themselves: a cut between them breaks none."""
    yield f"## {_words(headline(report))}"
    yield f"{_words(explanation(report))}. Exit code {int(report.exit_code)}."
    yield _facts(report)
    yield from _failures(report)
    yield from _listed("Warnings", warned(report))
    yield from _listed("Known failures, accepted", accepted(report))
    yield from _stale(report)
    yield _table(report)
    yield from _folded("Inconclusive", report.of(Outcome.INCONCLUSIVE))
    yield from _folded("Skipped", report.of(Outcome.SKIPPED))
    yield from _errata(report)
    yield f"To repeat this run:\n\n{_fence(repeat_command(report), 'sh')}"


def _facts(report: Report) -> str:
    spending = report.spending
    facts = {
        "Target": _code(target(report)),
        "Document": _words(report.document),
        "Cost": f"{spent(spending)}, {count(spending.images, 'image')}",
        "Requests": f"{report.requests} in {duration(report.seconds)}",
        "Level and seed": f"{_words(report.level)}, {report.seed}",
    }
    rows = [f"| {name} | {value} |" for name, value in facts.items()]
    return "\n".join(["| | |", "| --- | --- |", *rows])


def _failures(report: Report) -> Iterator[str]:
    cases = failed(report)
    if cases:
        yield "### Failures"
    for case in cases:
        yield from _failure(report, case)


def _failure(report: Report, case: Case) -> Iterator[str]:
    verdict = case.verdict
    yield f"#### {_words(verdict.clause.id)}: {_words(verdict.clause.text)}"
    lines = [f"Level {worst_level(verdict).value}."]
    if case.also:
        also = ", ".join(_words(each.clause.id) for each in case.also)
        lines.append(f"Also breaks: {also}.")
    if verdict.reason:
        lines.append(_words(verdict.reason))
    yield " ".join(lines)
    for source in verdict.clause.sources:
        yield f"> {_words(source.quote)}\n>\n> {_code(source.pointer)}"
    breaches = breaches_worst_first(verdict)
    for breach in breaches[:_MOST_BREACHES]:
        yield _breach(report, breach)
    if len(breaches) > _MOST_BREACHES:
        yield f"It is broken in {len(breaches) - _MOST_BREACHES} more ways."


def _breach(report: Report, breach: Breach) -> str:
    parts = [
        f"Expected\n\n{_fence(shortened(breach.expected, _MOST))}",
        f"Observed ({count(breach.count, 'time')})\n\n"
        f"{_fence(shortened(breach.observed, _MOST))}",
    ]
    if breach.curl is not None:
        parts.append(_fence(shortened(breach.curl, 4 * _MOST), "sh"))
    exchange = next(
        (each for each in report.exchanges if each.number == breach.exchange), None
    )
    if exchange is not None:
        summary = f"What came back in exchange {exchange.number}"
        parts.append(_details(summary, _fence(reply_text(exchange))))
    return "\n\n".join(parts)


def _listed(title: str, verdicts: tuple[Verdict, ...]) -> Iterator[str]:
    if verdicts:
        yield f"### {title}"
    for verdict in verdicts:
        yield f"- **{_words(verdict.clause.id)}** {_words(_in_a_line(verdict))}"


def _in_a_line(verdict: Verdict) -> str:
    parts = [verdict.clause.text]
    if verdict.breaches:
        worst = breaches_worst_first(verdict)[0]
        parts.append(f"observed {worst.observed}")
    if verdict.reason:
        parts.append(verdict.reason)
    if verdict.accepted is not None:
        parts.append(f"accepted: {verdict.accepted}")
    return "; ".join(parts)


def _stale(report: Report) -> Iterator[str]:
    if report.stale_accepts:
        ids = ", ".join(map(_words, report.stale_accepts))
        yield f"Accepted as known failures, but pass again: {ids}."


def _table(report: Report) -> str:
    head = ["Family", *(outcome.value for outcome in Outcome)]
    rows = [head, ["---", *("---:" for _ in Outcome)]]
    for family, verdicts in by_family(report.verdicts).items():
        rows.append([_words(family), *_numbers(verdicts)])
    rows.append(["**all**", *_numbers(report.verdicts)])
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(["### Clauses", "", *lines])


def _numbers(verdicts: Iterable[Verdict]) -> list[str]:
    outcomes = [verdict.outcome for verdict in verdicts]
    return [str(outcomes.count(outcome) or "") for outcome in Outcome]


def _folded(title: str, verdicts: tuple[Verdict, ...]) -> Iterator[str]:
    if not verdicts:
        return
    lines = []
    for reason, group in by_reason(verdicts):
        ids = ", ".join(_words(each.clause.id) for each in group)
        lines.append(f"- {_words(reason)}: {ids}")
    yield _details(f"{title}: {count(len(verdicts), 'clause')}", "\n".join(lines))


def _errata(report: Report) -> Iterator[str]:
    if not report.errata:
        return
    lines = [
        f"- **{_words(each.id)}** {_code(each.pointer)}: {_words(each.problem)}"
        f" Read as: {_words(each.reading)}"
        for each in report.errata
    ]
    yield _details(
        f"Where the document contradicts itself: {count(len(lines), 'place')}",
        "\n".join(lines),
    )


def _details(summary: str, content: str) -> str:
    escaped = html.escape(one_line(summary))
    return f"<details>\n<summary>{escaped}</summary>\n\n{content}\n\n</details>"


def _fence(text: str, language: str = "text") -> str:
    shown = printable(text)
    longest = max(map(len, re.findall(r"`+", shown)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{shown}\n{fence}"


def _code(text: str) -> str:
    """Return a text as code where that is safe, also in a cell; else escaped."""
    return _words(text) if set(text) & set("`|\\") else f"`{_words_of_code(text)}`"


def _words_of_code(text: str) -> str:
    return one_line(shortened(text, _MOST)).strip() or "(empty)"


def _words(text: str) -> str:
    """Return a text in one line that means nothing in Markdown and in HTML.

    A pipe is written as an entity: a backslash before it may itself be escaped.
    """
    shown = html.escape(one_line(shortened(text, _MOST)).strip(), quote=False)
    marked = _MARKS.sub(r"\\\1", shown).replace("|", "&#124;").replace("$", "&#36;")
    begun = _LIST.sub(r"\1\\\2", marked)
    # GitHub makes links and mentions of bare text.
    unlinked = begun.replace("://", ":<!-- -->//").replace("www.", "www<!-- -->.")
    return unlinked.replace("@", "@<!-- -->")
