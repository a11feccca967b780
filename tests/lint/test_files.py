"""Files: read strictly, and every finding with its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_tests.errors import DocumentError
from contract_tests.lint import lint_file

HEAD = "openapi: 3.1.0\ninfo: {title: Things, version: '1'}\n"


def written(folder: Path, content: str | bytes, name: str = "api.yaml") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        ("{\n  'openapi: 3.1.0", ":2:3: ", "is not JSON"),
        ('{\n  "openapi": "3.1.0",\n  "info" }', ":3:10: ", "is not JSON"),
        ("a: 1\nb: [\n", ":3:1: ", "is not YAML"),
        ("openapi: 3.1.0\n\0", ":1", "is not"),
        (b"openapi: 3.1.0\ninfo: \xff", ":2: ", "is not UTF-8"),
        ("- a\n", ":1: ", "is no object"),
        ("title: Things\n", ":1: ", "no text 'openapi'"),
        ("swagger: '2.0'\n", ":1: ", "Swagger 2"),
        ("openapi: 3.2.0\n", ":1: ", "3.0 and 3.1 are read"),
        ("[" * 200_000, ":1", "nested too deeply"),
    ],
    ids=[
        "cut off",
        "member without value",
        "open list",
        "control character",
        "not UTF-8",
        "list",
        "no version",
        "Swagger",
        "newer",
        "too deep",
    ],
)
def test_what_is_no_document_is_refused_with_its_place(
    tmp_path: Path, content: str | bytes, place: str, reason: str
) -> None:
    is_json = str(content).startswith(("{", "["))
    path = written(tmp_path, content, "api.json" if is_json else "api.yaml")
    with pytest.raises(DocumentError) as refusal:
        lint_file(path)
    assert str(refusal.value).startswith(f"{path}{place}")
    assert reason in str(refusal.value)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(
        DocumentError, match=r"none\.yaml: cannot be read: No such file"
    ):
        lint_file(tmp_path / "none.yaml")


def test_a_finding_stands_where_its_key_begins(tmp_path: Path) -> None:
    path = written(
        tmp_path, HEAD + "servers:\n  - url: http://api.example.com\npaths: {}\n"
    )
    report = lint_file(path)
    (finding,) = report.findings
    position = report.position(finding)
    assert (position.line, position.column) == (4, 5)


def test_a_finding_in_merged_yaml_stands_at_the_nearest_key(tmp_path: Path) -> None:
    text = HEAD + (
        "x-shared: &shared\n  enum: [a, a]\npaths: {}\n"
        "components:\n  schemas:\n    Thing:\n      <<: *shared\n"
    )
    report = lint_file(written(tmp_path, text))
    (finding,) = (x for x in report.findings if x.rule == "enum-duplicate")
    assert report.position(finding).line == 8


@pytest.mark.parametrize("text", ['\t{\n\t"a": 1', '{"x": "\\ud83d\\ude00"'])
def test_json_that_is_no_yaml_has_positions_too(tmp_path: Path, text: str) -> None:
    rest = (
        ',\n"openapi": "3.0.3", "paths": {}, "servers": [{"url": "http://x.example"}]}'
    )
    report = lint_file(written(tmp_path, text + rest, "api.json"))
    (finding,) = report.findings
    assert report.position(finding).line > 1


def test_yaml_is_read_by_its_core_schema(tmp_path: Path) -> None:
    text = HEAD + (
        "paths: {}\ncomponents:\n  schemas:\n    Ratio:\n      type: string\n"
        "      enum: [16:9, on, 2025-01-01, no]\n      default: 16:9\n"
    )
    rules = {each.rule for each in lint_file(written(tmp_path, text)).findings}
    assert rules == {"component-unused"}
