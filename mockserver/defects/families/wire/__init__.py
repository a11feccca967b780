"""Statuses, headers and messages that are not what HTTP and the document say."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.wire import (
    encodings,
    general,
    refusals,
    statuses,
)

DEFECTS: tuple[Defect, ...] = (
    *general.DEFECTS,
    *statuses.DEFECTS,
    *refusals.DEFECTS,
    *encodings.DEFECTS,
)
