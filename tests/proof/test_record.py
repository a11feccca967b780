"""Results outlive whatever comes after them."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_tests.errors import UsageError
from contract_tests.proof.record import Record


def test_results_are_there_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "results"
    Record(path, "this").keep("a", {"n": 1})

    assert Record(path, "this").known == {"a": {"n": 1}}


def test_results_of_something_else_stay_until_there_are_others(tmp_path: Path) -> None:
    path = tmp_path / "results"
    Record(path, "this").keep("a", {"n": 1})

    other = Record(path, "another")
    assert (other.stale, other.known) == (1, {})
    assert Record(path, "this").known == {"a": {"n": 1}}

    other.keep("b", {"n": 2})
    assert Record(path, "another").known == {"b": {"n": 2}}
    assert Record(tmp_path / "results.old", "this").known == {"a": {"n": 1}}


def test_a_line_that_was_cut_off_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "results"
    Record(path, "this").keep("a", {"n": 1})
    with path.open("a", encoding="utf-8") as file:
        file.write('{"name": "b", "res')

    again = Record(path, "this")
    again.keep("c", {"n": 3})
    assert Record(path, "this").known == {"a": {"n": 1}, "c": {"n": 3}}


def test_a_file_of_something_else_is_refused_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text("mine\n")

    with pytest.raises(UsageError, match="is no file of results"):
        Record(path, "this")
    assert path.read_text() == "mine\n"
