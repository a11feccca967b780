"""Pages that do not add up."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.paging import (
    cuts,
    general,
    subtle,
    totals,
)

DEFECTS: tuple[Defect, ...] = (
    *general.DEFECTS,
    *subtle.DEFECTS,
    *cuts.DEFECTS,
    *totals.DEFECTS,
)
