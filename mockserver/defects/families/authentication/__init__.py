"""Keys that open what they should not, or do not open what they should."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.authentication import (
    answers,
    general,
    openings,
)

DEFECTS: tuple[Defect, ...] = (
    *general.DEFECTS,
    *answers.DEFECTS,
    *openings.DEFECTS,
)
