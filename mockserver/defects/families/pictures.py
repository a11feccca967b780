"""Bytes that are no picture, or not the right one."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family

FAMILY = Family.PICTURES

DEFECTS: tuple[Defect, ...] = ()
