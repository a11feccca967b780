"""Pictures that are no pictures, of another shape, or others each time."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.pictures import (
    drawn,
    encodings,
    general,
    read,
)

DEFECTS: tuple[Defect, ...] = (
    *general.DEFECTS,
    *drawn.DEFECTS,
    *encodings.DEFECTS,
    *read.DEFECTS,
)
