from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes import (
    variants_kept,
    variants_meanwhile,
    variants_sent,
    variants_shown,
)

PROBES: Mapping[str, Probe] = {
    **variants_kept.PROBES,
    **variants_meanwhile.PROBES,
    **variants_sent.PROBES,
    **variants_shown.PROBES,
}
