"""The plain tables of the HTML matrix: families, clauses, lawful variants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contract_tests.judgement.clause import Clause
from contract_tests.judgement.report import ExitCode
from contract_tests.proof.matrix.html.links import (
    clause_anchor,
    clause_link,
    trial_anchor,
)
from contract_tests.proof.matrix.kill_matrix import KillMatrix, Line
from contract_tests.proof.matrix.tallies import Tally, families, rungs, tally
from contract_tests.proof.trial import TrialKind
from contract_tests.reports.html_elements import Child, Html, element, together


def families_table(matrix: KillMatrix) -> Html:
    """Return how many defects of each family are caught, at which level and budget."""
    columns = rungs(matrix)
    heads = ("family", "defects", "subtle", *map(str, columns), "by the named clause")
    rows = [
        _family(name, tally(lines, columns)) for name, lines in families(matrix).items()
    ]
    everything = _family("all", tally(matrix.of(TrialKind.DEFECT), columns))
    remark = (
        "The share of the defects that is caught at each level and budget, or at a"
        " cheaper one, by any clause; and the share that the clause named for it catches."
    )
    return _table("numbers", "Defects by family", remark, heads, rows, foot=everything)


def clauses_table(matrix: KillMatrix) -> Html:
    """Return how many defects each clause catches."""
    heads = ("clause", "level", "promise", "named", "all", "why nothing")
    remark = (
        "How many defects name the clause and are caught by it, and how many it catches"
        " at all."
    )
    rows = [_clause(matrix, each) for each in matrix.clauses]
    return _table("promises", "Clauses", remark, heads, rows)


def variants_table(matrix: KillMatrix) -> Html:
    """Return what is odd about each variant, and how the clauses took it."""
    heads = ("variant", "what is odd", "exit codes", "warnings")
    remark = "Odd deployments that keep the contract: every exit code must be 0."
    lawful = [
        *matrix.of(TrialKind.CORRECT),
        *matrix.of(TrialKind.VARIANT),
    ]
    return _table("oddities", "Lawful variants", remark, heads, map(_variant, lawful))


def _table(
    kind: str,
    title: str,
    remark: str,
    heads: Sequence[str],
    rows: Iterable[Html],
    *,
    foot: Html | None = None,
) -> Html:
    head = element("tr", *(element("th", each, scope="col") for each in heads))
    table = element(
        "table",
        element("caption", title),
        element("thead", head),
        element("tbody", *rows),
        element("tfoot", foot) if foot is not None else None,
        class_=kind,
    )
    # A wide table scrolls by itself, and by the keyboard too; the page does not.
    region = element(
        "div", table, class_="scroll", role="region", tabindex="0", aria_label=title
    )
    return together(element("p", remark, class_="quiet"), region)


def _family(name: str, found: Tally) -> Html:
    numbers = [element("td", str(each)) for each in (found.defects, found.subtle)]
    shares = [
        element("td", _share(each, found.defects), title=f"{each} of {found.defects}")
        for each in (*found.caught, found.named)
    ]
    return element("tr", element("th", name, scope="row"), *numbers, *shares)


def _share(number: int, of: int) -> str:
    return f"{100 * number // of}%" if of else "-"


def _clause(matrix: KillMatrix, clause: Clause) -> Html:
    catches = matrix.catches[clause.id]
    named = sum(line.trial.clause == clause.id for line in catches)
    why = "" if catches else matrix.why_silent(clause)
    return element(
        "tr",
        element("th", clause.id, scope="row", class_="id"),
        element("td", clause.level.value, class_="quiet"),
        element("td", clause.text, class_="text"),
        element("td", str(named), title="named"),
        element("td", str(len(catches)), title="all"),
        element("td", why, class_="quiet"),
        id=clause_anchor(clause.id),
        class_="failed" if not catches and not why else None,
    )


def _variant(line: Line) -> Html:
    trial = line.trial
    sights = line.examination.sights
    alarmed = any(each.exit_code != ExitCode.KEPT for each in sights)
    codes: list[Child] = [
        element("span", str(each.exit_code), " ", title=f"at {each.rung}")
        for each in sights
    ]
    warned = dict.fromkeys(clause for each in sights for clause in each.warned)
    return element(
        "tr",
        element("th", element("code", trial.name), scope="row"),
        element("td", trial.text, class_="text"),
        element("td", *(codes or ["not tried"]), class_="outcome"),
        element("td", _warnings(list(warned))),
        id=trial_anchor(trial.kind, trial.name),
        class_="failed" if alarmed or not sights else None,
    )


def _warnings(clauses: Sequence[str]) -> Child:
    return Html(", ".join(together(clause_link(each)) for each in clauses))
