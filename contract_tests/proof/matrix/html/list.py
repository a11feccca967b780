"""The defects of the matrix as a list, which a narrow screen and paper can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contract_tests.proof.matrix.html.links import clause_link, trial_anchor
from contract_tests.proof.matrix.kill_matrix import KillMatrix, Line
from contract_tests.proof.matrix.tallies import families, rungs
from contract_tests.reports.html_elements import Child, Html, element, together
from contract_tests.reports.wording import count

NEVER = "never"
"""The place of a defect that nothing catches, for the filters."""


def listed(matrix: KillMatrix) -> Html:
    """Return all defects by family, each with what it breaks and who catches it."""
    writer = _Writer(matrix)
    return element(
        "div",
        *(writer.family(name, lines) for name, lines in families(matrix).items()),
        class_="list",
    )


class _Writer:
    def __init__(self, matrix: KillMatrix) -> None:
        self._rungs = rungs(matrix)
        self._texts = {each.id: each.text for each in matrix.clauses}
        self._disorders: dict[str, list[str]] = {}
        for each in matrix.findings:
            self._disorders.setdefault(each.name, []).append(each.disorder.value)

    def family(self, name: str, lines: Sequence[Line]) -> Html:
        heading = element(
            "h3",
            name,
            element("span", f" {count(len(lines), 'defect')}", class_="quiet"),
        )
        return element("section", heading, *map(self._defect, lines), class_="family")

    def _defect(self, line: Line) -> Html:
        trial = line.trial
        disorders = self._disorders.get(trial.name, [])
        return element(
            "article",
            element("h4", element("code", trial.name), *_tags(line, disorders)),
            element("p", trial.text),
            element("p", *self._caught(line), class_="quiet"),
            id=trial_anchor(trial.kind, trial.name),
            class_="defect",
            **self._marks(line, disorders),
        )

    def _marks(self, line: Line, disorders: Sequence[str]) -> Mapping[str, str]:
        """Return what the filters go by."""
        clauses = dict.fromkeys((line.trial.clause, *line.caught_from))
        first = line.first
        return {
            "data_row": f"m-{line.trial.name}",
            "data_family": line.trial.family,
            "data_kind": "subtle" if line.trial.subtle else "plain",
            "data_clauses": " ".join(clauses),
            "data_rung": NEVER if first is None else str(self._rungs.index(first) + 1),
            "data_bad": "yes" if disorders else "",
        }

    def _caught(self, line: Line) -> list[Child]:
        named, own, first = line.trial.clause, line.first_by_its_clause, line.first
        told: list[Child] = [self._link(named)]
        if own is None:
            told.append(" must catch it, and does not.")
        else:
            told.append(f" catches it, from {own}.")
        if line.others:
            told.append(" Also caught by ")
            told.append(self._links(line.others))
            told.append("." if first == own else f"; the first from {first}.")
        if line.trial.runs > 1:
            told.append(f" It takes {line.trial.runs} runs.")
        return told

    def _links(self, clauses: Sequence[str]) -> Html:
        links = [self._link(each) for each in clauses]
        return Html(", ".join(together(each) for each in links))

    def _link(self, clause: str) -> Html:
        return clause_link(clause, self._texts.get(clause))


def _tags(line: Line, disorders: Sequence[str]) -> list[Child]:
    tags: list[Child] = []
    if line.trial.subtle:
        tags += [" ", element("span", "subtle", class_="tag")]
    for each in disorders:
        tags += [" ", element("span", each, class_="tag failed")]
    return tags
