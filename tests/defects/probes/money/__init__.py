from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Probe
from tests.defects.probes.money import (
    balances,
    general,
    taken,
    told,
)

PROBES: Mapping[str, Probe] = {
    **general.PROBES,
    **balances.PROBES,
    **taken.PROBES,
    **told.PROBES,
}
