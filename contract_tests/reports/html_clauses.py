"""The table of all clauses in the HTML report, by family and filtered without script."""

from __future__ import annotations

from collections.abc import Mapping

from contract_tests.judgement.report import Outcome, Report, Verdict
from contract_tests.reports.grouping import accepted, by_family, failed, warned
from contract_tests.reports.html_elements import Html, choice, element
from contract_tests.reports.html_failures import anchor
from contract_tests.reports.printable import shortened

_MOST = 600
_COLUMNS = ("clause", "outcome", "level", "promise")


def clauses(report: Report) -> tuple[Html, ...]:
    """Return what the section of all clauses holds."""
    families = by_family(report.verdicts)
    anchors = _anchors(report)
    tables = [_family(name, each, anchors) for name, each in families.items()]
    return _choice(report), element("div", *tables, class_="families")


def _choice(report: Report) -> Html:
    """Return buttons that the style sheet filters by."""
    shown = {"all": len(report.verdicts)}
    shown |= {each.value: len(report.of(each)) for each in Outcome}
    return choice(
        {
            name: f"{name} {number}"
            for name, number in shown.items()
            if number or name == "all"
        }
    )


def _anchors(report: Report) -> dict[str, str]:
    """Return where each clause is told of, by its id."""
    alone = [verdict.clause.id for verdict in warned(report) + accepted(report)]
    places = {each: anchor(each) for each in alone}
    for case in failed(report):
        told_of = (case.verdict, *case.also)
        places |= {each.clause.id: anchor(case.verdict.clause.id) for each in told_of}
    return places


def _family(name: str, verdicts: list[Verdict], anchors: Mapping[str, str]) -> Html:
    head = element("tr", *(element("th", each) for each in _COLUMNS))
    return element(
        "details",
        element(
            "summary",
            element("span", name, class_="id"),
            element("span", _counts(verdicts), class_="counts"),
        ),
        element(
            "table",
            element("thead", head),
            element("tbody", *(_row(each, anchors) for each in verdicts)),
            class_="clauses",
            id=f"family-{name.lower()}",
        ),
        open=any(each.outcome == Outcome.FAILED for each in verdicts),
    )


def _counts(verdicts: list[Verdict]) -> str:
    outcomes = [verdict.outcome for verdict in verdicts]
    numbers = [(outcomes.count(each), each.value) for each in Outcome]
    return ", ".join(f"{number} {name}" for number, name in numbers if number)


def _row(verdict: Verdict, anchors: Mapping[str, str]) -> Html:
    clause = verdict.clause
    place = anchors.get(clause.id)
    name = element("a", clause.id, href=f"#{place}") if place else clause.id
    return element(
        "tr",
        element("td", name, class_="id"),
        element("td", verdict.outcome.value, class_="outcome"),
        element("td", clause.level.value, class_="quiet"),
        element("td", clause.text, _remark(verdict), class_="text"),
        class_=verdict.outcome.value,
    )


def _remark(verdict: Verdict) -> Html | None:
    remarks = [shortened(verdict.reason, _MOST)] if verdict.reason else []
    if verdict.cause is not None:
        remarks.append(f"explained by {verdict.cause}")
    if verdict.accepted is not None:
        remarks.append(f"accepted: {verdict.accepted}")
    return element("p", "; ".join(remarks), class_="quiet") if remarks else None
