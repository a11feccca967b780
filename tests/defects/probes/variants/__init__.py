from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.variants import (
    general,
    kept,
    meanwhile,
    sent,
    shown,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **kept.PROBES,
    **meanwhile.PROBES,
    **sent.PROBES,
    **shown.PROBES,
}
