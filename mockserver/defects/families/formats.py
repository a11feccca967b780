"""The two forms of getImage, and forms of values."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family

FAMILY = Family.FORMATS

DEFECTS: tuple[Defect, ...] = ()
