"""Times that are not those of what happened."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.time import (
    general,
    images,
    transactions,
)

DEFECTS: tuple[Defect, ...] = (
    *general.DEFECTS,
    *images.DEFECTS,
    *transactions.DEFECTS,
)
