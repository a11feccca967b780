"""Statuses, headers and messages that are not what HTTP and the document say."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family

FAMILY = Family.WIRE

DEFECTS: tuple[Defect, ...] = ()
