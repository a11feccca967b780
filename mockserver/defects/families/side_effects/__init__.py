"""Refusals that leave something behind."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.side_effects import (
    general,
    sticking,
    traces,
)

DEFECTS: tuple[Defect, ...] = (
    *general.DEFECTS,
    *sticking.DEFECTS,
    *traces.DEFECTS,
)
