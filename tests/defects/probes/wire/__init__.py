from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.wire import (
    encodings,
    general,
    refusals,
    statuses,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **refusals.PROBES,
    **encodings.PROBES,
    **statuses.PROBES,
}
