"""Which trials are tried: by globs, and a fair sample of them."""

from __future__ import annotations

import difflib
import random
from collections.abc import Sequence
from fnmatch import fnmatchcase

from contract_tests.errors import UsageError
from contract_tests.proof.trial import Trial, TrialKind


def selected(
    trials: Sequence[Trial],
    select: Sequence[str],
    *,
    deselect: Sequence[str] = (),
    sample: int | None,
    seed: int,
) -> tuple[Trial, ...]:
    """Return the correct mock and the trials that are selected, or a sample of those.

    A glob matches a name, a family (variants are one), or the clause that must catch
    it. A sample takes from all families in turn, another choice for each seed. Raises
    UsageError for a glob that matches nothing.
    """
    for option, globs in (("--select", select), ("--deselect", deselect)):
        for glob in globs:
            if not any(_matches(each, glob) for each in trials):
                raise UsageError(f"{option} {glob}: {_unmatched(trials, glob)}")
    wanted = [
        each
        for each in trials
        if each.kind is not TrialKind.CORRECT
        and (not select or any(_matches(each, glob) for glob in select))
        and not any(_matches(each, glob) for glob in deselect)
    ]
    if deselect and not wanted:
        raise UsageError("--deselect leaves nothing of what --select names")
    if sample is not None:
        kept = set(_sampled(wanted, sample, seed))
        wanted = [each for each in wanted if each in kept]
    correct = [each for each in trials if each.kind is TrialKind.CORRECT]
    return (*correct, *wanted)


def _sampled(trials: Sequence[Trial], size: int, seed: int) -> list[Trial]:
    by_family: dict[str, list[Trial]] = {}
    for each in trials:
        by_family.setdefault(each.family, []).append(each)
    dice = random.Random(seed)
    for group in by_family.values():
        dice.shuffle(group)
    groups = list(by_family.values())
    dice.shuffle(groups)
    chosen: list[Trial] = []
    while len(chosen) < min(size, len(trials)):
        for group in groups:
            if group and len(chosen) < size:
                chosen.append(group.pop())
    return chosen


def _matches(trial: Trial, glob: str) -> bool:
    names = (trial.name, trial.family, trial.clause)
    return any(name and fnmatchcase(name.lower(), glob.lower()) for name in names)


def _unmatched(trials: Sequence[Trial], glob: str) -> str:
    names = dict.fromkeys(
        name
        for each in trials
        for name in (each.name, each.family, each.clause)
        if name
    )
    near = difflib.get_close_matches(glob, list(names), n=3)
    hint = (
        f"did you mean {' or '.join(near)}?"
        if near
        else "`mockserver --list-defects` and `--list-variants` list the names"
    )
    return f"no defect, variant, family or clause matches ({hint})"
