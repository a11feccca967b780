from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.ledger import (
    entries,
    general,
    readings,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **entries.PROBES,
    **readings.PROBES,
}
