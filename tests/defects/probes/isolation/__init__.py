from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.isolation import (
    caches,
    general,
    ledgers,
    totals,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **caches.PROBES,
    **ledgers.PROBES,
    **totals.PROBES,
}
