from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.paging import (
    cuts,
    general,
    totals,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **cuts.PROBES,
    **totals.PROBES,
}
