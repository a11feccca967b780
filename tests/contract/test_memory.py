"""What `--state` keeps from run to run."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests.errors import UsageError
from contract_tests.memory import Memory
from contract_tests.tape.exchange import (
    Exchange,
    Intent,
    Json,
    Reply,
    Role,
    SentRequest,
)
from contract_tests.tape.ndjson import Tape
from tests.contract.test_ndjson import END, RUN


def listing(number: int, *ids: str, role: Role = Role.MAIN) -> Exchange:
    rows: list[Json] = [{"id": each, "createdAt": f"at {each}"} for each in ids]
    return Exchange(
        number=number,
        at=0.0,
        seconds=0.1,
        role=role,
        operation="listImages",
        intent=Intent("test", "TEST"),
        request=SentRequest("GET", "/api/v1/images", ()),
        reply=Reply(200, (), {"images": rows}, has_json=True),
    )


def tape(*exchanges: Exchange, target: str = "http://127.0.0.1") -> Tape:
    return Tape(replace(RUN, target=target), exchanges, (), (), END)


def images(path: Path, target: str = "http://127.0.0.1") -> list[str]:
    kept = (Memory.open(path).earlier(target) or {})["images"]
    assert isinstance(kept, dict)
    return list(kept)


def test_what_was_seen_is_there_in_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "state.json"
    Memory.open(path).keep(tape(listing(1, "B", "A")))

    assert Memory.open(path).earlier("http://127.0.0.1/") == {
        "images": {"b": "at B", "a": "at A"}
    }
    assert Memory.open(path).earlier("http://127.0.0.2") is None


def test_the_latest_come_first_and_the_oldest_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    for number in range(7):
        first = 10 * number
        seen = [f"image-{99 - each:02}" for each in range(first, first + 10)]
        Memory.open(path).keep(tape(listing(1, *seen)))

    kept = images(path)
    assert len(kept) == 50
    assert kept[0] == "image-39"
    assert kept[-1] == "image-70"


def test_targets_are_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    Memory.open(path).keep(tape(listing(1, "a"), target="http://one"))
    Memory.open(path).keep(tape(listing(1, "b"), target="http://two"))

    assert images(path, "http://one") == ["a"]
    assert images(path, "http://two") == ["b"]


def test_images_of_other_keys_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    Memory.open(path).keep(tape(listing(1, "a", role=Role.SECOND), listing(2, "b")))

    assert images(path) == ["b"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "5",
        "{}",
        '{"targets": []}',
        '{"targets": {"http://x": 5}}',
        '{"targets": {"http://x": {"images": []}}}',
        "not JSON",
    ],
)
def test_another_file_is_refused_and_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "precious.json"
    path.write_text(text)

    with pytest.raises(UsageError, match=r"precious\.json is no state"):
        Memory.open(path)
    assert path.read_text() == text


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    memory = Memory(tmp_path / "file" / "state.json", {})

    with pytest.raises(UsageError, match="cannot write --state"):
        memory.keep(tape(listing(1, "a")))


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    Memory.open(path).keep(tape(listing(1, "a")))

    assert [each.name for each in tmp_path.iterdir()] == ["state.json"]
    assert json.loads(path.read_text())["targets"]
