"""Where in the HTML matrix a defect, a variant or a clause is told of."""

from __future__ import annotations

from contract_tests.proof.matrix.kill_matrix import KillMatrix
from contract_tests.proof.trial import TrialKind
from contract_tests.reports.html_elements import Html, element

_PREFIXES = {TrialKind.DEFECT: "d", TrialKind.VARIANT: "v", TrialKind.CORRECT: "v"}


def trial_anchor(kind: TrialKind, name: str) -> str:
    """Return the id of the place that tells of a trial."""
    return f"{_PREFIXES[kind]}-{name}"


def clause_anchor(clause: str) -> str:
    """Return the id of the place that tells of a clause."""
    return f"c-{clause}"


def clause_link(clause: str, title: str | None = None) -> Html:
    """Return a link to a clause, by its id."""
    return element("a", clause, href=f"#{clause_anchor(clause)}", title=title)


def linked(matrix: KillMatrix, name: str) -> Html:
    """Return a link to what a finding is about."""
    for line in matrix.lines:
        if line.trial.name == name:
            place = trial_anchor(line.trial.kind, name)
            return element("a", element("code", name), href=f"#{place}")
    return clause_link(name)
