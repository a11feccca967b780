"""A tape comes back from its file as it was."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_tests.errors import TapeError, UsageError
from contract_tests.judgement.report import Spending
from contract_tests.tape.ndjson import Record, Recorder, line_of, read, tape_of
from contract_tests.tape.records import End, Ending, Mode, Note, Run
from tests.contract.exchanges import ends, records, runs

RUN = Run(
    tool_version="1",
    target="http://127.0.0.1",
    document_path="openapi.json",
    document_sha256="00",
    seed=1,
    nonce="0000",
    level="smoke",
    mode=Mode.FREE,
    max_credits=0,
    roles=("main",),
    started_at=1.0,
)
END = End(Ending.COMPLETE, "", 2.0, Spending(0, 0, 0, 0, 0))


def written(path: Path, kept: Sequence[Record]) -> Path:
    with Recorder(path) as recorder:
        for record in kept:
            recorder.add(record)
    return path


@settings(max_examples=60, deadline=None)
@given(runs, st.lists(records, max_size=4), ends)
def test_every_record_comes_back_equal(run: Run, kept: list[Record], end: End) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder, "tape"), [run, *kept, end])

        assert read(path) == tape_of([run, *kept, end])


@given(records)
def test_a_record_is_one_line_of_ascii(record: Record) -> None:
    line = line_of(record)

    assert line.isascii()
    assert len(line.splitlines()) == 1


def test_each_record_is_in_the_file_at_once(tmp_path: Path) -> None:
    """A run that is killed leaves all that it saw."""
    path = tmp_path / "tape"
    with Recorder(path) as recorder:
        recorder.add(RUN)
        recorder.add(Note("GEN-P01", "the budget is used up"))
        assert len(path.read_text().splitlines()) == 2


@pytest.mark.parametrize("cut", [1, 10, 40])
def test_a_last_line_that_was_cut_off_is_left_out(tmp_path: Path, cut: int) -> None:
    path = written(tmp_path / "tape", [RUN, Note("GEN-P01", "reason"), END])
    text = path.read_text()
    path.write_text(text[: -cut - 1])

    tape = read(path)

    assert tape.notes == (Note("GEN-P01", "reason"),)
    assert tape.end.ending is Ending.INTERRUPTED
    assert "before the run did" in tape.end.cause


def test_a_tape_without_an_end_is_of_an_interrupted_run(tmp_path: Path) -> None:
    assert read(written(tmp_path / "tape", [RUN])).end.ending is Ending.INTERRUPTED


def test_a_broken_line_between_others_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "tape", [RUN, END])
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], '{"type": "note"}', lines[1]]))

    with pytest.raises(TapeError, match="line 2"):
        read(path)


def test_another_format_is_refused_with_both_versions(tmp_path: Path) -> None:
    path = tmp_path / "tape"
    path.write_text(json.dumps({"type": "run", "format": 99}) + "\n")

    with pytest.raises(
        TapeError, match=r"tape, line 1: .*format 99; this version reads 1"
    ):
        read(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"not a tape\n",
        b"{}\n{}\n",
        b"[1]\n[2]\n",
        b"\xff\xfe\0",
        b"\x1f\x8b",
    ],
)
def test_another_file_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(content)

    with pytest.raises(TapeError, match=r"other\.bin"):
        read(path)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(TapeError, match="nothing-here"):
        read(tmp_path / "nothing-here")


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match="cannot write the tape"):
        Recorder(tmp_path / "file" / "tape")
