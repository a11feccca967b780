"""What goes wrong when two images are bought at the same time."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families.concurrency import (
    books,
    general,
    reads,
    replies,
)

DEFECTS: tuple[Defect, ...] = (
    *general.DEFECTS,
    *books.DEFECTS,
    *replies.DEFECTS,
    *reads.DEFECTS,
)
