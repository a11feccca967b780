"""The kill matrix as HTML: one file that needs nothing, and is whole without script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from contract_tests.catalogue import CLAUSES
from contract_tests.proof.matrix.html.page import to_html
from contract_tests.proof.matrix.kill_matrix import KillMatrix
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

CAUGHT, MISSED = defect("caught", "ONE-1"), defect("missed", "ONE-1", subtle=True)
ODD = variant("odd")
CLAUSES_HERE = [clause("ONE-1"), clause("TWO-1"), clause("NIL-1")]


class Page(HTMLParser):
    """The elements of a page, with their attributes and the text at their beginning."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts:
            self.texts[-1] += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def text_of(self, tag: str) -> str:
        """Return the text of the first element of a name."""
        names = [name for name, _ in self.elements]
        return self.texts[names.index(tag)]


def out_of_order() -> KillMatrix:
    found = [
        (CORRECT, seen(CORRECT)),
        (ODD, seen(ODD, {"TWO-1": PAID})),
        (CAUGHT, seen(CAUGHT, {"ONE-1": FREE, "TWO-1": PAID})),
        (MISSED, seen(MISSED, {"TWO-1": SMOKE})),
    ]
    return proved(found, CLAUSES_HERE)


def large() -> KillMatrix:
    """Return a matrix of 500 defects by all clauses, each caught by three."""
    ids = [each.id for each in CLAUSES]
    found = []
    for number in range(500):
        by = [ids[(number + step) % len(ids)] for step in (0, 7, 31)]
        trial = Trial(
            TrialKind.DEFECT,
            f"a-defect-with-a-name-of-usual-length-{number}",
            f"family-{number % 15}",
            "a sentence of the usual length tells what a client sees of this defect",
            by[0],
        )
        found.append((trial, seen(trial, dict.fromkeys(by, FREE))))
    return proved(found, CLAUSES)


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(to_html(out_of_order()))


def test_the_verdict_stands_first(page: Page) -> None:
    assert page.text_of("h1") == "3 things out of order"


def test_the_policy_names_the_only_style_and_script() -> None:
    text = to_html(out_of_order())
    for name in ("style", "script"):
        (content,) = re.findall(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in text


def test_nothing_is_loaded_from_elsewhere(page: Page) -> None:
    text = to_html(out_of_order())

    assert not re.search(r"https?:|@import|url\(", text)
    assert not any("src" in attributes for _, attributes in page.elements)
    assert not any("style" in attributes for _, attributes in page.elements)
    assert not page.of("link")


def test_every_link_leads_to_a_place_that_is_there(page: Page) -> None:
    places = [each["id"] for _, each in page.elements if "id" in each]

    assert max(Counter(places).values()) == 1
    for each in page.of("a"):
        assert (each["href"] or "").removeprefix("#") in places


def test_every_table_has_a_caption_and_heads_with_a_scope(page: Page) -> None:
    assert len(page.of("caption")) == len(page.of("table")) == 4
    assert all(each.get("scope") for each in page.of("th"))


def test_what_scrolls_can_be_reached_by_keyboard_and_has_a_name(page: Page) -> None:
    regions = [each for each in page.of("div") if each.get("role") == "region"]

    assert len(regions) == 4
    assert all(each["tabindex"] == "0" and each["aria-label"] for each in regions)


def test_a_mark_tells_who_catches_what_and_from_where(page: Page) -> None:
    titles = {
        each["title"]: each["class"]
        for each in page.of("td")
        if "class" in each and "title" in each
    }

    assert titles["caught: ONE-1, named for it, from standard, 0 credits"] == "n"
    assert titles["caught: TWO-1, from standard, 100 credits"] == "o"
    assert titles["missed: missed by ONE-1"] == "x"


def test_a_clause_that_catches_nothing_has_no_column(page: Page) -> None:
    columns = [each["data-clause"] for each in page.of("col") if "data-clause" in each]

    assert columns == ["ONE-1", "TWO-1"]


def test_every_defect_has_a_row_and_an_entry(page: Page) -> None:
    entries = page.of("article")
    rows = {each.get("id") for each in page.of("tr")}

    assert [each["id"] for each in entries] == ["d-caught", "d-missed"]
    assert {each["data-row"] for each in entries} <= rows


def test_filters_stay_hidden_until_a_script_runs(page: Page) -> None:
    (form,) = page.of("form")

    assert "hidden" in form
    assert [key for key, each in page.elements if "hidden" in each] == ["form"]


def test_text_is_never_markup() -> None:
    nasty = Trial(TrialKind.DEFECT, "nasty", "money", "<b>'\"&\x1b", "ONE-1")
    text = to_html(proved([(nasty, seen(nasty, {"ONE-1": SMOKE}))], CLAUSES_HERE))

    assert "<b>" not in text
    assert "\x1b" not in text


def test_500_defects_by_all_clauses_fit() -> None:
    assert len(to_html(large()).encode()) < 1_500_000
