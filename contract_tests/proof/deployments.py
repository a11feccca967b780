"""Deployments to try things against: the package's mock, correct, odd or broken.

This is the only place of the package that knows the mock. It is told what to be by
names, serves on a free port, and is judged over HTTP as any deployment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from contract_tests.proof.trial import CORRECT, Deployment, Trial, TrialKind
from contract_tests.settings import Depth

if TYPE_CHECKING:
    from mockserver.settings import Options

OLDER_IMAGES = 57
"""More than a page holds by default, so that pages can be walked."""


def trials() -> tuple[Trial, ...]:
    """Return all trials: the correct mock, every lawful variant, every defect."""
    from mockserver.defects import DEFECTS, VARIANTS

    variants = (
        Trial(TrialKind.VARIANT, each.name, "variants", each.differs)
        for each in VARIANTS
    )
    defects = (
        Trial(
            TrialKind.DEFECT,
            each.name,
            each.family.value,
            each.breaks,
            clause=each.clause,
            subtle=each.subtle,
            credits=each.credits,
            depth=Depth(each.depth),
            runs=each.runs,
        )
        for each in DEFECTS
    )
    return (CORRECT, *variants, *defects)


@contextmanager
def deployed(
    trial: Trial = CORRECT, *, images: int = OLDER_IMAGES, seed: int | None = None
) -> Iterator[Deployment]:
    """Serve a trial's mock, with so many older images, until the block ends."""
    from mockserver import MockServer

    options: Options = {
        "images": images,
        "seed": seed,
        "picture": "plain",
        "picture_size": 64,
    }
    if trial.kind is TrialKind.DEFECT:
        options["defects"] = [trial.name]
    elif trial.kind is TrialKind.VARIANT:
        options["variants"] = [trial.name]
    with MockServer(**options) as mock:
        yield Deployment(
            mock.url,
            api_key="gi_mock_good",
            second_api_key="gi_mock_second",
            poor_api_key="gi_mock_poor",
            revoked_api_key="gi_mock_revoked",
        )
