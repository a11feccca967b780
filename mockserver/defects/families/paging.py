"""Pages that do not add up."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family

FAMILY = Family.PAGING

DEFECTS: tuple[Defect, ...] = ()
