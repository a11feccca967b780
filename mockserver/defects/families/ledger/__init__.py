"""Ledgers that do not say what happened."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.ledger import (
    entries,
    general,
    readings,
    subtle,
)

DEFECTS: tuple[Defect, ...] = (
    *general.DEFECTS,
    *subtle.DEFECTS,
    *entries.DEFECTS,
    *readings.DEFECTS,
)
