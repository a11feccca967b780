"""One probe for each defect and variant: True where it shows."""

from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes import (
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
    variants,
    wire,
)

PROBES: Mapping[str, Probe] = {
    **authentication.PROBES,
    **isolation.PROBES,
    **validation.PROBES,
    **side_effects.PROBES,
    **schemas.PROBES,
    **wire.PROBES,
    **money.PROBES,
    **ledger.PROBES,
    **paging.PROBES,
    **persistence.PROBES,
    **fidelity.PROBES,
    **pictures.PROBES,
    **formats.PROBES,
    **concurrency.PROBES,
    **time.PROBES,
    **variants.PROBES,
}
