"""Times that cannot be."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family

FAMILY = Family.TIME

DEFECTS: tuple[Defect, ...] = ()
