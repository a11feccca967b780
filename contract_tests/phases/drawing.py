"""Values that Hypothesis draws, before anything is sent.

No test runs inside `@given`: Hypothesis would carry out a failing one many times.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from hypothesis import HealthCheck, Phase, configuration, given, seed, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


def drawn(strategy: SearchStrategy[T], *, number: int, many: int) -> list[T]:
    """Return at most so many values of a strategy; the same for the same seed.

    A strategy that has no value gives none.
    """
    values: list[T] = []

    @seed(number)
    @settings(
        max_examples=many,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value: T) -> None:
        values.append(value)

    with home_of_its_own(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            collect()
        except Unsatisfiable:
            return []
    return values


@contextmanager
def home_of_its_own() -> Iterator[None]:
    """Keep Hypothesis from leaving its folder where the user works."""
    before = getattr(configuration, "__hypothesis_home_directory", None)
    with tempfile.TemporaryDirectory() as folder:
        configuration.set_hypothesis_home_dir(folder)
        try:
            yield
        finally:
            configuration.set_hypothesis_home_dir(before)
