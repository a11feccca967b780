"""Replies that do not have the form of the document."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.schemas import (
    general,
    new_images,
    pages,
    subtle,
    transactions,
)

DEFECTS: tuple[Defect, ...] = (
    *general.DEFECTS,
    *subtle.DEFECTS,
    *new_images.DEFECTS,
    *pages.DEFECTS,
    *transactions.DEFECTS,
)
