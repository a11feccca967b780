"""Rows of the ledger that do not tell what happened."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family

FAMILY = Family.LEDGER

DEFECTS: tuple[Defect, ...] = ()
