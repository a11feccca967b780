"""The report as a person reads it in a terminal, or as plain lines elsewhere.

Text of the target is never read as markup, and begins no line with what a runner of
GitHub Actions takes for a command.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from contract_tests.judgement.report import Breach, Outcome, Report, Verdict
from contract_tests.reports.excerpts import reply_line
from contract_tests.reports.grouping import (
    Case,
    accepted,
    breaches_worst_first,
    by_reason,
    failed,
    warned,
    worst_level,
)
from contract_tests.reports.printable import encodable, one_line, shortened
from contract_tests.reports.wording import (
    count,
    duration,
    nothing_judged,
    repeat_command,
    spent,
    target,
    totals,
    verdict_line,
)

MOST_TOLD = 10
"""So many failures are told in full; the others in a line each."""

_MOST_BREACHES = 3
_MOST = 300
_INDENT = 2
_LABEL = 10
_NARROWEST = 20
_STYLES = {
    Outcome.FAILED: "bold red",
    Outcome.WARNED: "yellow",
    Outcome.PASSED: "green",
    Outcome.INCONCLUSIVE: "magenta",
    Outcome.SKIPPED: "dim",
}


def print_report(report: Report, console: Console) -> None:
    """Print failures first, then all else by weight, and the verdict in the last line."""
    page = _Page(console)
    _failures(page, report)
    _listed(page, "Warnings", Outcome.WARNED, warned(report))
    _listed(page, "Known failures, accepted", Outcome.SKIPPED, accepted(report))
    for clause_id in report.stale_accepts:
        page.line(f"Accepted, but passes again: {clause_id}")
    if not nothing_judged(report):
        _reasons(page, Outcome.INCONCLUSIVE, report)
        _reasons(page, Outcome.SKIPPED, report)
        _numbers(page, report)
    page.line(verdict_line(report), style=_verdict_style(report))


class _Page:
    """Prints lines: wrapped with their indent in terminals, as they are elsewhere."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def line(self, text: str, *, style: str = "", indent: int = 0) -> None:
        """Print a line of one style."""
        self.spans((text, style), indent=indent)

    def spans(self, *spans: tuple[str, str], indent: int = 0, hang: int = 0) -> None:
        """Print a line of several texts, each with its style.

        What is wrapped of it stands `hang` columns farther in.
        """
        text = Text()
        for part, style in spans:
            text.append(self._harmless(part), style or None)
        if not self._console.is_terminal:
            self._print(text, indent)
            return
        width = max(self._console.width - indent - hang, _NARROWEST)
        wrapped = text.wrap(self._console, width, overflow="fold")
        for number, line in enumerate(wrapped):
            line.rstrip()
            self._print(line, indent + hang if number else indent)

    def unwrapped(self, text: str, *, indent: int) -> None:
        """Print a line that is to be copied, however long it is."""
        self._print(Text(encodable(one_line(text), self._encoding)), indent)

    def space(self) -> None:
        """Print an empty line."""
        self._print(Text(""), 0)

    def _print(self, text: Text, indent: int) -> None:
        lead = " " * indent + "|" * text.plain.lstrip().startswith("::")
        self._console.print(Text(lead) + text, soft_wrap=True)

    def _harmless(self, text: str) -> str:
        # The older commands of a runner are found anywhere in a line.
        shown = one_line(text).replace("##[", "# #[")
        return encodable(shown, self._encoding)

    @property
    def _encoding(self) -> str:
        return self._console.encoding


def _failures(page: _Page, report: Report) -> None:
    cases = failed(report)
    for case in cases[:MOST_TOLD]:
        _failure(page, report, case)
    rest = cases[MOST_TOLD:]
    if rest:
        verdicts = tuple(case.verdict for case in rest)
        _listed(
            page, f"And {count(len(rest), 'more failure')}", Outcome.FAILED, verdicts
        )


