"""The HTML report in a real browser: narrow, styled, and with nothing that runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_tests.judgement.report import Outcome, Report
from contract_tests.reports.html_report import to_html
from contract_tests.reports.thumbnails import thumbnail
from contract_tests.tape.exchange import Picture
from tests.browser.site import Site
from tests.reports.reports import NASTY, exchange, nasty, png, report, verdict

pytestmark = pytest.mark.browser

# The report itself has no script; the page around it looks into it.
FRAME = """<!doctype html><meta charset="utf-8"><title>frame</title>
<iframe id="frame" src="/report" width="400" height="800"></iframe>
<script>
document.getElementById("frame").onload = (event) => {
  const page = event.target.contentDocument;
  const result = {
    scripts: page.scripts.length,
    title: page.title,
    overflow: page.documentElement.scrollWidth - page.documentElement.clientWidth,
    styled: page.defaultView.getComputedStyle(page.querySelector("nav")).position,
    pictures: [...page.images].map((image) => [image.naturalWidth, image.naturalHeight]),
  };
  const shown = document.createElement("pre");
  shown.textContent = "RESULT" + JSON.stringify(result) + "END";
  document.body.append(shown);
};
</script>
"""

Look = Callable[[Report, dict[str, bytes]], dict[str, Any]]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site.served() as server:
        server.pages["/"] = FRAME
        yield server


@pytest.fixture
def look(site: Site, tmp_path: Path) -> Look:
    """Return what a browser sees of a report that is 400 pixels wide."""

    def see(found: Report, thumbnails: dict[str, bytes]) -> dict[str, Any]:
        site.pages["/report"] = to_html(found, thumbnails=thumbnails)
        return site.seen(tmp_path / "profile")

    return see


@pytest.mark.parametrize("name", ["html", "attribute", "comment", "long", "wide"])
def test_a_hostile_report_is_narrow_and_runs_nothing(
    look: Look, site: Site, name: str
) -> None:
    seen = look(nasty(NASTY[name]), {})

    assert seen["scripts"] == 0
    assert seen["overflow"] == 0
    assert set(site.asked) <= {"/", "/report", "/favicon.ico"}


def test_the_policy_lets_style_and_thumbnails_in(look: Look) -> None:
    content = png(160, 90)
    digest = hashlib.sha256(content).hexdigest()
    small = thumbnail(content)
    assert small is not None
    picture = Picture(99, len(content), digest, "image/png", 160, 90)
    found = report(
        [verdict("GEN-01", Outcome.FAILED)],
        exchanges=[exchange(1, {}, pictures=[("image.b64_json", picture)])],
    )

    seen = look(found, {digest: small})
    assert seen["title"] == "The contract is broken: https://images.example"
    assert seen["styled"] == "sticky"
    assert seen["pictures"] == [[64, 36], [64, 36]]
