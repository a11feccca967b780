"""Requests that should be refused, or accepted, and are not."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.validation import (
    bodies,
    crashes,
    parsing,
    reads,
    refusals,
)

DEFECTS: tuple[Defect, ...] = (
    *bodies.DEFECTS,
    *reads.DEFECTS,
    *crashes.DEFECTS,
    *parsing.DEFECTS,
    *refusals.DEFECTS,
)
