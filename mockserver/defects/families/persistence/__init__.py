"""What is stored and gets lost, or comes back as something else."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.persistence import (
    general,
    lookups,
    rows,
)

DEFECTS: tuple[Defect, ...] = (
    *general.DEFECTS,
    *lookups.DEFECTS,
    *rows.DEFECTS,
)
