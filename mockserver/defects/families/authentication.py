"""Keys that open what they should not, or do not open what they should."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family

FAMILY = Family.AUTHENTICATION

DEFECTS: tuple[Defect, ...] = ()
