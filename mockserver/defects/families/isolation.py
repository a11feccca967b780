"""Accounts that see or touch what is another account's."""

from __future__ import annotations

from mockserver.defects.entry import Defect, Family

FAMILY = Family.ISOLATION

DEFECTS: tuple[Defect, ...] = ()
