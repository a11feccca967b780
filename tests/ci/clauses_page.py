"""`python -m tests.ci.clauses_page`: writes docs/clauses.md from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from contract_tests.catalogue import CLAUSES
from contract_tests.contract.errata import ERRATA
from contract_tests.judgement.clause import Need

PAGE = Path(__file__).parent.parent.parent / "docs" / "clauses.md"

_NEEDS = {
    Need.POST: "not `--read-only`",
    Need.BUDGET: "`--max-credits`",
    Need.SECOND_KEY: "`--second-api-key`",
    Need.POOR_KEY: "`--poor-api-key`",
    Need.REVOKED_KEY: "`--revoked-api-key`",
    Need.HISTORY: "older images",
    Need.STATE: "`--state`",
    Need.STANDARD: "level standard",
    Need.DEEP: "level deep",
    Need.NATURAL: "luck",
}

_TEXT = """\
# Clauses

Written by `make docs`; a test keeps it current. How a verdict is made of these stands in [contract-tests.md](contract-tests.md).
`contract-tests clauses --json` tells the source of each clause in the document, too.

There are {number} clauses. A breach of a *must* or *derived* clause fails a run, one of a *should* clause warns, *info* never fails.
*Needs* is what has to be given, or the clause is skipped; *luck* is an event that no run can bring about, such as a 429 or a failed generation.

{clauses}

## Where the document contradicts itself

No deployment is failed for any of these {errata_number} points.

{errata}
"""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |"
        for line in lines
    )


def page() -> str:
    """Return the page as it should be."""
    clauses = [
        (
            each.id,
            each.level.value,
            each.text,
            ", ".join(_NEEDS[need] for need in each.needs),
        )
        for each in CLAUSES
    ]
    errata = [
        (each.id, f"`{each.pointer}`", each.problem, each.reading) for each in ERRATA
    ]
    return _TEXT.format(
        number=len(CLAUSES),
        clauses=table(("id", "level", "promise", "needs"), clauses),
        errata_number=len(ERRATA),
        errata=table(("id", "place", "what is wrong there", "how it is read"), errata),
    )


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
