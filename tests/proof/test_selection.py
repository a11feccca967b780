"""Which trials are tried."""

from __future__ import annotations

from collections import Counter

import pytest

from contract_tests.errors import UsageError
from contract_tests.proof.selection import selected
from contract_tests.proof.trial import CORRECT, Trial, TrialKind
from tests.proof.examinations import defect, variant

TRIALS = (
    CORRECT,
    *(variant(f"odd-{number}") for number in range(30)),
    *(defect(f"money-{number}", "LED-01") for number in range(20)),
    *(defect(f"page-{number}", "PAG-03", family="paging") for number in range(10)),
    defect("clock", "IMG-02", family="time"),
)


def names(*globs: str, sample: int | None = None, seed: int = 1) -> list[str]:
    return [each.name for each in chosen(*globs, sample=sample, seed=seed)]


def chosen(*globs: str, sample: int | None = None, seed: int = 1) -> tuple[Trial, ...]:
    return selected(TRIALS, globs, sample=sample, seed=seed)


def test_all_are_tried_if_nothing_is_said() -> None:
    assert chosen() == TRIALS


def test_what_is_deselected_is_left_out() -> None:
    kept = selected(TRIALS, (), deselect=("variants",), sample=None, seed=1)

    assert {each.kind for each in TRIALS} - {each.kind for each in kept} == {
        TrialKind.VARIANT
    }


def test_a_selection_of_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="--deselect leaves nothing"):
        selected(TRIALS, ("time",), deselect=("time",), sample=None, seed=1)
    with pytest.raises(UsageError, match=r"--deselect tme.*did you mean time"):
        selected(TRIALS, (), deselect=("tme",), sample=None, seed=1)


@pytest.mark.parametrize("glob", ["clock", "CLO*", "time", "img-02"])
def test_a_glob_matches_a_name_a_family_or_a_clause(glob: str) -> None:
    assert names(glob) == ["correct", "clock"]


def test_several_globs_add_up() -> None:
    assert names("clock", "page-1") == ["correct", "page-1", "clock"]


def test_a_sample_takes_from_all_families_in_turn() -> None:
    families = Counter(each.family for each in chosen(sample=9) if each != CORRECT)

    assert sum(families.values()) == 9
    assert families["time"] == 1
    assert set(families) == {"variants", "money", "paging", "time"}
    assert max(families.values()) - min(families["money"], families["paging"]) <= 1


def test_a_sample_is_the_same_by_its_seed_and_another_by_another() -> None:
    assert names(sample=12, seed=7) == names(sample=12, seed=7)
    assert len({tuple(names(sample=12, seed=seed)) for seed in range(5)}) > 1


def test_a_sample_larger_than_what_there_is_takes_all() -> None:
    assert len(chosen("paging", sample=99)) == 11


def test_a_glob_that_matches_nothing_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"--select clok: .*did you mean clock\?"):
        names("clok")


def test_a_glob_that_is_like_nothing_names_the_lists() -> None:
    with pytest.raises(UsageError, match="mockserver --list-defects"):
        names("zzzzzz*")
