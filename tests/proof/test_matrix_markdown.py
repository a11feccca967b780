"""The kill matrix as Markdown."""

from __future__ import annotations

from contract_tests.judgement.clause import Level
from contract_tests.proof.matrix.kill_matrix import KillMatrix
from contract_tests.proof.matrix.markdown import IN_ORDER, to_markdown
from contract_tests.proof.trial import CORRECT, Trial, TrialKind
from tests.proof.examinations import (
    FREE,
    PAID,
    SMOKE,
    clause,
    defect,
    proved,
    seen,
    variant,
)

PLAIN, SUBTLE = defect("plain", "ONE-1"), defect("sly", "TWO-1", subtle=True)
CLAUSES = [clause("ONE-1"), clause("TWO-1"), clause("SIX-1", Level.INFO)]
ODD = variant("odd")


def well(*, left_out: int = 0) -> KillMatrix:
    found = [
        (CORRECT, seen(CORRECT)),
        (ODD, seen(ODD)),
        (PLAIN, seen(PLAIN, {"ONE-1": SMOKE})),
        (SUBTLE, seen(SUBTLE, {"TWO-1": PAID, "ONE-1": FREE})),
    ]
    return proved(found, CLAUSES, left_out=left_out)


def test_what_is_in_order_is_said_to_be() -> None:
    assert f"\n{IN_ORDER}\n" in to_markdown(well())


def test_a_defect_has_a_row_with_where_it_is_caught() -> None:
    lines = to_markdown(well()).splitlines()

    assert (
        "| `plain` | plain breaks something | plain | ONE-1 | smoke, 0 credits |  |"
        in lines
    )
    assert (
        "| `sly` | sly breaks something | subtle | TWO-1 (from standard, 100 credits)"
        " | standard, 0 credits | ONE-1 |"
    ) in lines


def test_families_and_all_are_counted() -> None:
    lines = to_markdown(well()).splitlines()

    assert "| money | 2 | 1 | 1 | 2 | 2 | 2 |" in lines
    assert "| defects caught at smoke, 0 credits | 1 (50%) |" in lines


def test_clauses_and_variants_have_rows() -> None:
    lines = to_markdown(well()).splitlines()

    assert "| ONE-1 | 1 | 2 |  |" in lines
    assert "| SIX-1 | 0 | 0 | it informs, and cannot fail |" in lines
    assert "| `odd` | odd is odd | 0 0 0 |  |" in lines


def test_a_part_says_that_it_is_one() -> None:
    assert "This is a part: 3 deployments of 7 were not tried." in to_markdown(
        well(left_out=3)
    )


def test_what_is_out_of_order_stands_before_all_tables() -> None:
    found = [
        (ODD, seen(ODD, {"ONE-1": PAID})),
        (PLAIN, seen(PLAIN, {"TWO-1": FREE})),
        (SUBTLE, seen(SUBTLE)),
    ]
    text = to_markdown(proved(found, [clause("NIL-1"), *CLAUSES]))
    told, _, _ = text.partition("| what |")

    assert IN_ORDER not in text
    assert "## Out of order (5)" in told
    assert "- `odd`: odd is odd: ONE-1 at standard, 100 credits" in told
    assert "- `sly`: sly breaks something" in told
    assert "- `NIL-1`: NIL-1 holds." in told
    assert "ONE-1 (missed)" in text


def test_a_text_can_end_no_cell_and_be_no_markup() -> None:
    nasty = Trial(TrialKind.DEFECT, "nasty", "money", "a|b <i> *c*\n`d`", "ONE-1")
    text = to_markdown(proved([(nasty, seen(nasty, {"ONE-1": SMOKE}))], CLAUSES))

    assert r"| a&#124;b &lt;i&gt; \*c\*\\n\`d\` |" in text


def test_the_page_names_no_version_and_no_time() -> None:
    text = to_markdown(well())

    assert "1.2.3" not in text
    assert "3.2" not in text
