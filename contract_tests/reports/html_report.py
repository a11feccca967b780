"""The report as one HTML file that needs no network and no script.

Its own policy forbids all but its style sheet, named by digest, and pictures in
data URLs: should markup of the target get in against all care, it would load and run
nothing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping

from contract_tests.judgement.report import ExitCode, Outcome, Report, Verdict
from contract_tests.reports.grouping import (
    Case,
    accepted,
    by_reason,
    failed,
    warned,
)
from contract_tests.reports.html_clauses import clauses
from contract_tests.reports.html_elements import Html, element, together
from contract_tests.reports.html_failures import told
from contract_tests.reports.html_pictures import gallery
from contract_tests.reports.html_style import STYLE
from contract_tests.reports.printable import shortened
from contract_tests.reports.wording import (
    duration,
    explanation,
    headline,
    repeat_command,
    spent,
    target,
)

_MOST = 600


def to_html(report: Report, *, thumbnails: Mapping[str, bytes]) -> str:
    """Return the report as an HTML text.

    `thumbnails` holds small pictures as PNG by the SHA-256 of the pictures that they
    show.
    """
    body = element(
        "body",
        _header(report),
        _navigation(report),
        element(
            "main",
            _told_section("Failures", report, failed(report), thumbnails),
            _told_section("Warnings", report, _cases(warned(report)), thumbnails),
            _told_section(
                "Known failures", report, _cases(accepted(report)), thumbnails
            ),
            _reasons("Inconclusive", report.of(Outcome.INCONCLUSIVE)),
            _reasons("Skipped", report.of(Outcome.SKIPPED)),
            _section("Clauses", *clauses(report)),
            gallery(report, thumbnails),
            _errata(report),
        ),
        _footer(report),
    )
    return f"<!doctype html>\n{element('html', _head(report), body, lang='en')}\n"


def _head(report: Report) -> Html:
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        Html('<meta http-equiv="Content-Security-Policy"'),
        Html(f' content="{policy}">'),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{headline(report)}: {target(report)}"),
        element("style", Html(STYLE)),
    )


def _header(report: Report) -> Html:
    return element(
        "header",
        element(
            "div",
            element("h1", headline(report)),
            element("p", f"{explanation(report)}."),
            element("code", target(report)),
            class_=f"mark {_tone(report)}",
        ),
        _facts(report),
    )


def _tone(report: Report) -> str:
    tones = {ExitCode.KEPT: "passed", ExitCode.BREACHED: "failed"}
    return tones.get(report.exit_code, "inconclusive")


def _facts(report: Report) -> Html:
    spending = report.spending
    facts = {
        "Credits": spent(spending),
        "Images bought": str(spending.images),
        "Requests": str(report.requests),
        "Took": duration(report.seconds),
        "Exit code": str(int(report.exit_code)),
        "Level": report.level + (", strict" if report.strict else ""),
        "Seed": str(report.seed),
        "Started": report.started_at,
    }
    pairs = [
        element("div", element("dt", name), element("dd", value))
        for name, value in facts.items()
    ]
    return element("dl", *pairs, class_="facts")


def _navigation(report: Report) -> Html:
    sections = {
        "Failures": len(failed(report)),
        "Warnings": len(warned(report)),
        "Known failures": len(accepted(report)),
        "Inconclusive": len(report.of(Outcome.INCONCLUSIVE)),
        "Skipped": len(report.of(Outcome.SKIPPED)),
        "Clauses": len(report.verdicts),
        "Errata": len(report.errata),
    }
    links = [
        together(element("a", name, " ", element("b", str(number)), href=_link(name)))
        for name, number in sections.items()
        if number
    ]
    return element("nav", element("div", *links))


def _link(title: str) -> str:
    return f"#{_slug(title)}"


def _slug(title: str) -> str:
    return title.lower().replace(" ", "-")


def _section(title: str, *children: Html | None) -> Html:
    return element("section", element("h2", title), *children, id=_slug(title))


def _cases(verdicts: Iterable[Verdict]) -> tuple[Case, ...]:
    return tuple(Case(verdict) for verdict in verdicts)


def _told_section(
    title: str,
    report: Report,
    cases: tuple[Case, ...],
    thumbnails: Mapping[str, bytes],
) -> Html | None:
    if not cases:
        return None
    return _section(title, *(told(report, case, thumbnails) for case in cases))


def _reasons(title: str, verdicts: tuple[Verdict, ...]) -> Html | None:
    if not verdicts:
        return None
    items = [
        element("li", shortened(reason, _MOST), " ", _ids(group))
        for reason, group in by_reason(verdicts)
    ]
    return _section(title, element("ul", *items, class_="reasons"))


def _ids(verdicts: list[Verdict]) -> Html:
    names = ", ".join(verdict.clause.id for verdict in verdicts)
    return element("span", names, class_="quiet")


def _errata(report: Report) -> Html | None:
    if not report.errata:
        return None
    rows = [
        element(
            "tr",
            element("td", each.id, class_="id"),
            element(
                "td",
                each.problem,
                element("p", f"Read as: {each.reading}"),
                element("p", element("code", each.pointer, class_="quiet")),
            ),
        )
        for each in report.errata
    ]
    intro = element(
        "p",
        "Places where the document contradicts itself or leaves something open."
        " No deployment is failed for them.",
    )
    return _section("Errata", intro, element("table", element("tbody", *rows)))


def _footer(report: Report) -> Html:
    stale = ", ".join(report.stale_accepts)
    return element(
        "footer",
        element("p", f"Accepted, but passes again: {stale}") if stale else None,
        element(
            "p", f"{report.document}, sha256 ", element("code", report.document_sha256)
        ),
        element("p", "Repeat: ", element("code", repeat_command(report))),
        element("p", f"contract-tests {report.tool_version}"),
    )
