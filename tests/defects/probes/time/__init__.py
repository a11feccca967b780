from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.time import (
    general,
    images,
    transactions,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **images.PROBES,
    **transactions.PROBES,
}
