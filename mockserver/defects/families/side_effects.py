"""Refusals that leave something behind."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family

FAMILY = Family.SIDE_EFFECTS

DEFECTS: tuple[Defect, ...] = ()
