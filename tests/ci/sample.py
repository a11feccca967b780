"""`python -m tests.ci.sample`: the contract tests against some of the adversary's deployments.

The survey of all takes hours (`make survey`). This takes every so many of them, with
one seed, so that it sends the same each time. No lawful variant may fail. Of the
defects some show in requests that the seed draws only, so that a few may survive.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from tests.adversary.catalogue import DEFECTS, VARIANTS
from tests.adversary.entries import Defect, Variant
from tests.adversary.survey import COMMAND, Result, run, table

DEFECTS_TAKEN, VARIANTS_TAKEN = 30, 15
SURVIVORS = 0.1
"""So large a part of the defects may survive: the drawn requests miss some."""
# Slow variants wait more than they work, so there may be more at a time than cores.
JOBS = 4
_SEEDED = f"{COMMAND} --seed 1"

T = TypeVar("T")


def spread(entries: Sequence[T], number: int) -> list[T]:
    """Return so many of the entries, evenly spread over all families."""
    return [entries[index * len(entries) // number] for index in range(number)]


def is_good(results: Sequence[Result]) -> bool:
    """Tell whether no variant failed, and nearly all defects were found."""
    wrong = [each for each in results if not each.right]
    defects = [each for each in results if each.kind == "defect"]
    alarms = [each for each in wrong if each.kind == "lawful"]
    return not alarms and len(wrong) <= SURVIVORS * len(defects)


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge the sample and return 1 if it is not good."""
    parser = argparse.ArgumentParser(prog="python -m tests.ci.sample")
    parser.add_argument("--jobs", type=int, default=JOBS)
    wish = parser.parse_args(arguments)
    entries: list[Defect | Variant] = [
        *spread(DEFECTS, DEFECTS_TAKEN),
        *spread(VARIANTS, VARIANTS_TAKEN),
    ]
    with ThreadPoolExecutor(wish.jobs) as pool:
        results = list(pool.map(partial(run, command=_SEEDED), entries))
    sys.stdout.write(table(results) + "\n")
    return 0 if is_good(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
