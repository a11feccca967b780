"""The two forms of getImage, and forms of values."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.formats import (
    bytes,
    general,
    metadata,
    times,
)

DEFECTS: tuple[Defect, ...] = (
    *general.DEFECTS,
    *metadata.DEFECTS,
    *bytes.DEFECTS,
    *times.DEFECTS,
)
