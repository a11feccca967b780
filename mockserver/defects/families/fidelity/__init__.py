"""Images that tell something else than what was asked for, or change it."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.fidelity import (
    choices,
    general,
    subtle,
    texts,
)

DEFECTS: tuple[Defect, ...] = (
    *general.DEFECTS,
    *subtle.DEFECTS,
    *choices.DEFECTS,
    *texts.DEFECTS,
)
