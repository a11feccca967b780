"""All defects, a folder for each family."""

from __future__ import annotations

from mockserver.defects.entry import Defect
from mockserver.defects.families import (
    authentication,
    concurrency,
    fidelity,
    formats,
    isolation,
    ledger,
    money,
    paging,
    persistence,
    pictures,
    schemas,
    side_effects,
    time,
    validation,
    wire,
)

DEFECTS: tuple[Defect, ...] = (
    *authentication.DEFECTS,
    *isolation.DEFECTS,
    *validation.DEFECTS,
    *side_effects.DEFECTS,
    *schemas.DEFECTS,
    *wire.DEFECTS,
    *money.DEFECTS,
    *ledger.DEFECTS,
    *paging.DEFECTS,
    *persistence.DEFECTS,
    *fidelity.DEFECTS,
    *pictures.DEFECTS,
    *formats.DEFECTS,
    *concurrency.DEFECTS,
    *time.DEFECTS,
)
