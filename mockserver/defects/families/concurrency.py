"""What goes wrong when two requests come at once."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family

FAMILY = Family.CONCURRENCY

DEFECTS: tuple[Defect, ...] = ()
