from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest

from contract_tests.judgement.report import Erratum, ExitCode, Outcome, Report
from contract_tests.reports.html_report import to_html
from contract_tests.tape.exchange import Picture
from tests.reports.reports import NASTY, exchange, nasty, png, report, verdict

VOID = {"meta", "br", "img", "input"}
TAGS = """
html head title style body header nav main section article footer div p span a b
h1 h2 h3 h4 dl dt dd ul li table thead tbody tr th td details summary pre code
blockquote figure figcaption fieldset label
"""
ALLOWED = VOID | set(TAGS.split())


class Page(HTMLParser):
    """Collects elements and text, and fails on what does not fit together."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.declarations: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        self.declarations.append(decl)

    def values(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.elements if name in attrs]


def page(found: Report, thumbnails: Mapping[str, bytes] | None = None) -> Page:
    return Page(to_html(found, thumbnails=thumbnails or {}))


@pytest.mark.parametrize("name", NASTY)
def test_nothing_of_a_target_is_markup(name: str) -> None:
    found = page(nasty(NASTY[name]))

    assert {tag for tag, _ in found.elements} <= ALLOWED
    assert found.declarations == ["doctype html"]
    plain = [tag for tag, _ in page(nasty("plain")).elements]
    if name not in ("empty", "blank"):
        assert [tag for tag, _ in found.elements] == plain
    for _, attributes in found.elements:
        assert not any(key.startswith("on") or key == "style" for key in attributes)


@pytest.mark.parametrize("name", NASTY)
def test_nothing_is_loaded_from_elsewhere(name: str) -> None:
    found = page(nasty(NASTY[name]))

    assert found.values("src") == []
    assert all(link.startswith("#") for link in found.values("href"))
    assert "url(" not in to_html(report(), thumbnails={})


@pytest.mark.parametrize("name", NASTY)
def test_links_lead_to_what_is_there_once(name: str) -> None:
    found = page(nasty(NASTY[name]))

    ids = found.values("id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in found.values("href")} <= set(ids)


def test_the_policy_allows_this_style_sheet_alone() -> None:
    text = to_html(report(), thumbnails={})

    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = [
        value for value in page(report()).values("content") if "default-src" in value
    ]
    assert policy.startswith("default-src 'none';")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "script-src" not in policy


def test_the_same_report_is_the_same_bytes() -> None:
    assert len({to_html(nasty(NASTY["wide"]), thumbnails={}) for _ in range(3)}) == 1


@pytest.mark.parametrize("exit_code", list(ExitCode))
def test_the_verdict_stands_at_the_top(exit_code: ExitCode) -> None:
    found = page(report(exit_code=exit_code, cause="why it is so"))

    words = [word for word in found.words if word.strip()]
    assert words[0].endswith(": https://images.example")
    assert "why it is so" in words[2]


def test_failures_stand_before_warnings_and_what_they_explain_with_them() -> None:
    found = page(
        report(
            [
                verdict("PAG-01", Outcome.WARNED),
                verdict("PAG-02", Outcome.FAILED, cause="PAG-03"),
                verdict("PAG-03", Outcome.FAILED),
            ]
        )
    )

    articles = [attrs["id"] for tag, attrs in found.elements if tag == "article"]
    assert articles == ["clause-PAG-03", "clause-PAG-01"]
    assert "PAG-02" in found.words


def test_the_exchange_of_a_failure_is_shown() -> None:
    found = page(
        report(
            [verdict("PAG-04", Outcome.FAILED)],
            exchanges=[exchange(1, {"images": []})],
        )
    )

    shown = "".join(found.words)
    assert "GET /api/v1/images?limit=101" in shown
    assert '"images": []' in shown


def with_picture(content: bytes) -> tuple[Report, str]:
    digest = hashlib.sha256(content).hexdigest()
    picture = Picture(99, len(content), digest, "image/png", 160, 90)
    found = report(
        [verdict("GEN-01", Outcome.FAILED)],
        exchanges=[exchange(1, {}, pictures=[("image.b64_json", picture)])],
    )
    return found, digest


def test_a_picture_is_shown_by_its_thumbnail() -> None:
    found, digest = with_picture(png())

    shown = page(found, {digest: png(64, 36)})
    sources = shown.values("src")
    assert len(sources) == 2
    for source in sources:
        assert base64.b64decode(source.partition("base64,")[2]) == png(64, 36)
    assert "160×90" in "".join(shown.words)


def test_what_is_no_png_is_not_shown() -> None:
    found, digest = with_picture(png())

    assert page(found, {digest: b"<svg onload='alert(1)'/>"}).values("src") == []


def test_errata_are_told() -> None:
    found = page(report(errata=[Erratum("E1", "/paths", "it contradicts", "as that")]))

    assert "Read as: as that" in found.words
