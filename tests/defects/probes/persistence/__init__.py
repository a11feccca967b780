from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.persistence import (
    general,
    lookups,
    rows,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **lookups.PROBES,
    **rows.PROBES,
}
