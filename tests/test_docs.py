"""What the documents say is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mockserver.messages import Reason
from mockserver.refusals import STATUSES
from tests.test_layers import LAYERS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
NOTES = (ROOT / "docs" / "contract-notes.md").read_text("utf-8")
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


def test_the_rooms_of_the_design_are_those_that_the_imports_are_held_to() -> None:
    table = rows(section(DESIGN, "### One direction"))
    told = {room for cells in table for room in re.findall(r"`(\w+)/?`", cells[0])}

    assert told == {
        room for rooms in LAYERS for room in rooms if not room.startswith("_")
    }
