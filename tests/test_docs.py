"""What the documents say is what the code does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from contract_tests.catalogue import CLAUSES
from contract_tests.judgement.clause import Level
from contract_tests.judgement.report import ExitCode, Outcome
from contract_tests.phases import script
from mockserver.messages import Reason
from mockserver.refusals import STATUSES
from tests.ci.clauses_page import PAGE, page
from tests.test_layers import CONTRACT_TESTS, MOCKSERVER

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
NOTES = (ROOT / "docs" / "contract-notes.md").read_text("utf-8")
CONTRACT = (ROOT / "docs" / "contract-tests.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
DESIGN = (ROOT / "docs" / "design.md").read_text("utf-8")

# The second argument of Violation(...) may be a call, with one level of brackets.
CODE = re.compile(
    r'Violation\(\s*(?:[^()]|\([^()]*\))*?,\s*"(?P<code>[a-z_]+)",?\s*\)', re.DOTALL
)
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")


def section(text: str, heading: str) -> str:
    """Return what stands below a heading, up to the next of its level."""
    level = heading.partition(" ")[0]
    _, _, below = text.partition(f"\n{heading}\n")
    assert below, heading
    return below.partition(f"\n{level} ")[0]


def rows(text: str) -> list[list[str]]:
    """Return the cells of every row of a table, without its two first."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub makes of the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", text).lower().replace(" ", "-") for text in headings
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        if target.startswith(("https://", "http://")):
            continue
        name, _, anchor = target.partition("#")
        linked = page.parent / name if name else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


def test_every_code_of_a_refusal_is_in_the_notes() -> None:
    sources = "\n".join(
        path.read_text("utf-8") for path in (ROOT / "mockserver").rglob("*.py")
    )
    codes = {found["code"] for found in CODE.finditer(sources)}
    keywords = {"required", "type", "additionalProperties"}

    assert {"insufficient_credits", "not_found", "too_large"} <= codes
    assert not {code for code in codes - keywords if f"`{code}`" not in NOTES}


def test_the_statuses_of_each_refusal_are_in_the_notes() -> None:
    table = rows(section(NOTES, "## Which status a refusal takes"))

    assert len(table) == len(Reason)
    assert [cells[1] for cells in table] == [
        ", ".join(map(str, STATUSES[reason])) for reason in Reason
    ]


@pytest.mark.parametrize(
    ("heading", "layers"),
    [
        ("### One direction", MOCKSERVER),
        ("### Rooms, from low to high", CONTRACT_TESTS),
    ],
)
def test_the_rooms_of_the_design_are_those_that_the_imports_are_held_to(
    heading: str, layers: Iterable[set[str]]
) -> None:
    table = rows(section(DESIGN, heading))
    told = {room for cells in table for room in re.findall(r"`([\w.]+)/?`", cells[0])}

    assert told == {
        room for rooms in layers for room in rooms if not room.startswith("_")
    }


def test_the_page_of_clauses_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make docs`"


def test_every_clause_that_a_page_names_exists() -> None:
    families = {each.family for each in CLAUSES}
    named = {
        name
        for path in PAGES
        for name in re.findall(r"\b[A-Z]{2,4}-[A-Z]?\d{1,2}\b", path.read_text("utf-8"))
        if name.partition("-")[0] in families
    }

    assert "PAG-03" in named
    assert named <= {each.id for each in CLAUSES}


def test_levels_outcomes_and_exit_codes_are_all_told() -> None:
    verdicts = section(CONTRACT, "## How a verdict is made")
    cells = re.findall(r"^\| ([a-z, ]+) \| ", verdicts, re.MULTILINE)
    words = {word for cell in cells for word in cell.split(", ")}
    codes = re.findall(r"^\| (\d+) \| ", README, re.MULTILINE)

    assert {each.value for each in Level} <= words
    assert {each.value for each in Outcome} <= words
    assert codes == [str(each.value) for each in ExitCode]


def test_the_phases_are_told() -> None:
    told = {cells[0] for cells in rows(section(CONTRACT, "## The phases"))}
    source = Path(script.__file__).read_text("utf-8")

    assert told == set(re.findall(r'\("([a-z ]+)", script\.\w+\)', source))
