"""Charges that are not what they should be."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.money import (
    balances,
    general,
    subtle,
    taken,
    told,
)

DEFECTS: tuple[Defect, ...] = (
    *general.DEFECTS,
    *subtle.DEFECTS,
    *balances.DEFECTS,
    *told.DEFECTS,
    *taken.DEFECTS,
)
