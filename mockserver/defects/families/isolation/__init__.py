"""Accounts that see or touch what is another account's."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.isolation import (
    caches,
    general,
    ledgers,
    totals,
)

DEFECTS: tuple[Defect, ...] = (
    *general.DEFECTS,
    *caches.DEFECTS,
    *ledgers.DEFECTS,
    *totals.DEFECTS,
)
