"""Defects and variants, as the command and the library turn them on."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from mockserver import MockServer, SettingsError
from mockserver.defects import DEFECTS, VARIANTS
from tests.cli.command import run, running

DEFECT = "refused-request-costs-a-credit"


def balance(url: str) -> int:
    credits: int = call(url, "/api/v1/account")["creditBalance"]
    return credits


def call(url: str, path: str, body: bytes | None = None) -> dict[str, int]:
    headers = {
        "Authorization": "Bearer gi_mock_good",
        "Content-Type": "application/json",
    }
    request = urllib.request.Request(url + path, body, headers)
    with urllib.request.urlopen(request) as reply:
        answer: dict[str, int] = json.load(reply)
        return answer


def refuse(url: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="400"):
        call(url, "/api/v1/images/generate", b"{}")


def test_defects_are_listed_by_tabs_without_a_head() -> None:
    listed = run("--list-defects")

    assert listed.returncode == 0
    rows = [line.split("\t") for line in listed.stdout.splitlines()]
    assert rows == [
        [
            defect.name,
            defect.family.value,
            defect.breaks,
            defect.clause,
            "subtle" if defect.subtle else "plain",
        ]
        for defect in DEFECTS
    ]


def test_variants_are_listed_by_tabs_without_a_head() -> None:
    listed = run("--list-variants")

    rows = [line.split("\t") for line in listed.stdout.splitlines()]
    assert rows == [[variant.name, variant.differs] for variant in VARIANTS]


def test_a_mock_with_a_defect_says_so_and_has_it() -> None:
    with running("--defect", DEFECT) as mock:
        assert "on purpose" in (line := mock.log_line())
        assert DEFECT in line
        before = balance(mock.url)
        refuse(mock.url)
        assert balance(mock.url) == before - 1


def test_several_defects_are_on_together() -> None:
    with MockServer(defects=[DEFECT, "images-not-charged"], images=1) as mock:
        before = balance(mock.url)
        body = b'{"prompt": "a cat", "modelId": "openai:gpt-image-2"}'
        call(mock.url, "/api/v1/images/generate", body)
        assert balance(mock.url) == before
        refuse(mock.url)
        assert balance(mock.url) == before - 1


def test_a_mock_remembers_nothing_of_another_with_the_same_defect() -> None:
    for _ in range(2):
        with MockServer(defects=[DEFECT]) as mock:
            refuse(mock.url)
            assert balance(mock.url) == 999


@pytest.mark.parametrize(
    ("option", "name", "told"),
    [
        ("--defect", "image-not-charged", "did you mean images-not-charged"),
        ("--defect", "newest-last", "it is a variant"),
        ("--variant", "images-not-charged", "it is a defect"),
        ("--defect", "???", "--list-defects lists all"),
    ],
)
def test_an_unknown_name_is_wrong_usage(option: str, name: str, told: str) -> None:
    ended = run(option, name)

    assert ended.returncode == 2
    assert name in ended.stderr
    assert told in ended.stderr


def test_a_state_file_never_sees_a_defect(tmp_path: Path) -> None:
    ended = run("--defect", DEFECT, "--state", str(tmp_path / "state.db"))

    assert ended.returncode == 2
    assert "--defect: cannot go with a state file" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_name_is_no_list_of_names() -> None:
    with pytest.raises(SettingsError, match="must be a list of names"):
        MockServer(defects=DEFECT)


def test_an_altered_mock_is_as_strict_with_its_own_replies() -> None:
    """A breach on purpose is none of those that --strict stops."""
    with MockServer(defects=[DEFECT], strict=True) as mock:
        refuse(mock.url)
        assert balance(mock.url) == 999


def test_a_defect_is_refused_where_it_would_change_nothing(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(
        "openapi: 3.1.0\ninfo: {title: Other, version: '1'}\n"
        "paths: {/x: {get: {operationId: getX, responses: {'200': {description: x}}}}}\n"
    )

    ended = run(str(other), "--defect", DEFECT)

    assert ended.returncode == 1
    assert "the document has none of its operations" in ended.stderr
    assert "on purpose" not in ended.stderr


def test_a_list_may_be_cut_off_by_its_reader() -> None:
    command = f'"{sys.executable}" -m mockserver --list-defects | head -n 1'
    ended = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, check=False
    )

    assert ended.stdout.count("\n") == 1
    assert ended.stderr == ""
