"""docs/kill-matrix.md is current, without the minutes that it takes to draw it.

What was caught, and where, is what `contract-tests prove` found when it drew the
page. Whether the page tells of all defects, variants and clauses that there are, in
the words of their catalogues, is known at once.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import Path

from contract_tests.catalogue import CLAUSES
from contract_tests.proof.deployments import trials
from contract_tests.proof.matrix.markdown import (
    IN_ORDER,
    defect_cells,
    variant_cells,
)
from contract_tests.proof.trial import TrialKind

PAGE = Path(__file__).parent.parent.parent / "docs" / "kill-matrix.md"
DRAW = "draw it anew: contract-tests prove --report markdown=docs/kill-matrix.md"


def rows(heading: str) -> list[list[str]]:
    """Return the cells of all tables below a heading of the second level."""
    assert PAGE.exists(), DRAW
    _, _, below = PAGE.read_text("utf-8").partition(f"\n## {heading}\n")
    lines = below.partition("\n## ")[0].splitlines()
    cells = [line[2:-2].split(" | ") for line in lines if line.startswith("| ")]
    # Each table has a head and a rule, which is where its rows begin.
    heads = {n for n, line in enumerate(cells) if line[0] == "---"}
    return [
        line
        for number, line in enumerate(cells)
        if number not in heads and number + 1 not in heads
    ]


def same(told: Sequence[object], known: Sequence[object]) -> None:
    """Fail with what differs, and with the command that mends it."""
    if told != known:
        found = [str(each) for each in told], [str(each) for each in known]
        differences = difflib.unified_diff(
            *found, "the page", "the catalogue", n=0, lineterm=""
        )
        raise AssertionError("\n".join([f"{PAGE.name} is old; {DRAW}", *differences]))


def test_the_page_tells_of_every_defect_in_the_words_of_the_catalogue() -> None:
    told = [
        (name, breaks, kind, clause.partition(" ")[0])
        for name, breaks, kind, clause, *_ in rows("Defects")
    ]
    same(told, [defect_cells(t) for t in trials() if t.kind is TrialKind.DEFECT])


def test_the_page_tells_of_every_family() -> None:
    told = [cells[0] for cells in rows("By family")]
    known = dict.fromkeys(t.family for t in trials() if t.kind is TrialKind.DEFECT)
    same(told, [*known, "**all**"])


def test_the_page_tells_of_every_variant_in_the_words_of_the_catalogue() -> None:
    told = [(name, odd) for name, odd, *_ in rows("Lawful variants")]
    same(told, [variant_cells(t) for t in trials() if t.kind is TrialKind.VARIANT])


def test_the_page_tells_of_every_clause() -> None:
    same([cells[0] for cells in rows("Clauses")], [each.id for each in CLAUSES])


def test_nothing_on_the_page_is_out_of_order() -> None:
    text = PAGE.read_text("utf-8") if PAGE.exists() else ""

    assert IN_ORDER in text, DRAW
    assert "This is a part" not in text, DRAW
    assert not re.search(r"\(missed\)|\| never \|", text), DRAW
