"""In which order trials are tried."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from contract_tests.proof.trial import Trial, TrialKind


def variants_first(trials: Iterable[Trial]) -> tuple[Trial, ...]:
    """Return the lawful variants, then the defects: false alarms are told early."""
    return tuple(sorted(trials, key=lambda each: each.kind is TrialKind.DEFECT))


def families_in_turn(trials: Iterable[Trial]) -> tuple[Trial, ...]:
    """Return one of each family, then another of each: any beginning of it is fair.

    A family with many of them is spread over the whole length.
    """
    by_family: dict[str, list[Trial]] = {}
    for each in trials:
        by_family.setdefault(each.family, []).append(each)
    rounds = zip_longest(*by_family.values())
    return tuple(each for turn in rounds for each in turn if each is not None)
