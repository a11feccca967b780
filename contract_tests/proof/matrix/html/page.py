"""The kill matrix as one HTML file that works from a disk, and without its script.

Its own policy lets in its style sheet and its script, named by digest, and nothing
else. The script only filters; without it everything is shown.
"""

from __future__ import annotations

import base64
import hashlib

from contract_tests.proof.matrix.html.filters import filters
from contract_tests.proof.matrix.html.grid import grid
from contract_tests.proof.matrix.html.links import linked
from contract_tests.proof.matrix.html.list import listed
from contract_tests.proof.matrix.html.script import SCRIPT
from contract_tests.proof.matrix.html.style import STYLE
from contract_tests.proof.matrix.html.tables import (
    clauses_table,
    families_table,
    variants_table,
)
from contract_tests.proof.matrix.kill_matrix import Disorder, Finding, KillMatrix
from contract_tests.proof.matrix.tallies import by_disorder
from contract_tests.proof.matrix.text import verdict
from contract_tests.proof.trial import TrialKind
from contract_tests.reports.html_elements import Html, element
from contract_tests.reports.wording import count, duration

_DISORDERS = {
    Disorder.FALSE_ALARM: "A lawful deployment was failed",
    Disorder.SURVIVOR: "No clause caught the defect",
    Disorder.MISSED: "The clause that is named for the defect missed it",
    Disorder.IDLE: "The clause catches no defect",
    Disorder.BROKEN: "The trial broke down",
}


def to_html(matrix: KillMatrix) -> str:
    """Return the matrix as an HTML text."""
    body = element(
        "body",
        _header(matrix),
        _navigation(matrix),
        element("main", *_sections(matrix)),
        _footer(matrix),
        element("script", Html(SCRIPT)),
    )
    return f"<!doctype html>\n{element('html', _head(matrix), body, lang='en')}\n"


def _head(matrix: KillMatrix) -> Html:
    policy = (
        f"default-src 'none'; style-src '{_digest(STYLE)}';"
        f" script-src '{_digest(SCRIPT)}'; base-uri 'none'; form-action 'none'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"Kill matrix: {_headline(matrix)}"),
        element("style", Html(STYLE)),
    )


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _headline(matrix: KillMatrix) -> str:
    if not matrix.in_order:
        return f"{count(len(matrix.findings), 'thing')} out of order"
    if not matrix.complete:
        return "What was tried is in order"
    return "Every defect is caught, no lawful variant is failed"


def _header(matrix: KillMatrix) -> Html:
    tone = "passed" if matrix.in_order else "failed"
    return element(
        "header",
        element(
            "div",
            element("h1", _headline(matrix)),
            element("p", f"{verdict(matrix)}."),
            class_=f"mark {tone}",
        ),
        _facts(matrix),
    )


def _facts(matrix: KillMatrix) -> Html:
    defects = matrix.of(TrialKind.DEFECT)
    catching = sum(bool(matrix.catches[each.id]) for each in matrix.clauses)
    facts = {
        "Defects": str(len(defects)),
        "of these subtle": str(sum(line.trial.subtle for line in defects)),
        "Lawful variants": str(len(matrix.of(TrialKind.VARIANT))),
        "Clauses": f"{len(matrix.clauses)}, of which {catching} catch something",
        "Not tried": str(matrix.left_out),
        "Seed": str(matrix.seed),
        "Took": duration(matrix.seconds),
    }
    pairs = [
        element("div", element("dt", name), element("dd", value))
        for name, value in facts.items()
    ]
    return element("dl", *pairs, class_="facts")


_TITLES = (
    ("out-of-order", "Out of order"),
    ("families", "By family"),
    ("matrix", "Matrix"),
    ("defects", "Defects"),
    ("clauses", "Clauses"),
    ("variants", "Lawful variants"),
)


def _navigation(matrix: KillMatrix) -> Html:
    links = [
        element("a", title, href=f"#{place}")
        for place, title in _TITLES
        if matrix.findings or place != "out-of-order"
    ]
    return element("nav", element("div", *links), aria_label="Sections")


def _sections(matrix: KillMatrix) -> list[Html]:
    contents = {
        "families": families_table(matrix),
        "matrix": grid(matrix),
        "defects": listed(matrix),
        "clauses": clauses_table(matrix),
        "variants": variants_table(matrix),
    }
    if matrix.findings:
        contents["out-of-order"] = _findings(matrix)
    sections = {
        place: element("section", element("h2", title), contents[place], id=place)
        for place, title in _TITLES
        if place in contents
    }
    # The filters stay in sight along what they filter, and not beyond.
    filtered = element(
        "div",
        filters(matrix),
        sections.pop("matrix"),
        sections.pop("defects"),
        class_="filtered",
    )
    places = list(sections)
    before = places.index("families") + 1
    ordered = [sections[each] for each in places]
    return [*ordered[:before], filtered, *ordered[before:]]


def _findings(matrix: KillMatrix) -> Html:
    groups = [
        element(
            "div",
            element("h3", f"{_DISORDERS[disorder]} ({len(found)})"),
            element("ul", *(_finding(matrix, each) for each in found)),
            class_="disorder",
        )
        for disorder, found in by_disorder(matrix).items()
    ]
    return element("div", *groups)


def _finding(matrix: KillMatrix, finding: Finding) -> Html:
    return element("li", linked(matrix, finding.name), f": {finding.text}")


def _footer(matrix: KillMatrix) -> Html:
    command = f"contract-tests prove --seed {matrix.seed} --report html=FILE"
    return element(
        "footer",
        element("p", "Repeat: ", element("code", command)),
        element(
            "p", "Try one: ", element("code", "contract-tests prove --select NAME")
        ),
        element("p", f"contract-tests {matrix.tool_version}"),
    )
