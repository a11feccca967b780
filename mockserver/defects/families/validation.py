"""Requests that should be refused, or accepted, and are not."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families import (
    validation_crashes,
    validation_parsing,
    validation_refusals,
)
from mockserver.defects.families.validation_bodies import BODIES
from mockserver.defects.families.validation_reads import READS

DEFECTS: tuple[Defect, ...] = (
    *BODIES,
    *READS,
    *validation_crashes.DEFECTS,
    *validation_parsing.DEFECTS,
    *validation_refusals.DEFECTS,
)
