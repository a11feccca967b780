"""The filters of the HTML matrix: a form that its script brings to light."""

from __future__ import annotations

from collections.abc import Iterable

from contract_tests.proof.matrix.html.list import NEVER
from contract_tests.proof.matrix.kill_matrix import KillMatrix
from contract_tests.proof.matrix.tallies import families, rungs
from contract_tests.reports.html_elements import Html, element


def filters(matrix: KillMatrix) -> Html:
    """Return the form; it stays hidden where no script runs."""
    named = {line.trial.clause for lines in families(matrix).values() for line in lines}
    clauses = [
        each.id
        for each in matrix.clauses
        if matrix.catches[each.id] or each.id in named
    ]
    places = [(str(n), str(rung)) for n, rung in enumerate(rungs(matrix), 1)]
    return element(
        "form",
        element(
            "label", "Text", element("input", type="search", name="text", size="14")
        ),
        _select("family", "Family", ((each, each) for each in families(matrix))),
        _select("kind", "Kind", (("plain", "plain"), ("subtle", "subtle"))),
        _select("clause", "Clause", ((each, each) for each in clauses)),
        _select("rung", "First caught at", (*places, (NEVER, NEVER))),
        element(
            "label",
            element("input", type="checkbox", name="bad"),
            " out of order",
            class_="check",
        ),
        element("button", "Show all", type="reset"),
        element("output", role="status"),
        id="filters",
        class_="filters",
        aria_label="Filter the defects",
        hidden=True,
    )


def _select(name: str, label: str, choices: Iterable[tuple[str, str]]) -> Html:
    options = [element("option", text, value=value) for value, text in choices]
    return element(
        "label",
        label,
        element("select", element("option", "any", value=""), *options, name=name),
    )
