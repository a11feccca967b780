"""What `contract-tests prove` was asked to do."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from contract_tests.proof.deployments import OLDER_IMAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofSettings:
    """The options of a proof; `timeout` and `images` are for a `command` alone.

    Times are in seconds. `resume` is a file of results that is read and added to.
    """

    select: tuple[str, ...] = ()
    deselect: tuple[str, ...] = ()
    sample: int | None = None
    seed: int = 1
    # Some runs wait for what may come late, and leave their processor to others.
    jobs: int = field(default_factory=lambda: 2 * (os.cpu_count() or 1))
    budget_time: float | None = None
    resume: Path | None = None
    command: str | None = None
    timeout: float = 300.0
    images: int = OLDER_IMAGES
