from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.side_effects import (
    general,
    sticking,
    traces,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **sticking.PROBES,
    **traces.PROBES,
}
