"""What the sample calls good."""

from __future__ import annotations

from tests.adversary.catalogue import DEFECTS, VARIANTS
from tests.adversary.survey import Result
from tests.ci.sample import DEFECTS_TAKEN, VARIANTS_TAKEN, is_good, spread


def result(kind: str, status: int | None) -> Result:
    failed = ("PAG-03",) if status == 1 else ()
    return Result("name", kind, "family", False, status, failed, 1, 0, 0, 1.0)


def found(number: int) -> list[Result]:
    return [result("defect", 1)] * number


def test_one_survivor_of_ten_is_borne_and_two_are_not() -> None:
    assert is_good([*found(9), result("defect", 0)])
    assert not is_good([*found(8), result("defect", 0), result("defect", 3)])


def test_no_lawful_variant_may_fail() -> None:
    assert is_good([*found(100), result("lawful", 0)])
    assert not is_good([*found(100), result("lawful", 1)])


def test_a_variant_that_was_not_judged_is_not_good() -> None:
    assert not is_good([*found(100), result("lawful", None)])


def test_the_sample_takes_of_all_families_evenly() -> None:
    assert spread("abcdef", 3) == ["a", "c", "e"]
    assert len(set(spread(DEFECTS, DEFECTS_TAKEN))) == DEFECTS_TAKEN
    assert len(set(spread(VARIANTS, VARIANTS_TAKEN))) == VARIANTS_TAKEN
