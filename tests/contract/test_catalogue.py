"""The catalogue: what it holds, and that each clause rests on the document."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contract_tests.catalogue import CLAUSES, find, selected
from contract_tests.contract.document import load
from contract_tests.contract.pointers import resolve
from contract_tests.errors import UsageError
from contract_tests.judgement.clause import Clause, Need, Source

RAW = load().raw
IDS = tuple(each.id for each in CLAUSES)

# The clauses that a reading of the document, the standards and other tools asked for.
WANTED = [
    "HTTP-01",
    "HTTP-02",
    "HTTP-03",
    "HTTP-04",
    "HTTP-05",
    "HTTP-06",
    "HTTP-09",
    "ERR-01",
    "ERR-03",
    "ERR-04",
    "ERR-05",
    "ERR-07",
    "RL-01",
    "RL-02",
    "RL-03",
    "RL-04",
    "SEC-01",
    "SEC-02",
    "SEC-03",
    "SEC-04",
    "SEC-05",
    "SEC-06",
    "SEC-07",
    "SEC-08",
    "SEC-11",
    "SEC-12",
    "GEN-N01",
    "GEN-N02",
    "GEN-N03",
    "GEN-N04",
    "GEN-N05",
    "GEN-N06",
    "GEN-N07",
    "GEN-N08",
    "GEN-N09",
    "GEN-N10",
    "GEN-N11",
    "GEN-N12",
    "GEN-N13",
    "GEN-N14",
    "GEN-N15",
    "GEN-N18",
    "GEN-N19",
    "GEN-F",
    "GEN-X1",
    "GEN-P01",
    "GEN-P02",
    "GEN-P03",
    "GEN-P04",
    "GEN-P05",
    "GEN-P06",
    "GEN-P07",
    "GEN-P08",
    "GEN-P09",
    "GEN-P10",
    "GEN-P11",
    "GEN-P12",
    "GEN-P13",
    "GEN-P14",
    "CON-1",
    "GEN-P16",
    "PAG-01",
    "PAG-02",
    "PAG-03",
    "PAG-04",
    "PAG-05",
    "PAG-06",
    "PAG-07",
    "PAG-08",
    "PAG-09",
    "PAG-10",
    "PAG-11",
    "LST-11",
    "LST-12",
    "USE-01",
    "USE-02",
    "USE-03",
    "USE-04",
    "GET-01",
    "GET-02",
    "GET-03",
    "GET-04",
    "GET-05",
    "GET-06",
    "GET-07",
    "GET-08",
    "GET-10",
    "ACC-01",
    "ACC-02",
    "LED-01",
    "LED-02",
    "LED-03",
    "LED-04",
]
# Left out knowingly: both could only inform, and both would send what nobody asked for.
SCHEMATHESIS = tuple(each for each in IDS if each.startswith("ST"))


def quoted(value: Any) -> str:
    """Return the text that a quote must stand in."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def sources() -> list[tuple[Clause, Source]]:
    return [(clause, source) for clause in CLAUSES for source in clause.sources]


@pytest.mark.parametrize(
    ("clause", "source"),
    [pytest.param(c, s, id=f"{c.id}-{s.quote[:30]}") for c, s in sources()],
)
def test_the_source_of_a_clause_stands_in_the_document(
    clause: Clause, source: Source
) -> None:
    assert source.quote
    if source.pointer:
        assert source.quote in quoted(resolve(RAW, source.pointer))
    else:
        # A standard, or what the document does not say, binds no deployment.
        named = ("RFC ", "OWASP ", "Schemathesis, ", "the document states ")
        assert source.quote.startswith(named)


def test_every_clause_has_a_source() -> None:
    assert [each.id for each in CLAUSES if not each.sources] == []


def test_what_binds_rests_on_the_document_or_on_http() -> None:
    """A breach that fails a run must be one that the document forbids.

    The checks of Schemathesis hold replies against it too; HTTP itself it takes for
    granted.
    """
    unfounded = [
        each.id
        for each in CLAUSES
        if each.level.binding
        and not any(source.pointer for source in each.sources)
        and each.id not in SCHEMATHESIS
    ]

    assert unfounded == ["HTTP-10"]


def test_ids_are_unique() -> None:
    assert len(set(IDS)) == len(IDS)


def test_every_clause_that_was_asked_for_is_there() -> None:
    assert set(WANTED) <= set(IDS)


@pytest.mark.parametrize("clause", CLAUSES, ids=IDS)
def test_a_clause_is_one_readable_sentence(clause: Clause) -> None:
    assert clause.text.endswith(".")
    assert len(clause.text) < 200
    assert "\n" not in clause.text
    assert clause.id.startswith(clause.family)


@pytest.mark.parametrize("clause", CLAUSES, ids=IDS)
def test_a_clause_that_buys_images_needs_a_budget(clause: Clause) -> None:
    assert clause.images >= 0
    if clause.images:
        assert Need.BUDGET in clause.needs


def test_globs_select_in_either_case_and_in_the_order_of_the_catalogue() -> None:
    found = [each.id for each in selected(("pag-0[12]", "SEC-01"), ())]

    assert found == ["SEC-01", "PAG-01", "PAG-02"]


def test_globs_deselect() -> None:
    kept = {each.id for each in selected((), ("PAG-*", "led-*"))}

    assert kept == {each for each in IDS if not each.startswith(("PAG", "LED"))}


@pytest.mark.parametrize("side", ["select", "deselect"])
def test_a_glob_that_matches_nothing_is_refused(side: str) -> None:
    globs = ("PAG-01", "PAG-99")
    with pytest.raises(UsageError, match="PAG-99"):
        selected(*((globs, ()) if side == "select" else ((), globs)))


def test_a_clause_is_found_by_its_id() -> None:
    assert all(find(each.id) is each for each in CLAUSES)
    assert find("NONE-1") is None
