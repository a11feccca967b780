"""Replies that do not have the form of the document."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family

FAMILY = Family.SCHEMAS

DEFECTS: tuple[Defect, ...] = ()
