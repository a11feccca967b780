"""Images that are not what was asked for."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family

FAMILY = Family.FIDELITY

DEFECTS: tuple[Defect, ...] = ()
