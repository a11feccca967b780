"""The kill matrix as GitHub Flavored Markdown: a page of the docs, or a summary in CI.

No time, date, machine or version stands in it: it changes when results change.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from contract_tests.proof.matrix.examination import Rung
from contract_tests.proof.matrix.kill_matrix import Disorder, KillMatrix, Line
from contract_tests.proof.matrix.tallies import (
    Tally,
    by_disorder,
    families,
    rungs,
    tally,
)
from contract_tests.proof.trial import Trial, TrialKind
from contract_tests.reports.printable import one_line
from contract_tests.reports.wording import count

IN_ORDER = "Nothing is out of order."
"""The verdict of a page that may stay as it is."""

_ABOUT = """\
# Kill matrix

Which clause catches which defect. `contract-tests prove` starts the mock once for each deliberate defect and each lawful
variant, runs the clauses against it at every level and budget named below, and keeps what they say. A defect must be caught
by the clause that is named for it; a variant must not be failed; a clause that catches no defect is out of order, too.

`make kill-matrix` draws this page anew, CI tries a sample, and `contract-tests prove --select NAME` tries one. To meet a defect by hand:
`mockserver --defect NAME`, or `--variant NAME`."""

_MARKS = re.compile(r"([\\`*_\[\]~])")


def to_markdown(matrix: KillMatrix) -> str:
    """Return the matrix as Markdown, what is out of order first."""
    return "\n\n".join(_blocks(matrix)) + "\n"


def defect_cells(trial: Trial) -> tuple[str, str, str, str]:
    """Return what the table of defects says of a defect before it was tried."""
    kind = "subtle" if trial.subtle else "plain"
    return f"`{trial.name}`", _words(trial.text), kind, trial.clause


def variant_cells(trial: Trial) -> tuple[str, str]:
    """Return what the table of variants says of a variant before it was tried."""
    return f"`{trial.name}`", _words(trial.text)


def _blocks(matrix: KillMatrix) -> Iterator[str]:
    yield _ABOUT
    yield from _findings(matrix)
    yield _numbers(matrix)
    yield "## By family"
    yield (
        "How many defects are caught at each level and budget, or at a cheaper one, by"
        " any clause. *Named* counts those that their own clause catches."
    )
    yield _families(matrix)
    yield "## Defects"
    yield (
        "*From* is the cheapest level and budget at which a clause catches the defect."
        " Where the named clause needs more, that stands beside it."
    )
    for family, lines in families(matrix).items():
        yield f"### {family}"
        yield _defects(lines)
    yield "## Clauses"
    yield (
        "How many defects name the clause and are caught by it, and how many it catches"
        " at all. A clause of level *info* never fails, so it may catch nothing."
    )
    yield _clauses(matrix)
    yield "## Lawful variants"
    yield _variants_intro(matrix)
    yield _variants(matrix)


def _findings(matrix: KillMatrix) -> Iterator[str]:
    if matrix.left_out:
        yield (
            f"This is a part: {count(matrix.left_out, 'deployment')} of"
            f" {matrix.left_out + len(matrix.lines)} were not tried."
        )
    if matrix.in_order:
        yield IN_ORDER
        return
    yield f"## Out of order ({len(matrix.findings)})"
    for disorder, found in by_disorder(matrix).items():
        yield f"### {_TITLES[disorder]}"
        yield "\n".join(f"- `{each.name}`: {_words(each.text)}" for each in found)


_TITLES = {
    Disorder.FALSE_ALARM: "False alarms",
    Disorder.SURVIVOR: "Survivors, which no clause caught",
    Disorder.MISSED: "Missed by the clause that is named for them",
    Disorder.IDLE: "Clauses that catch nothing",
    Disorder.BROKEN: "Not tried, because the trial broke down",
}


def _numbers(matrix: KillMatrix) -> str:
    defects = matrix.of(TrialKind.DEFECT)
    columns = rungs(matrix)
    found = tally(defects, columns)
    catching = sum(bool(matrix.catches[each.id]) for each in matrix.clauses)
    warned = sum(line.warned_only and bool(line.catching) for line in defects)
    rows = [
        ("defects", str(found.defects)),
        ("of these subtle (they show only sometimes)", str(found.subtle)),
        ("lawful variants", str(len(matrix.of(TrialKind.VARIANT)))),
        ("clauses", str(len(matrix.clauses))),
        ("clauses that catch a defect", str(catching)),
        ("defects caught by the clause named for them", _share(found.named, found)),
        ("of these by warnings alone, which `--strict` fails for", str(warned)),
    ]
    rows += [
        (f"defects caught at {rung}", _share(number, found))
        for rung, number in zip(columns, found.caught, strict=True)
    ]
    return _table(("what", "how many"), rows, numbers=1)


def _share(number: int, of: Tally) -> str:
    return f"{number} ({100 * number // of.defects}%)" if of.defects else "0"


def _families(matrix: KillMatrix) -> str:
    columns = rungs(matrix)
    heads = ("family", "defects", "subtle", *map(str, columns), "named")
    rows = [
        _family(name, tally(lines, columns)) for name, lines in families(matrix).items()
    ]
    rows.append(_family("**all**", tally(matrix.of(TrialKind.DEFECT), columns)))
    return _table(heads, rows, numbers=len(heads) - 1)


def _family(name: str, found: Tally) -> tuple[str, ...]:
    numbers = (found.defects, found.subtle, *found.caught, found.named)
    return name, *map(str, numbers)


def _defects(lines: Sequence[Line]) -> str:
    heads = (
        "defect",
        "what it breaks",
        "kind",
        "named clause",
        "from",
        "other clauses",
    )
    return _table(heads, map(_defect, lines))


def _defect(line: Line) -> tuple[str, ...]:
    *cells, clause = defect_cells(line.trial)
    own, first = line.first_by_its_clause, line.first
    if own is None:
        clause += " (missed)"
    elif own != first:
        clause += f" (from {own})"
    if line.warned_only and line.catching:
        clause += " (warns)"
    return *cells, clause, str(first or "never"), ", ".join(line.others)


def _clauses(matrix: KillMatrix) -> str:
    rows = []
    for clause in matrix.clauses:
        catches = matrix.catches[clause.id]
        named = sum(line.trial.clause == clause.id for line in catches)
        why = "" if catches else matrix.why_silent(clause)
        rows.append((clause.id, str(named), str(len(catches)), why))
    return _table(("clause", "named", "all", ""), rows)


def _variants_intro(matrix: KillMatrix) -> str:
    told = ", ".join(map(str, _variant_rungs(matrix)))
    return f"Odd, and within the contract: none may be failed. Exit codes are those at {told}."


def _variant_rungs(matrix: KillMatrix) -> tuple[Rung, ...]:
    sights = [
        sight.rung
        for line in matrix.of(TrialKind.VARIANT)
        for sight in line.examination.sights
    ]
    return tuple(each for each in rungs(matrix) if each in sights)


def _variants(matrix: KillMatrix) -> str:
    heads = ("variant", "what is odd", "exit codes", "warnings")
    return _table(heads, map(_variant, matrix.of(TrialKind.VARIANT)))


def _variant(line: Line) -> tuple[str, ...]:
    sights = line.examination.sights
    codes = " ".join(str(each.exit_code) for each in sights)
    warned = sorted({clause for each in sights for clause in each.warned})
    return *variant_cells(line.trial), codes or "none", ", ".join(warned)


def _table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: int = 0
) -> str:
    """Return a table; so many of the last columns hold numbers."""
    rule = ["---"] * (len(heads) - numbers) + ["---:"] * numbers
    return "\n".join(f"| {' | '.join(line)} |" for line in (heads, rule, *rows))


def _words(text: str) -> str:
    """Return a text in one line that means nothing in Markdown, HTML or a table."""
    shown = html.escape(one_line(text), quote=False)
    return _MARKS.sub(r"\\\1", shown).replace("|", "&#124;")
