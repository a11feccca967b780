"""Requests that should be refused, or accepted, and are not."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family

FAMILY = Family.VALIDATION

DEFECTS: tuple[Defect, ...] = ()
