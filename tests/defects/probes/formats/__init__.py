from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.formats import (
    bytes,
    general,
    metadata,
    times,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **bytes.PROBES,
    **metadata.PROBES,
    **times.PROBES,
}