def _failure(page: _Page, report: Report, case: Case) -> None:
    verdict = case.verdict
    level = f" ({worst_level(verdict).value})"
    name = f"FAILED {verdict.clause.id}"
    page.spans((name, "bold red"), (f" {verdict.clause.text}", "bold"), (level, "dim"))
    for source in verdict.clause.sources:
        where = f"{source.pointer}  " if source.pointer else ""
        quote = shortened(source.quote, _MOST)
        if '"' not in quote:
            quote = f'"{quote}"'
        page.spans((where, "dim"), (quote, ""), indent=_INDENT, hang=_INDENT)
    if verdict.reason:
        page.line(verdict.reason, indent=_INDENT)
    breaches = breaches_worst_first(verdict)
    for breach in breaches[:_MOST_BREACHES]:
        _breach(page, report, breach)
    if len(breaches) > _MOST_BREACHES:
        more = f"broken in {len(breaches) - _MOST_BREACHES} more ways"
        page.line(more, indent=_INDENT)
    if case.also:
        also = ", ".join(each.clause.id for each in case.also)
        page.line(f"also breaks: {also}", indent=_INDENT)
    page.space()


def _breach(page: _Page, report: Report, breach: Breach) -> None:
    for label, text in _told(report, breach):
        page.spans(
            (f"{label:<{_LABEL}}", "dim"), (text, ""), indent=_INDENT, hang=_LABEL
        )
    if breach.curl is not None:
        page.unwrapped(breach.curl, indent=_INDENT)


def _told(report: Report, breach: Breach) -> Iterator[tuple[str, str]]:
    times = f" ({breach.count} times)" if breach.count > 1 else ""
    yield "expected", shortened(breach.expected, _MOST)
    yield "observed", shortened(breach.observed, _MOST) + times
    for exchange in report.exchanges:
        if exchange.number == breach.exchange:
            yield "reply", reply_line(exchange)


def _listed(
    page: _Page, title: str, outcome: Outcome, verdicts: tuple[Verdict, ...]
) -> None:
    if not verdicts:
        return
    page.line(title, style="bold")
    for verdict in verdicts:
        name = (verdict.clause.id, _STYLES[outcome])
        page.spans(name, (f" {_in_a_line(verdict)}", ""), indent=_INDENT, hang=_INDENT)
    page.space()


def _in_a_line(verdict: Verdict) -> str:
    parts = [verdict.clause.text]
    if verdict.breaches:
        worst = breaches_worst_first(verdict)[0]
        parts.append(f"observed {shortened(worst.observed, 120)}")
    elif verdict.reason:
        parts.append(shortened(verdict.reason, 120))
    if verdict.accepted is not None:
        parts.append(f"accepted: {shortened(verdict.accepted, 120)}")
    return "; ".join(parts)


def _reasons(page: _Page, outcome: Outcome, report: Report) -> None:
    verdicts = report.of(outcome)
    if not verdicts:
        return
    page.line(f"{outcome.value.capitalize()}: {len(verdicts)}", style="bold")
    for reason, group in by_reason(verdicts):
        ids = ", ".join(verdict.clause.id for verdict in group)
        why = (f"{shortened(reason, _MOST)}: ", "")
        page.spans(why, (ids, _STYLES[outcome]), indent=_INDENT, hang=_INDENT)
    page.space()


def _numbers(page: _Page, report: Report) -> None:
    spending = report.spending
    page.line(f"{count(len(report.verdicts), 'clause')}: {totals(report)}")
    sent = f"{count(report.requests, 'request')} to {target(report)}"
    bought = f"{count(spending.images, 'image')}, {spent(spending)}"
    page.line(f"{sent} in {duration(report.seconds)}; {bought}")
    page.line("To repeat:", style="dim")
    page.unwrapped(repeat_command(report), indent=_INDENT)


def _verdict_style(report: Report) -> str:
    if report.kept:
        return "bold green"
    return "bold red" if failed(report) else "bold yellow"
