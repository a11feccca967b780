"""Images and rows that do not stay."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family

FAMILY = Family.PERSISTENCE

DEFECTS: tuple[Defect, ...] = ()
