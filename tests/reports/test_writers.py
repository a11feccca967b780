from __future__ import annotations

import json
import os
import stat
import threading
from pathlib import Path

import pytest

from contract_tests.errors import UsageError
from contract_tests.judgement.report import ExitCode, Outcome
from contract_tests.reports.writers import (
    WRITERS,
    Destination,
    Material,
    destination,
    prepare,
    write,
)
from tests.reports.reports import DOCUMENT, NASTY, nasty, report, verdict

MATERIAL = Material(DOCUMENT.read_text("utf-8"))


@pytest.mark.parametrize("name", WRITERS)
def test_each_format_is_written(name: str, tmp_path: Path) -> None:
    place = destination(f"{name}={tmp_path / 'missing' / 'folder' / 'report'}")
    write(place, nasty(NASTY["surrogate"]), MATERIAL)

    assert place.path.read_text("utf-8")
    assert [each.name for each in place.path.parent.iterdir()] == ["report"]


@pytest.mark.parametrize("name", WRITERS)
def test_each_format_is_a_function_of_the_report(name: str) -> None:
    texts = {WRITERS[name](nasty(NASTY["html"]), MATERIAL) for _ in range(2)}

    assert len(texts) == 1


def test_an_older_report_is_replaced_whole(tmp_path: Path) -> None:
    place = destination(f"json={tmp_path / 'report.json'}")
    place.path.write_text("x" * 100_000)
    write(place, report(), MATERIAL)

    assert json.loads(place.path.read_text("utf-8"))["exitCode"] == 0


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write(destination(f"badge={tmp_path / 'link'}"), report(), MATERIAL)

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").is_file()


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text("utf-8")))
    reader.start()
    place = destination(f"badge={pipe}")
    prepare(place)
    write(place, report(), MATERIAL)
    reader.join(10)

    assert json.loads(got[0])["label"] == "contract"


def test_others_may_read_what_the_umask_lets_them(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        write(destination(f"json={tmp_path / 'report'}"), report(), MATERIAL)
    finally:
        os.umask(old)

    assert stat.S_IMODE((tmp_path / "report").stat().st_mode) == 0o644


def test_preparing_leaves_nothing_behind(tmp_path: Path) -> None:
    prepare(destination(f"json={tmp_path / 'new' / 'report.json'}"))

    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize(
    "act", [prepare, lambda place: write(place, report(), MATERIAL)]
)
@pytest.mark.parametrize("name", ["folder", "file/report.json", "bad\0name"])
def test_a_file_that_cannot_be_written_is_named(
    tmp_path: Path, name: str, act: object
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    place = Destination("json", tmp_path / name)

    with pytest.raises(UsageError, match="the json report cannot be written to"):
        act(place)  # type: ignore[operator]  # the two functions take more arguments

    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "folder"]


def test_an_unknown_format_names_the_valid_ones() -> None:
    with pytest.raises(
        UsageError, match=r"no report format 'jnuit' \(did you mean junit"
    ):
        destination("jnuit=report.xml")
    with pytest.raises(UsageError, match="json, junit, html, markdown, sarif, badge"):
        destination("pdf=report.pdf")


@pytest.mark.parametrize("option", ["json", "json="])
def test_a_format_without_a_file_is_refused(option: str) -> None:
    with pytest.raises(UsageError, match="write json=FILE"):
        destination(option)


def test_a_file_name_may_hold_an_equals_sign() -> None:
    assert destination("json=a=b.json").path == Path("a=b.json")


def badge(*outcomes: Outcome, exit_code: ExitCode | None = None) -> dict[str, object]:
    verdicts = [verdict(f"A-{number}", each) for number, each in enumerate(outcomes)]
    found = report(verdicts, exit_code=exit_code)
    value: dict[str, object] = json.loads(WRITERS["badge"](found, Material()))
    return value


def test_a_badge_counts_what_was_judged() -> None:
    outcomes = (Outcome.PASSED, Outcome.PASSED, Outcome.SKIPPED, Outcome.WARNED)

    assert badge(*outcomes) == {
        "schemaVersion": 1,
        "label": "contract",
        "message": "2/3",
        "color": "brightgreen",
        "isError": False,
    }


def test_a_badge_of_a_run_that_was_not_judged_is_grey() -> None:
    found = badge(Outcome.PASSED, exit_code=ExitCode.NOT_JUDGED)

    assert (found["message"], found["color"]) == ("not judged", "lightgrey")
