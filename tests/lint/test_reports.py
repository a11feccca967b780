"""The report as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from contract_tests.lint import LintReport, lint_file, render_json, render_text

DOCUMENT = Path(__file__).parents[2] / "openapi.json"


def report() -> LintReport:
    return lint_file(DOCUMENT)


def test_json_has_each_finding_with_its_place() -> None:
    content = json.loads(render_json(report()))
    assert set(content) == {"document", "summary", "findings"}
    assert sum(content["summary"].values()) == len(content["findings"])
    first = content["findings"][0]
    assert list(first) == [
        "rule", "severity", "pointer", "line", "column", "message", "advice",
    ]  # fmt: skip
    assert first["line"] == 1
    assert first["column"] > 1


def test_a_report_is_the_same_every_time() -> None:
    assert render_json(report()) == render_json(report())
    assert render_text(report()) == render_text(report())


def test_text_begins_with_the_gravest_and_ends_with_the_counts() -> None:
    lines = render_text(report()).splitlines()
    assert f"{DOCUMENT}:1:" in lines[0]
    assert "error [one-of-overlap] #/paths/~1api~1v1~1images~1{id}/get" in lines[0]
    assert lines[-1] == f"{DOCUMENT}: 1 error, 24 warnings, 17 notes"


def test_text_tells_the_same_of_many_places_once() -> None:
    text = render_text(report())
    assert text.count("429 is documented without the header") == 1
    assert "and 2 more places" in text


def test_the_text_of_a_clean_document_is_its_counts(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text("openapi: 3.1.0\npaths: {}\n", "utf-8")
    assert render_text(lint_file(path)) == f"{path}: nothing found\n"
