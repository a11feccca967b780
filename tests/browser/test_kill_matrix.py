"""The kill matrix in a real browser: its filters, its width, and without script."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_tests.proof.matrix.html.page import to_html
from tests.browser.site import Site
from tests.proof.examinations import FREE, PAID, SMOKE, clause, defect, proved, seen
from tests.proof.test_matrix_html import large

pytestmark = pytest.mark.browser

# The page around the report works its filters, and looks at what is shown then.
FRAME = """<!doctype html><meta charset="utf-8"><title>frame</title>
<iframe id="frame" src="/report" width="%(width)d" height="800" %(sandbox)s></iframe>
<script>
document.getElementById("frame").onload = async (event) => {
  const page = event.target.contentDocument;
  const form = page.getElementById("filters");
  const seen = (each) => each.getClientRects().length > 0;
  const began = performance.now();
  for (const [name, value] of Object.entries(%(filters)s)) {
    const field = form.elements.namedItem(name);
    if (field.type === "checkbox") field.checked = value; else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const root = page.documentElement;
  const result = {
    overflow: root.scrollWidth - root.clientWidth,
    milliseconds: performance.now() - began,
    filters: seen(form),
    told: form.querySelector("output").value,
    rows: [...page.querySelectorAll(".grid tbody tr[id]")].filter(seen).map((each) => each.id),
    entries: [...page.querySelectorAll(".defect")].filter(seen).map((each) => each.id),
    families: [...page.querySelectorAll(".list .family")].filter(seen).length,
    columns: [...page.querySelectorAll(".grid thead th[title]")]
      .filter((each) => each.getBoundingClientRect().width > 1)
      .map((each) => each.textContent),
    head: page.defaultView.getComputedStyle(page.querySelector(".grid thead th")).position,
  };
  const shown = document.createElement("pre");
  shown.textContent = "RESULT" + JSON.stringify(result) + "END";
  document.body.append(shown);
};
</script>
"""
MATRIX = proved(
    [
        (trial, seen(trial, caught))
        for trial, caught in (
            (defect("dear", "LED-01"), {"LED-01": PAID}),
            (defect("cheap", "LED-01", subtle=True), {"LED-01": SMOKE, "PAG-03": FREE}),
            (defect("page", "PAG-03", family="paging"), {"PAG-03": FREE}),
            (defect("survivor", "USE-01", family="ledger"), {}),
        )
    ],
    [clause("LED-01"), clause("PAG-03"), clause("USE-01")],
)

Look = Callable[..., dict[str, Any]]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site.served() as server:
        yield server


@pytest.fixture
def look(site: Site, tmp_path: Path) -> Look:
    """Return what a browser shows of a matrix, with filters set and at a width."""

    def see(
        report: str = to_html(MATRIX),
        *,
        width: int = 1200,
        script: bool = True,
        **filters: str | bool,
    ) -> dict[str, Any]:
        sandbox = "" if script else 'sandbox="allow-same-origin"'
        told = {"width": width, "sandbox": sandbox, "filters": json.dumps(filters)}
        site.pages = {"/": FRAME % told, "/report": report}
        return site.seen(tmp_path / "profile")

    return see


def test_everything_is_shown_at_first(look: Look, site: Site) -> None:
    seen = look()

    assert seen["filters"]
    assert seen["told"] == "4 of 4 defects"
    assert len(seen["rows"]) == len(seen["entries"]) == 4
    assert seen["columns"] == ["LED-01", "PAG-03", "USE-01"]
    assert seen["head"] == "sticky"
    assert set(site.asked) <= {"/", "/report", "/favicon.ico"}


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("family", "money", ["dear", "cheap"]),
        ("kind", "subtle", ["cheap"]),
        ("clause", "PAG-03", ["cheap", "page"]),
        ("rung", "2", ["page"]),
        ("rung", "never", ["survivor"]),
        ("text", "BREAKS dear", ["dear"]),
        ("bad", True, ["survivor"]),
    ],
)
def test_a_filter_leaves_rows_and_entries_alike(
    look: Look, name: str, value: str | bool, shown: list[str]
) -> None:
    seen = look(**{name: value})

    assert seen["entries"] == [f"d-{each}" for each in shown]
    assert seen["rows"] == [f"m-{each}" for each in shown]
    assert seen["told"] == f"{len(shown)} of 4 defects"


def test_filters_add_up_and_hide_what_is_empty(look: Look) -> None:
    seen = look(family="money", kind="plain")

    assert seen["rows"] == ["m-dear"]
    assert seen["families"] == 1
    assert seen["columns"] == ["LED-01"]


def test_a_phone_scrolls_in_one_direction(look: Look) -> None:
    assert look(width=400)["overflow"] == 0


def test_without_script_all_is_shown_and_no_filter(look: Look) -> None:
    seen = look(script=False)

    assert not seen["filters"]
    assert len(seen["rows"]) == len(seen["entries"]) == 4


def test_500_defects_by_all_clauses_are_filtered_at_once(look: Look) -> None:
    seen = look(to_html(large()), family="family-3")

    assert 0 < len(seen["rows"]) < 500
    assert seen["milliseconds"] < 1500
