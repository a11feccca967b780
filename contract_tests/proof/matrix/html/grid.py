"""The matrix itself: a row for each defect, a column for each clause that catches any.

Up to some 50,000 cells stand in it, most of them empty. So the end tags of cells and
rows, which HTML lets be left out, are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contract_tests.judgement.clause import Clause
from contract_tests.proof.matrix.examination import Rung
from contract_tests.proof.matrix.html.links import clause_link, trial_anchor
from contract_tests.proof.matrix.kill_matrix import KillMatrix, Line
from contract_tests.proof.matrix.tallies import families, rungs
from contract_tests.reports.html_elements import Html, element, together
from contract_tests.reports.wording import count

_REMARK = (
    "Rows are defects by family, columns are the clauses that catch any. A number tells"
    " the cheapest level and budget at which the clause catches the defect."
)


def grid(matrix: KillMatrix) -> Html:
    """Return the legend and the table, which scrolls in a region of its own."""
    columns = _columns(matrix)
    if not columns:
        return element("p", "No clause catches any defect.")
    numbers = {rung: str(n) for n, rung in enumerate(rungs(matrix), 1)}
    bodies = [
        _family(name, lines, columns, numbers)
        for name, lines in families(matrix).items()
    ]
    table = element(
        "table",
        element("caption", "Which clause catches which defect"),
        _widths(columns),
        element("thead", _heads(columns)),
        *bodies,
    )
    region = element(
        "div",
        table,
        class_="grid",
        role="region",
        tabindex="0",
        aria_label="Which clause catches which defect",
    )
    return together(element("p", _REMARK, class_="quiet"), _legend(numbers), region)


def _columns(matrix: KillMatrix) -> tuple[Clause, ...]:
    named = {line.trial.clause for lines in families(matrix).values() for line in lines}
    return tuple(
        each for each in matrix.clauses if matrix.catches[each.id] or each.id in named
    )


def _legend(numbers: Mapping[Rung, str]) -> Html:
    items = [
        element("li", element("span", number, class_="o"), f" {rung}")
        for rung, number in numbers.items()
    ]
    items += [
        element("li", element("span", "3", class_="n"), " by the clause named for it"),
        element("li", element("span", "3", class_="o"), " by another clause"),
        element("li", element("span", "✕", class_="x"), " missed by the named clause"),
    ]
    return element("ul", *items, class_="legend")


def _widths(columns: Sequence[Clause]) -> Html:
    cols = [element("col", data_clause=each.id) for each in columns]
    # `col` has no end tag.
    bare = Html("".join(cols).replace("</col>", ""))
    return element("colgroup", Html('<col class="name">'), bare)


def _heads(columns: Sequence[Clause]) -> Html:
    heads = [
        element(
            "th",
            element("span", clause_link(each.id)),
            scope="col",
            title=f"{each.id}: {each.text}",
        )
        for each in columns
    ]
    return element("tr", element("th", "defect", scope="col"), *heads)


def _family(
    name: str,
    lines: Sequence[Line],
    columns: Sequence[Clause],
    numbers: Mapping[Rung, str],
) -> Html:
    head = element(
        "th",
        element("span", f"{name}, {count(len(lines), 'defect')}"),
        scope="rowgroup",
        colspan=str(len(columns) + 1),
    )
    rows = [_row(each, columns, numbers) for each in lines]
    return element("tbody", element("tr", head, class_="family"), *rows)


def _row(line: Line, columns: Sequence[Clause], numbers: Mapping[Rung, str]) -> Html:
    name = line.trial.name
    place = trial_anchor(line.trial.kind, name)
    head = element(
        "th",
        element("a", name, href=f"#{place}"),
        element("small", " subtle") if line.trial.subtle else None,
        scope="row",
    )
    caught_from = line.caught_from
    cells = [
        _cell(line, each.id, caught_from.get(each.id), numbers) for each in columns
    ]
    return Html(f'<tr id="m-{name}">{head}{"".join(cells)}')


def _cell(
    line: Line, clause: str, rung: Rung | None, numbers: Mapping[Rung, str]
) -> str:
    own = clause == line.trial.clause
    if rung is not None:
        role = ", named for it" if own else ""
        title = f"{line.trial.name}: {clause}{role}, from {rung}"
        return f'<td class={"n" if own else "o"} title="{title}">{numbers[rung]}'
    if own:
        return f'<td class=x title="{line.trial.name}: missed by {clause}">✕'
    return "<td>"
